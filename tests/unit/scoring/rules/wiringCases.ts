// Handlers, props, calls, providers and routes that do not meet.
import { COUNTER, manifestOf, REACT_PACKAGES, reactFiles, VITE_SCRIPTS, withApp } from '../sampleProjects.ts'
import type { RuleCase } from './ruleCase.ts'

const counter = { files: reactFiles(), request: '' }
const INLINE = '() => setCount(count + 1)'
const RETURN = '  return (\n    <main'
const withHandler = (handler: string, given: string) =>
  COUNTER.replace(RETURN, `${handler}\n${RETURN}`).replace(INLINE, given)
const NAMED = '  const handleAdd = () => {\n    setCount(count + 1)\n  }'

const STEP = `export function Step({ label, onStep }: { label: string; onStep: () => void }) {
  return (
    <button type="button" className="page" onClick={onStep}>
      {label}
    </button>
  )
}
`
const stepping = (tag: string, step = STEP) =>
  withApp(
    COUNTER.replace("'react'\n", "'react'\nimport { Step } from './Step'\n").replace(
      '      <p>{count}',
      `      ${tag}\n      <p>{count}`,
    ),
    { 'src/Step.tsx': step },
  )
const STEP_TAG = '<Step label="Next" onStep={() => setCount(count + 1)} />'

const scaled = (
  call: string,
  scale = 'export function scale(value: number): number {\n  return value * 10\n}\n',
) =>
  withApp(
    COUNTER.replace("'react'\n", "'react'\nimport { scale } from './scale'\n").replace(
      '{count} clicks',
      call,
    ),
    { 'src/scale.ts': scale },
  )

const HOOK = `import { useState } from 'react'

export function useCount() {
  const [count, setCount] = useState(0)
  const add = () => setCount(count + 1)
  return { count, add }
}
`
const hooked = (taken: string, used: string) =>
  withApp(
    `import { useCount } from './useCount'

export default function App() {
  const { ${taken} } = useCount()
  return (
    <button type="button" className="page" onClick={${used}}>
      {count}
    </button>
  )
}
`,
    { 'src/useCount.ts': HOOK },
  )

const routerManifest = manifestOf({ ...REACT_PACKAGES, 'react-router-dom': '^6.27.0' }, VITE_SCRIPTS)
const routed = (main: string, { routes, link = '/about' }: { routes?: string; link?: string } = {}) =>
  withApp(
    `import { Link, Route, Routes } from 'react-router-dom'
import { About, Home } from './pages'

export default function App() {
  return (
    <main className="page">
      <Link to="${link}">About</Link>
      <Routes>
${routes ?? '        <Route path="/" element={<Home />} />\n        <Route path="/about" element={<About />} />'}
      </Routes>
    </main>
  )
}
`,
    {
      'package.json': routerManifest,
      'src/main.tsx': main,
      'src/pages.tsx':
        'export function Home() {\n  return <h1 className="page">Welcome to all our clocks and watches</h1>\n}\n\nexport function About() {\n  return <h1 className="page">We repair what ticks, since 1871</h1>\n}\n',
    },
  )
const mount = (app: string, router: string) =>
  `import { createRoot } from 'react-dom/client'\n${router}import App from './App'\nimport './index.css'\n\nconst root = document.getElementById('root')\nif (root) createRoot(root).render(${app})\n`
const IN_ROUTER = mount(
  '<BrowserRouter><App /></BrowserRouter>',
  "import { BrowserRouter } from 'react-router-dom'\n",
)
const BARE = mount('<App />', '')

const THEME = `import { createContext, type ReactNode, useContext } from 'react'

const ThemeContext = createContext<string | null>(null)

export function ThemeProvider({ children }: { children: ReactNode }) {
  return <ThemeContext.Provider value="dark">{children}</ThemeContext.Provider>
}

export function useTheme() {
  const theme = useContext(ThemeContext)
  if (theme === null) throw new Error('useTheme is called outside ThemeProvider')
  return theme
}
`
const themed = (main: string) =>
  withApp(
    COUNTER.replace("'react'\n", "'react'\nimport { useTheme } from './theme'\n")
      .replace('useState(0)\n', 'useState(0)\n  const theme = useTheme()\n')
      .replace('{count} clicks', '{count} clicks, {theme}'),
    { 'src/theme.tsx': THEME, 'src/main.tsx': main },
  )

