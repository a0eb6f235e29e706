// Whole projects: what is asked for, edits, frameworks, and the same answer each time.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ScoreProjectInput,
  scoreProject,
} from '../../../supabase/functions/_shared/scoring/scoreProject.ts'
import {
  COUNTER,
  htmlFiles,
  nextFiles,
  nodeFiles,
  reactFiles,
  svelteFiles,
  vueFiles,
} from './sampleProjects.ts'

const rulesOf = (input: ScoreProjectInput) => scoreProject(input).diagnostics.map(({ rule }) => rule)

describe.each([
  ['React', reactFiles, 'src/App.tsx'],
  ['Next.js', nextFiles, 'components/Counter.tsx'],
  ['Vue', vueFiles, 'src/App.vue'],
  ['Svelte', svelteFiles, 'src/App.svelte'],
  ['a plain page', htmlFiles, 'script.js'],
  ['Node', nodeFiles, 'src/greet.ts'],
] as const)('%s', (_, filesOf, part) => {
  const files = filesOf()
  const original = scoreProject({ files, request: '' })

  test('is judged by its own conventions', () => {
    expect(original).toMatchObject({ overall: 100, diagnostics: [] })
  })

  test('is the same with the framework named by the profile', () => {
    const profile = { frameworks: ['react'] }
    expect(scoreProject({ files, request: '', profile })).toEqual(original)
  })

  test('is worth less without one of its parts', () => {
    const { [part]: _removed, ...rest } = files
    expect(scoreProject({ files: rest, request: '' }).overall).toBeLessThanOrEqual(40)
  })

  test('is worth less where one of its parts is cut off', () => {
    const text = files[part] ?? ''
    // In the middle of a block of code: in the single-file components the script comes first.
    const cut = text.slice(
      0,
      text.indexOf('{', text.indexOf('function') + 1) + 1 || text.lastIndexOf('{') + 1,
    )
    expect(scoreProject({ files: { ...files, [part]: cut }, request: '' }).overall).toBeLessThanOrEqual(40)
  })
})

describe('what the request names', () => {
  const TASKS = `import { useState } from 'react'

export default function App() {
  const [todos, setTodos] = useState<string[]>([])
  const [title, setTitle] = useState('')
  const addTodo = () => {
    setTodos([...todos, title])
    setTitle('')
  }
  return (
    <main className="page">
      <h1>Todo list</h1>
      <input aria-label="New todo" value={title} onChange={(event) => setTitle(event.target.value)} />
      <button type="button" onClick={addTodo}>
        Add todo
      </button>
      <ul>
        {todos.map((todo) => (
          <li key={todo}>{todo}</li>
        ))}
      </ul>
    </main>
  )
}
`
  const SIGN_IN = `import { type FormEvent, useState } from 'react'

export function SignIn({ onSignIn }: { onSignIn: (email: string, password: string) => void }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSignIn(email, password)
  }
  return (
    <form className="page" onSubmit={submit}>
      <input type="email" aria-label="Email" value={email} onChange={(event) => setEmail(event.target.value)} />
      <input type="password" aria-label="Password" value={password} onChange={(event) => setPassword(event.target.value)} />
      <button type="submit">Sign in</button>
    </form>
  )
}
`
  const withSignIn = TASKS.replace("'react'\n", "'react'\nimport { SignIn } from './SignIn'\n")
    .replace(
      '  const addTodo',
      "  const [user, setUser] = useState('')\n  const signIn = (email: string, password: string) => setUser(password === '' ? '' : email)\n  const addTodo",
    )
    .replace(
      '  return (\n    <main',
      "  if (user === '') return <SignIn onSignIn={signIn} />\n  return (\n    <main",
    )
  const todos = reactFiles({ 'src/App.tsx': TASKS })
  const todosWithSignIn = reactFiles({ 'src/App.tsx': withSignIn, 'src/SignIn.tsx': SIGN_IN })
  const request = 'Build a todo app with authentication'

  test('a todo app with authentication and without any sign-in is incomplete', () => {
    const breakdown = scoreProject({ files: todos, request })
    expect(breakdown.diagnostics.map(({ message }) => message).join()).toContain('authentication')
    expect(breakdown.completeness).toBeLessThanOrEqual(80)
  })

  test('with a sign-in it is complete', () => {
    expect(scoreProject({ files: todosWithSignIn, request })).toMatchObject({
      completeness: 100,
      overall: 100,
    })
  })

  test('the word “todo” as the subject is no stub', () => {
    expect(rulesOf({ files: todos, request: 'Build a todo app' })).toEqual([])
  })

  test('the word as a placeholder is one', () => {
    const files = reactFiles({
      'src/App.tsx': COUNTER.replace("'react'\n", "'react'\nimport { Panel } from './Panel'\n").replace(
        '      <p>',
        '      <Panel />\n      <p>',
      ),
      'src/Panel.tsx': 'export function Panel() {\n  return <div>TODO</div>\n}\n',
    })
    expect(rulesOf({ files, request: '' })).toContain('empty-component')
  })

  test.each([
    ['dark mode', 'Build a counter with a dark mode'],
    ['charts', 'Build a counter with charts of the clicks'],
    ['search', 'Build a counter with search'],
    ['a payment', 'Build a counter with payments by Stripe'],
    ['drag and drop', 'Build a counter with drag and drop'],
  ])('%s is missed where it is asked for', (_, asked) => {
    expect(rulesOf({ files: reactFiles(), request: asked })).toContain('missing-requirement')
  })
})

