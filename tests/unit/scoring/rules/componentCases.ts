// Components and files that stand for something and hold nothing of it.
import { COUNTER, reactFiles, vueFiles, withApp } from '../sampleProjects.ts'
import type { RuleCase } from './ruleCase.ts'

const counter = { files: reactFiles(), request: '' }

const shown = (history: string, tag = '<History entries={[count]} />') =>
  withApp(
    COUNTER.replace("'react'\n", "'react'\nimport { History } from './History'\n").replace(
      '      <p>{count}',
      `      ${tag}\n      <p>{count}`,
    ),
    {
      'src/History.tsx': history,
      'src/parts.tsx': PARTS,
    },
  )
const PARTS = `import type { ReactNode } from 'react'

export const Panel = ({ children }: { children: ReactNode }) => <section className="page">{children}</section>
export const Row = ({ label }: { label: string }) => <p className="page">{label}</p>
export const Hint = () => <p className="page">Count on</p>
`
const HISTORY = `export function History({ entries }: { entries: number[] }) {
  return (
    <ol className="page">
      {entries.map((entry) => (
        <li key={entry}>The counter stood at {entry} then, and went on from there</li>
      ))}
    </ol>
  )
}

export function HistorySummary({ entries }: { entries: number[] }) {
  const highest = Math.max(0, ...entries)
  const changes = entries.filter((entry, index) => index > 0 && entry !== entries[index - 1]).length
  return (
    <section className="page" aria-label="Summary of what was counted">
      <p>It stood at {highest} at most, and changed {changes} times since the page was opened.</p>
    </section>
  )
}

export function HistoryNote() {
  return <p className="page">What was counted before is kept until the page is closed or loaded again.</p>
}
`
const EMPTY = (body: string) =>
  HISTORY.replace(/ {2}return \([\s\S]*? {2}\)\n/, `  ${body}\n`).replace('{ entries }', '_props')

const GUARDED = (ending: string) => `import { useState } from 'react'
import { Hint, Panel, Row } from './parts'

const EXPECTED = 3
export function History({ entries }: { entries: number[] }) {
  const [title] = useState(() => 'Counted ' + EXPECTED)
  if (entries.length === 0) return <button type="button" onClick={() => alert(title)}>Go back and begin</button>
  ${ending}
}
`

const PLAIN = `export function Greeting({ name }: { name: string }) {
  return <p>Hello {name}</p>
}
`

export const COMPONENT_CASES: readonly RuleCase[] = [
  {
    rule: 'empty-component',
    fault: 'a component returns null',
    bad: shown(EMPTY('return null')),
    good: shown(HISTORY),
    severity: 'major',
    file: 'src/History.tsx',
    line: 1,
  },
  {
    rule: 'empty-component',
    fault: 'a component keeps its elements to itself',
    bad: shown(EMPTY('const rows = [<li key="a">Yesterday</li>]\n  return null')),
    good: shown(EMPTY('const rows = [<li key="a">Yesterday</li>]\n  return <ul>{rows}</ul>')),
    severity: 'major',
    file: 'src/History.tsx',
    line: 1,
  },
  {
    rule: 'empty-component',
    fault: 'a component lost all that its imports were for, but for a guard',
    bad: shown(GUARDED('return null')),
    good: shown(GUARDED('return <Panel><Row label={title} /><Hint /></Panel>')),
    severity: 'major',
    file: 'src/History.tsx',
    line: 5,
  },
  {
    rule: 'empty-component',
    fault: 'a component only says what should be there',
    bad: shown(EMPTY('return <div>Coming soon</div>')),
    good: shown(HISTORY),
    severity: 'major',
    file: 'src/History.tsx',
    line: 1,
  },
  {
    rule: 'empty-component',
    fault: 'a Vue component is only a placeholder',
    bad: {
      files: vueFiles({ 'src/App.vue': '<template>\n  <div>Coming soon</div>\n</template>\n' }),
      request: '',
    },
    good: { files: vueFiles(), request: '' },
    severity: 'major',
    file: 'src/App.vue',
  },
  {
    rule: 'unreachable-component',
    fault: 'a component that nothing renders',
    bad: withApp(COUNTER, { 'src/History.tsx': HISTORY }),
    good: shown(HISTORY),
    severity: 'major',
    file: 'src/History.tsx',
  },
  {
    rule: 'elided-code',
    fault: 'a comment says that the layout stands elsewhere, and is no heading',
    bad: withApp(COUNTER.replace('      <p>', '      {/* layout (unchanged) */}\n      <p>')),
    good: withApp(COUNTER.replace('      <p>', '      {/* ── layout (unchanged) ── */}\n      <p>')),
    severity: 'major',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'elided-code',
    fault: 'a comment stands for the rest of the component',
    bad: withApp(
      COUNTER.replace('      <p>', '      {/* ... rest of the component stays the same */}\n      <p>'),
    ),
    good: withApp(
      COUNTER.replace('      <p>', '      {/* The rest of the day is counted elsewhere. */}\n      <p>'),
    ),
    severity: 'major',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'template-left',
    fault: 'the page of the scaffold is still there',
    bad: withApp(COUNTER.replace('{count} clicks', 'Edit src/App.tsx and save to test HMR, {count}')),
    good: counter,
    severity: 'major',
    file: 'src/App.tsx',
  },
  {
    rule: 'nothing-exported',
    fault: 'a component given alone is not exported',
    bad: { files: { 'Greeting.tsx': PLAIN.replace('export ', '') }, request: '' },
    good: { files: { 'Greeting.tsx': PLAIN }, request: '' },
    severity: 'major',
    file: 'Greeting.tsx',
  },
]