export const WIRING_CASES: readonly RuleCase[] = [
  {
    rule: 'unwired-handler',
    fault: 'a handler is written and given to nothing',
    bad: withApp(withHandler(NAMED, INLINE)),
    good: withApp(withHandler(NAMED, 'handleAdd')),
    severity: 'major',
    file: 'src/App.tsx',
    line: 5,
  },
  {
    rule: 'empty-handler',
    fault: 'the body of a handler is empty',
    bad: withApp(COUNTER.replace(INLINE, '() => {}')),
    good: counter,
    severity: 'major',
    file: 'src/App.tsx',
    line: 9,
  },
  {
    rule: 'inert-element',
    fault: 'a button has no handler',
    bad: withApp(COUNTER.replace(` onClick={${INLINE}}`, '')),
    good: counter,
    severity: 'major',
    file: 'src/App.tsx',
    line: 9,
  },
  {
    rule: 'handler-called-at-render',
    fault: 'the handler is called where it should be given',
    bad: withApp(withHandler(NAMED, 'handleAdd()')),
    good: withApp(withHandler(NAMED, 'handleAdd')),
    severity: 'major',
    file: 'src/App.tsx',
    line: 12,
  },
  {
    rule: 'wrong-prop',
    fault: 'a prop is given under another name',
    bad: stepping('<Step text="Next" onStep={() => setCount(count + 1)} />'),
    good: stepping(STEP_TAG),
    severity: 'major',
    file: 'src/App.tsx',
    line: 9,
  },
  {
    rule: 'unused-prop',
    fault: 'a component never calls the handler it takes',
    bad: stepping(STEP_TAG, STEP.replace(' onClick={onStep}', ' onClick={() => window.scrollTo(0, 0)}')),
    good: stepping(STEP_TAG),
    severity: 'major',
    file: 'src/Step.tsx',
    line: 1,
  },
  {
    rule: 'wrong-call',
    fault: 'a function is called without what it needs',
    bad: scaled('{scale()} clicks'),
    good: scaled('{scale(count)} clicks'),
    severity: 'major',
    file: 'src/App.tsx',
    line: 9,
  },
  {
    rule: 'missing-member',
    fault: 'a hook of the project does not return what is taken',
    bad: hooked('count, increase', 'increase'),
    good: hooked('count, add', 'add'),
    severity: 'major',
    file: 'src/App.tsx',
    line: 4,
  },
  {
    rule: 'unknown-method',
    fault: 'a method is misspelt',
    bad: withApp(COUNTER.replace('{count} clicks', '{[count].fliter(Boolean).length} clicks')),
    good: withApp(COUNTER.replace('{count} clicks', '{[count].filter(Boolean).length} clicks')),
    severity: 'major',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'unknown-method',
    fault: 'a method of a well-known object is misspelt behind window',
    bad: withApp(COUNTER.replace('{count} clicks', "{window.localStorage.readItem('a')} clicks")),
    good: withApp(COUNTER.replace('{count} clicks', "{window.localStorage.getItem('a')} clicks")),
    severity: 'major',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'unknown-method',
    fault: 'a constructor is asked for what it does not have',
    bad: withApp(COUNTER.replace('{count} clicks', '{Array.form([count])} clicks')),
    good: withApp(COUNTER.replace('{count} clicks', '{Array.from([count])} clicks')),
    severity: 'major',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'undefined-name',
    fault: 'a variable nobody declares is rendered',
    bad: withApp(COUNTER.replace('{count} clicks', '{total} clicks')),
    good: counter,
    severity: 'major',
    file: 'src/App.tsx',
    line: 8,
  },
  {
    rule: 'undefined-name',
    fault: 'a hook is used and not imported',
    bad: withApp(COUNTER.replace("import { useState } from 'react'\n", "import 'react'\n")),
    good: counter,
    severity: 'major',
    file: 'src/App.tsx',
    line: 4,
  },
  {
    rule: 'missing-provider',
    fault: 'routes stand outside a router',
    bad: routed(BARE),
    good: routed(IN_ROUTER),
    severity: 'major',
    file: 'src/App.tsx',
    line: 1,
  },
  {
    rule: 'missing-provider',
    fault: 'a context of the project is provided by nothing',
    bad: themed(BARE),
    good: themed(
      mount('<ThemeProvider><App /></ThemeProvider>', "import { ThemeProvider } from './theme'\n"),
    ),
    severity: 'major',
    file: 'src/theme.tsx',
    line: 3,
  },
  {
    rule: 'route-without-component',
    fault: 'a route shows nothing',
    bad: routed(IN_ROUTER, {
      routes: '        <Route path="/" element={<><Home /><About /></>} />\n        <Route path="/about" />',
    }),
    good: routed(IN_ROUTER),
    severity: 'major',
    file: 'src/App.tsx',
    line: 10,
  },
  {
    rule: 'link-without-route',
    fault: 'a link leads to no page',
    bad: routed(IN_ROUTER, { link: '/history' }),
    good: routed(IN_ROUTER),
    severity: 'major',
    file: 'src/App.tsx',
    line: 7,
  },
  {
    rule: 'root-not-rendered',
    fault: 'nothing mounts the application',
    bad: withApp(COUNTER, {
      'src/main.tsx': "import App from './App'\nimport './index.css'\n\nwindow.name = App.name\n",
    }),
    good: counter,
    severity: 'major',
    file: 'src/main.tsx',
  },
  {
    rule: 'root-not-rendered',
    fault: 'the page lacks the element the application is mounted into',
    bad: withApp(COUNTER, {
      'index.html': reactFiles()['index.html']?.replace('id="root"', 'id="start"') ?? null,
    }),
    good: counter,
    severity: 'major',
    file: 'src/main.tsx',
    line: 5,
  },
]