describe('an edit', () => {
  const flawed =
    "export function unused(value: any) {\n  console.log('checking', value)\n  console.log('checked', value)\n  return value\n}\n"
  const before = reactFiles({ 'src/flawed.ts': flawed })
  const request = 'Change the heading of the counter to Clicks'
  const edited = COUNTER.replace('<h1>Counter</h1>', '<h1>Clicks of the counter</h1>')

  test('pays nothing for the faults of files it did not touch', () => {
    const files = { ...before, 'src/App.tsx': edited }
    expect(rulesOf({ files, request })).toContain('console-noise')
    expect(scoreProject({ files, request, before })).toMatchObject({ overall: 100, diagnostics: [] })
  })

  test('pays for the same faults in a file it did touch', () => {
    const files = { ...before, 'src/App.tsx': edited, 'src/flawed.ts': `${flawed}\nexport const more = 1\n` }
    expect(rulesOf({ files, request, before })).toContain('console-noise')
  })

  test('is scored on the merged project where only the changed files come back', () => {
    const whole = scoreProject({ files: { ...before, 'src/App.tsx': edited }, request, before })
    expect(scoreProject({ files: { 'src/App.tsx': edited }, request, before })).toEqual(whole)
  })

  test('pays for what it breaks elsewhere', () => {
    const main = before['src/main.tsx']?.replace('./App', './Counter') ?? ''
    const { overall } = scoreProject({ files: { ...before, 'src/main.tsx': main }, request, before })
    expect(overall).toBeLessThanOrEqual(40)
  })

  test('pays for rewriting what nobody spoke of', () => {
    const prices = (name: string) =>
      Array.from({ length: 30 }, (_, line) => `export const ${name}${line} = ${line}`).join('\n')
    const priced = { ...before, 'src/prices.ts': prices('price') }
    const lean = scoreProject({ files: { ...priced, 'src/App.tsx': edited }, request, before: priced })
    const sweeping = scoreProject({
      files: { ...priced, 'src/App.tsx': edited, 'src/prices.ts': prices('cost') },
      request,
      before: priced,
    })
    expect(lean.overall).toBe(100)
    expect(sweeping.overall).toBeLessThan(lean.overall)
    expect(sweeping.diagnostics).toContainEqual(
      expect.objectContaining({ rule: 'unrelated-rewrite', file: 'src/prices.ts' }),
    )
  })

  test('of nothing is scored as a project from nothing', () => {
    const files = reactFiles()
    expect(scoreProject({ files, request: '', before: {} })).toEqual(scoreProject({ files, request: '' }))
  })
})

