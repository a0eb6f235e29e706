// What works and is made badly: types, noise, size, styles, lists.
import { COUNTER, manifestOf, REACT_PACKAGES, reactFiles, VITE_SCRIPTS, withApp } from '../sampleProjects.ts'
import type { RuleCase } from './ruleCase.ts'

const counter = { files: reactFiles(), request: '' }
const LINE = '  return (\n    <main'
const before = (statement: string) => COUNTER.replace(LINE, `${statement}\n${LINE}`)

const list = (key: string) =>
  withApp(
    COUNTER.replace(
      '      <p>{count}',
      `      <ul>{[count].map((value) => <li${key}>{value}</li>)}</ul>\n      <p>{count}`,
    ),
  )

const block = (name: string) => `export function ${name}(values: number[]) {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const lower = sorted[middle - 1] ?? 0
  const upper = sorted[middle] ?? 0
  let total = 0
  for (const value of sorted) {
    if (value < lower) total += lower - value
    else if (value > upper) total += value - upper
    else total += Math.abs(value - (lower + upper) / 2)
  }
  return { total, lower, upper, spread: sorted.length === 0 ? 0 : total / sorted.length }
}
`
const measured = (files: Record<string, string>, uses: string, imports: string) =>
  withApp(COUNTER.replace("'react'\n", `'react'\n${imports}`).replace('{count} clicks', uses), files)

const section = (index: number) => `function Section${index}({ amount }: { amount: number }) {
  const doubled = amount * ${index + 2}
  const label = doubled > ${index * 10} ? 'more than ${index * 10}' : 'at most ${index * 10}'
  return (
    <section className="page" aria-label={label} title="Section number ${index}">
      <h2>Part ${index} of the tally</h2>
      <p>{doubled} of {amount}, that is {label} in the end</p>
    </section>
  )
}
`
const SECTIONS = Array.from({ length: 14 }, (_, index) => index)
const giant = `${COUNTER.replace('      <p>', `${SECTIONS.map((index) => `      <Section${index} amount={count} />\n`).join('')}      <p>`)}\n${SECTIONS.map(section).join('\n')}`
const split = withApp(
  COUNTER.replace(
    "'react'\n",
    `'react'\n${SECTIONS.map((index) => `import { Section${index} } from './Section${index}'\n`).join('')}`,
  ).replace(
    '      <p>',
    `${SECTIONS.map((index) => `      <Section${index} amount={count} />\n`).join('')}      <p>`,
  ),
  Object.fromEntries(SECTIONS.map((index) => [`src/Section${index}.tsx`, `export ${section(index)}`])),
)

const PAGES = ['Home', 'About', 'Contact', 'Prices']
const routed = (imports: string) =>
  withApp(
    `import { Suspense, lazy } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router-dom'
${imports}
export default function App() {
  return (
    <BrowserRouter>
      <Suspense fallback={<p className="page">One moment</p>}>
        <Routes>
${PAGES.map((page) => `          <Route path="/${page.toLowerCase()}" element={<${page} />} />`).join('\n')}
        </Routes>
      </Suspense>
    </BrowserRouter>
  )
}
`,
    {
      'package.json': manifestOf({ ...REACT_PACKAGES, 'react-router-dom': '^6.27.0' }, VITE_SCRIPTS),
      ...Object.fromEntries(
        PAGES.map((page) => [
          `src/${page}.tsx`,
          `export default function ${page}() {\n  return <h1 className="page">${page} of the clock maker in the old town</h1>\n}\n`,
        ]),
      ),
    },
  )

const UTILITIES =
  'flex items-center justify-center min-h-screen bg-gray-100 p-4 text-xl font-bold rounded-lg shadow-md'
const utilities = COUNTER.replace('className="page"', `className="${UTILITIES}"`)
const tailwind = (config: string | null) =>
  withApp(utilities, {
    'package.json': manifestOf(
      { ...REACT_PACKAGES, tailwindcss: '^3.4.0', postcss: '^8.4.0', autoprefixer: '^10.4.0' },
      VITE_SCRIPTS,
    ),
    'src/index.css': '@tailwind base;\n@tailwind components;\n@tailwind utilities;\n',
    'postcss.config.js': 'export default { plugins: { tailwindcss: {}, autoprefixer: {} } }\n',
    'tailwind.config.js': config,
  })

export const CRAFT_CASES: readonly RuleCase[] = [
  {
    rule: 'any-type',
    fault: 'types are switched off one by one',
    bad: withApp(
      before('  const label: any = count\n  const other: any = label').replace(
        '{count} clicks',
        '{other} clicks',
      ),
    ),
    good: withApp(
      before('  const label: number = count\n  const other: number = label').replace(
        '{count} clicks',
        '{other} clicks',
      ),
    ),
    severity: 'minor',
    file: 'src/App.tsx',
    line: 5,
  },
  {
    rule: 'type-checking-off',
    fault: 'a whole file is not checked',
    bad: withApp(`// @ts-nocheck\n${COUNTER}`),
    good: counter,
    severity: 'minor',
    file: 'src/App.tsx',
    line: 1,
  },
  {
    rule: 'console-noise',
    fault: 'debugging output is left behind',
    bad: withApp(before("  console.log('rendered', count)\n  console.log('again')")),
    good: withApp(before("  if (count < 0) console.error('The count fell below zero')")),
    severity: 'minor',
    file: 'src/App.tsx',
    line: 5,
  },
  {
    rule: 'unused-import',
    fault: 'an import nobody uses',
    bad: withApp(COUNTER.replace('{ useState }', '{ useMemo, useRef, useState }')),
    good: counter,
    severity: 'minor',
    file: 'src/App.tsx',
    line: 1,
  },
  {
    rule: 'list-without-keys',
    fault: 'a list is rendered without keys',
    bad: list(''),
    good: list(' key={value}'),
    severity: 'minor',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'duplicated-block',
    fault: 'the same function stands in two files',
    bad: measured(
      { 'src/first.ts': block('first'), 'src/second.ts': block('second') },
      '{first([count]).total + second([count]).total} clicks',
      "import { first } from './first'\nimport { second } from './second'\n",
    ),
    good: measured(
      { 'src/first.ts': block('first') },
      '{first([count]).total} clicks',
      "import { first } from './first'\n",
    ),
    severity: 'minor',
    file: 'src/second.ts',
    line: 1,
  },
  {
    rule: 'giant-file',
    fault: 'everything stands in one file',
    bad: withApp(giant),
    good: split,
    severity: 'minor',
    file: 'src/App.tsx',
  },
  {
    rule: 'eager-routes',
    fault: 'every page is loaded at once',
    bad: routed(PAGES.map((page) => `import ${page} from './${page}'\n`).join('')),
    good: routed(PAGES.map((page) => `const ${page} = lazy(() => import('./${page}'))\n`).join('')),
    severity: 'minor',
    file: 'src/App.tsx',
  },
  {
    rule: 'lost-styles',
    fault: 'the style sheet is never loaded',
    bad: {
      files: reactFiles({
        'src/main.tsx': reactFiles()['src/main.tsx']?.replace("import './index.css'\n", '') ?? null,
      }),
      request: '',
    },
    good: counter,
    severity: 'minor',
    file: 'src/index.css',
  },
  {
    rule: 'tailwind-not-configured',
    fault: 'classes of Tailwind without its configuration',
    bad: tailwind(null),
    good: tailwind("export default { content: ['./index.html', './src/**/*.tsx'] }\n"),
    severity: 'major',
  },
]
