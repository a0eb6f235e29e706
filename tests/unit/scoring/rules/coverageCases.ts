// What a request names or a change was to do, and the project does not hold.
import { COUNTER, reactFiles, withApp } from '../sampleProjects.ts'
import type { RuleCase } from './ruleCase.ts'

const files = reactFiles()

const TESTS = `Write the component that passes these tests:
\`\`\`tsx
import { Greeting } from './Greeting'
test('greets', () => {
  render(<Greeting />)
  expect(screen.getByText('Good evening')).toBeInTheDocument()
})
\`\`\``

const greeting = (name: string, text: string) => ({
  files: { 'Greeting.tsx': `export function ${name}() {\n  return <p>${text}</p>\n}\n` },
  request: TESTS,
})

const OLD_STORE = Array.from({ length: 30 }, (_, line) => `export const price${line} = ${line * 7}`).join(
  '\n',
)
const NEW_STORE = Array.from({ length: 30 }, (_, line) => `export const cost${line} = '${line}'`).join('\n')
const before = reactFiles({ 'src/prices.ts': OLD_STORE })
const recoloured = COUNTER.replace('<h1>Counter</h1>', '<h1>Clicks</h1>')

export const COVERAGE_CASES: readonly RuleCase[] = [
  {
    rule: 'missing-requirement',
    fault: 'sign-in was asked for',
    bad: { files, request: 'Build a counter with authentication' },
    good: { files, request: 'Build a counter without authentication' },
    severity: 'major',
  },
  {
    rule: 'missing-text',
    fault: 'a label the request spells out is absent',
    bad: { files, request: 'A counter with a button "Start again"' },
    good: { files, request: 'A counter with a button "Count"' },
    severity: 'major',
  },
  {
    rule: 'missing-text',
    fault: 'tests look for a text that is absent',
    bad: greeting('Greeting', 'Hello there'),
    good: greeting('Greeting', 'Good evening'),
    severity: 'major',
  },
  {
    rule: 'missing-module',
    fault: 'tests import a name that is not exported',
    bad: greeting('Welcome', 'Good evening'),
    good: greeting('Greeting', 'Good evening'),
    severity: 'major',
    file: 'Greeting.tsx',
  },
  {
    rule: 'off-topic',
    fault: 'another project than the one asked for',
    bad: {
      files,
      request:
        'Build a recipe collection with ingredients, cooking steps and a shopping basket for the market',
    },
    good: { files, request: 'Build a counter for the clicks on a button' },
    severity: 'major',
  },
  {
    rule: 'nothing-changed',
    fault: 'a change was asked for and none was made',
    bad: { files: before, before, request: 'Change the heading to Clicks' },
    good: {
      files: { ...before, 'src/App.tsx': recoloured },
      before,
      request: 'Change the heading to Clicks',
    },
    severity: 'major',
  },
  {
    rule: 'unrelated-rewrite',
    fault: 'a file nobody spoke of is written anew',
    bad: {
      files: { ...before, 'src/App.tsx': recoloured, 'src/prices.ts': NEW_STORE },
      before,
      request: 'Change the heading to Clicks',
    },
    good: {
      files: { ...before, 'src/App.tsx': recoloured },
      before,
      request: 'Change the heading to Clicks',
    },
    severity: 'major',
    file: 'src/prices.ts',
  },
  {
    rule: 'unrelated-rewrite',
    fault: 'a file nobody spoke of is removed',
    bad: {
      files: { ...withApp(recoloured).files, 'src/prices.ts': '' },
      before: { ...before, 'src/rates.ts': OLD_STORE },
      request: 'Change the heading to Clicks',
    },
    good: {
      files: { ...withApp(recoloured).files, 'src/prices.ts': OLD_STORE, 'src/rates.ts': OLD_STORE },
      before: { ...before, 'src/rates.ts': OLD_STORE },
      request: 'Change the heading to Clicks',
    },
    severity: 'major',
    file: 'src/prices.ts',
  },
]