describe('the same input', () => {
  const messy = {
    ...reactFiles({
      'src/App.tsx': COUNTER.replace("'react'\n", "'react'\nimport { gone } from './gone'\n").replace(
        '{count} clicks',
        '{missing} {gone} {[1].map((one) => <i>{one}</i>)}',
      ),
    }),
    'src/first.tsx': 'export function First() {\n  console.log(1)\n  console.log(2)\n  return null\n}\n',
    'src/second.tsx': 'export function Second() {\n  console.log(1)\n  console.log(2)\n  return null\n}\n',
    'src/broken.ts': 'export const = \n',
  }
  const samples = [
    messy,
    reactFiles(),
    nextFiles(),
    vueFiles(),
    svelteFiles(),
    htmlFiles(),
    nodeFiles(),
  ] as const

  test.each(samples.map((files) => [files]))(
    'gives the same output in whatever order files come (%#)',
    (files) => {
      const request = 'Build a counter with authentication'
      const expected = JSON.stringify(scoreProject({ files, request }))
      const entries = Object.entries(files)
      fc.assert(
        fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
          expect(JSON.stringify(scoreProject({ files: Object.fromEntries(shuffled), request }))).toBe(
            expected,
          )
        }),
        { numRuns: 12 },
      )
    },
  )

  test('is not remembered from what was scored before', () => {
    const request = ''
    const expected = JSON.stringify(scoreProject({ files: messy, request }))
    for (const files of samples) scoreProject({ files, request: 'another request' })
    expect(JSON.stringify(scoreProject({ files: messy, request }))).toBe(expected)
  })

  test('is left as it was', () => {
    const files = Object.freeze({ ...messy })
    const copy = structuredClone({ ...files })
    scoreProject({ files, request: '', before: files })
    expect({ ...files }).toEqual(copy)
  })
})

test('any files have integer scores', () => {
  const path = fc.constantFrom(
    'src/App.tsx',
    'package.json',
    'index.html',
    'src/main.tsx',
    'a.vue',
    'b.css',
    '',
    '/',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom('<div', '>', '{', '}', '`', 'import ', "'./a'", 'export default ', '=>', '(', ';'),
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(fc.dictionary(path, text), fc.string(), (files, request) => {
      const { diagnostics, ...scores } = scoreProject({ files, request })
      for (const score of Object.values(scores)) {
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true)
      }
      for (const { line } of diagnostics) if (line !== undefined) expect(line).toBeGreaterThan(0)
    }),
  )
})

describe('what looks broken and builds', () => {
  const fatalsOf = (files: Record<string, string>) =>
    scoreProject({ files, request: '' }).diagnostics.filter(({ severity }) => severity === 'fatal')
  const manifest = (packages: string[], scripts: Record<string, string>) =>
    JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '^4.0.0'])), scripts })

  const rollup = {
    'package.json': manifest(['svelte', 'rollup', 'rollup-plugin-svelte', '@rollup/plugin-alias'], {
      build: 'rollup -c',
    }),
    'rollup.config.js':
      "import alias from '@rollup/plugin-alias'\nconst paths = require('./paths')\nexport default { input: 'src/main.js', output: { file: 'public/build/bundle.js' }, plugins: [alias({ entries: paths })] }\n",
    'paths.js': "module.exports = [{ find: '~parts', replacement: __dirname + '/src/parts' }]\n",
    'public/index.html': '<html><body><script defer src="build/bundle.js"></script></body></html>\n',
    'src/main.js': "import App from './App.svelte'\nexport default new App({ target: document.body })\n",
    'src/App.svelte': "<script>\n  import Part from '~parts/Part.svelte'\n</script>\n\n<Part />\n",
    'src/parts/Part.svelte': '<p>A part of it</p>\n',
  }

  test('a page with a bundle that Rollup writes, and aliases that code puts together', () => {
    expect(fatalsOf(rollup)).toEqual([])
    const { 'src/App.svelte': _lost, ...rest } = rollup
    expect(fatalsOf(rest)).toMatchObject([{ rule: 'unresolved-import', file: 'src/main.js' }])
  })

  const laravel = {
    'package.json': manifest(['vite', 'laravel-vite-plugin'], { build: 'vite build' }),
    'vite.config.js':
      "import { defineConfig } from 'vite'\nimport laravel from 'laravel-vite-plugin'\nexport default defineConfig({ plugins: [laravel({ input: ['resources/js/app.js'] })] })\n",
    'resources/js/app.js': "import { start } from './start'\nstart()\n",
    'resources/js/start.js': "export function start() {\n  document.title = 'Started'\n}\n",
  }

  test('a server’s page whose script Vite builds', () => {
    expect(fatalsOf(laravel)).toEqual([])
    const { 'resources/js/start.js': _lost, ...rest } = laravel
    expect(fatalsOf(rest)).toMatchObject([{ rule: 'unresolved-import', file: 'resources/js/app.js' }])
  })

  test('a client that Prisma writes beside the packages', () => {
    const files = nodeFiles()
    const [path = ''] = Object.keys(files).filter((name) => name.endsWith('greet.ts'))
    const text = `import { PrismaClient } from '.prisma/client-second'\nexport const client = new PrismaClient()\n${files[path]}`
    expect(fatalsOf({ ...files, [path]: text })).toEqual([])
  })
})
