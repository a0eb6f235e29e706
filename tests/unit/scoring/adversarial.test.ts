// Inputs made to hang or break a scorer: each ends within a second of its thread's CPU with a score.
import { describe, expect, test } from 'vitest'
import {
  type ScoreProjectInput,
  scoreProject,
} from '../../../supabase/functions/_shared/scoring/scoreProject.ts'
import { COUNTER, reactFiles, svelteFiles, vueFiles } from './sampleProjects.ts'

const MOST_CPU_MS = 1_000
const MEGABYTE = 1_000_000

const many = (count: number, line: (index: number) => string, separator = '\n') =>
  Array.from({ length: count }, (_, index) => line(index)).join(separator)

/** A record as JSON gives it, where `__proto__` is a key like any other. */
const parsed = (text: string): Record<string, string> => JSON.parse(text)

const app = (text: string): ScoreProjectInput => ({ files: reactFiles({ 'src/App.tsx': text }), request: '' })
const file = (path: string, text: string): ScoreProjectInput => ({
  files: { ...reactFiles(), [path]: text },
  request: '',
})
const asked = (request: string): ScoreProjectInput => ({ files: reactFiles(), request })

const INPUTS: [string, () => ScoreProjectInput][] = [
  ['no files', () => ({ files: {}, request: '' })],
  [
    'empty files',
    () => ({ files: { 'package.json': '', 'index.html': '', 'src/main.tsx': '' }, request: '' }),
  ],
  ['10 MB in one line', () => app(`export const data = '${'x'.repeat(10 * MEGABYTE)}'`)],
  ['10 MB of short statements', () => app('a=1;'.repeat(2.5 * MEGABYTE))],
  ['10 MB of blanks', () => app(' '.repeat(10 * MEGABYTE))],
  ['100,000 nested brackets', () => app(`export default ${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
  ['100,000 open brackets', () => app('('.repeat(100_000))],
  ['100,000 nested blocks', () => app(`${'{'.repeat(100_000)}${'}'.repeat(100_000)}`)],
  [
    '100,000 nested JSX tags',
    () => app(`export default () => ${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`),
  ],
  ['100,000 open JSX tags', () => app(`export default () => ${'<a>'.repeat(100_000)}`)],
  [
    '100,000 nested tags of a page',
    () => file('index.html', `${'<p>'.repeat(100_000)}${'</p>'.repeat(100_000)}`),
  ],
  ['100,000 nested calls', () => app(`${'f('.repeat(100_000)}${')'.repeat(100_000)}`)],
  ['100,000 nested template literals', () => app(`${'`${'.repeat(100_000)}1${'}`'.repeat(100_000)}`)],
  ['100,000 nested arrow functions', () => app(`export default ${'a=>'.repeat(100_000)}1`)],
  ['100,000 links of a member chain', () => app(`export default a${'.b'.repeat(100_000)}`)],
  ['100,000 terms of a sum', () => app(`export default 1${'+1'.repeat(100_000)}`)],
  ['100,000 conditions in a row', () => app(`export default ${'a?b:'.repeat(100_000)}c`)],
  ['100,000 else-ifs', () => app(`${'if(a){}else '.repeat(100_000)}{}`)],
  [
    '2,000 nested JSX tags, which parse',
    () => app(`export default () => ${'<a>'.repeat(2_000)}${'</a>'.repeat(2_000)}`),
  ],
  ['2,000 nested functions, which parse', () => app(`${'function f(){'.repeat(2_000)}${'}'.repeat(2_000)}`)],
  [
    'imports in a circle',
    () => ({
      files: reactFiles({
        'src/App.tsx': "import { b } from './b'\nexport const a = b\nexport default () => <p>{b}</p>\n",
        'src/b.ts': "export * from './c'\nexport { a as b } from './App'\n",
        'src/c.ts': "export * from './b'\nexport * from './c'\n",
      }),
      request: '',
    }),
  ],
  [
    '2,000 files that export each other',
    () => ({
      files: {
        ...reactFiles({ 'src/App.tsx': "import { end } from './m0'\nexport default () => <p>{end}</p>\n" }),
        ...Object.fromEntries(
          Array.from({ length: 2_000 }, (_, index) => [
            `src/m${index}.ts`,
            `export * from './m${(index + 1) % 2_000}'\n`,
          ]),
        ),
      },
      request: '',
    }),
  ],
  [
    '5,000 imports',
    () => app(`${many(5_000, (index) => `import { a${index} } from './m${index}'`)}\n${COUNTER}`),
  ],
  [
    '5,000 packages',
    () => app(`${many(5_000, (index) => `import a${index} from 'package-${index}'`)}\n${COUNTER}`),
  ],
  [
    '60 files that nothing holds together, each star-exporting all',
    () => ({
      files: {
        ...reactFiles({ 'src/App.tsx': "import { end } from './m0'\nexport default () => <p>{end}</p>\n" }),
        ...Object.fromEntries(
          Array.from({ length: 60 }, (_, index) => [
            `src/m${index}.ts`,
            many(60, (other) => `export * from './m${other}'`),
          ]),
        ),
      },
      request: '',
    }),
  ],
  [
    'bytes of a picture',
    () =>
      file(
        'src/logo.ts',
        many(200_000, (index) => String.fromCharCode((index * 7919) % 256), ''),
      ),
  ],
  ['null bytes', () => app(`\0${COUNTER}\0\0`)],
  ['lone surrogates', () => app(`export const a = '\uD800'\n// \uDFFF\n${COUNTER}\uDBFF`)],
  ['lone surrogates in a path', () => file('src/\uD800/\uDC00\uD800.tsx', COUNTER)],
  ['a byte order mark and Windows line ends', () => app(`\uFEFF${COUNTER.replaceAll('\n', '\r\n')}`)],
  ['line ends of old', () => app(COUNTER.replaceAll('\n', '\r'))],
  ['separators of lines that are none', () => app(COUNTER.replaceAll('\n', '\u2028'))],
  [
    'paths that name what objects inherit',
    () => ({
      files: {
        ...reactFiles(),
        ...parsed(
          `{"__proto__": "export default 1", "constructor": "a", "toString.ts": "export {}", "src/__proto__/hasOwnProperty.ts": "b"}`,
        ),
      },
      request: 'constructor __proto__ toString hasOwnProperty valueOf',
    }),
  ],
  [
    'a record that holds __proto__ itself',
    () => ({ files: parsed('{"__proto__": "export default 1"}'), request: '' }),
  ],
  [
    'names that objects inherit',
    () =>
      app(
        "import { constructor, toString, __proto__ } from './hasOwnProperty'\nimport valueOf from 'constructor'\nexport { __proto__ as toString, constructor }\nconst { hasOwnProperty } = valueOf\nexport default hasOwnProperty\n",
      ),
  ],
  ['a folder 5,000 deep', () => file(`${'a/'.repeat(5_000)}b.ts`, `import '${'../'.repeat(6_000)}c'`)],
  ['paths out of the project', () => file('../../../etc/passwd.ts', "import '../../../../shadow'")],
  ['extensions that objects inherit', () => file('src/App.constructor', COUNTER)],
  ['paths of Windows', () => file('src\\deep\\App.tsx', "import './x'")],
  ['a path of 1 MB', () => file(`${'p'.repeat(MEGABYTE)}.tsx`, COUNTER)],
  ['package.json is an array', () => file('package.json', '[1, 2]')],
  ['package.json is null', () => file('package.json', 'null')],
  [
    'package.json of the wrong kinds',
    () =>
      file(
        'package.json',
        '{"dependencies": ["a"], "scripts": 7, "name": {}, "main": [], "workspaces": "x", "exports": 1}',
      ),
  ],
  [
    'package.json nested 100,000 deep',
    () => file('package.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  ],
  [
    'package.json with inherited names',
    () =>
      file(
        'package.json',
        '{"dependencies": {"__proto__": "1", "constructor": "2"}, "scripts": {"toString": "3"}}',
      ),
  ],
  [
    '100,000 dependencies',
    () =>
      file(
        'package.json',
        JSON.stringify({
          dependencies: Object.fromEntries(
            Array.from({ length: 100_000 }, (_, index) => [`package-${index}`, '1']),
          ),
        }),
      ),
  ],
  [
    'tsconfig.json that extends itself',
    () =>
      file(
        'tsconfig.json',
        '{"extends": "./tsconfig.json", "references": [{"path": "."}], "compilerOptions": {"paths": {"*": ["*"], "@/*": "x", "a*b*c": [1]}}}',
      ),
  ],
  [
    'a minified bundle',
    () => app(many(20_000, (index) => `function a${index}(b,c){return b?c(b,${index}):a${index}(c,b)}`, '')),
  ],
  [
    '20,000 components',
    () => app(many(20_000, (index) => `export function A${index}(){return <p>{${index}}</p>}`)),
  ],
  [
    '20,000 states',
    () =>
      app(
        `import { useState } from 'react'\nexport default function App() {\n${many(20_000, (index) => `const [a${index}, setA${index}] = useState(0)`)}\nreturn null }`,
      ),
  ],
  ['20,000 undefined names', () => app(many(20_000, (index) => `a${index}()`))],
  [
    '20,000 elements without handlers',
    () => app(`export default () => <>${'<button>a</button>'.repeat(20_000)}</>`),
  ],
  [
    '100,000 attributes',
    () => app(`export default () => <a ${many(100_000, (index) => `b${index}="c"`, ' ')} />`),
  ],
  [
    '100,000 comments that begin alike',
    () => app('// ... the rest of the the the the the the\n'.repeat(100_000)),
  ],
  ['one comment of 5 MB', () => app(`/* ${'rest of '.repeat(600_000)} */`)],
  ['dots for 2 MB in a comment', () => app(`// ${'...'.repeat(700_000)}`)],
  ['2 MB of back-ticks', () => app('`'.repeat(2 * MEGABYTE))],
  ['200,000 fences', () => app('```\n'.repeat(200_000))],
  ['fences with escaped back-ticks', () => app('```a\\`\n'.repeat(100_000))],
  ['2 MB of open angle brackets in a page', () => file('index.html', '<'.repeat(2 * MEGABYTE))],
  ['2 MB of open scripts in a page', () => file('index.html', '<script>'.repeat(MEGABYTE / 4))],
  ['2 MB of open comments in a page', () => file('index.html', '<!--'.repeat(MEGABYTE / 2))],
  ['2 MB of open links in a page', () => file('index.html', '<link '.repeat(MEGABYTE / 3))],
  ['2 MB of quotes in a page', () => file('index.html', `<a b=${'"'.repeat(2 * MEGABYTE)}`)],
  [
    'a Vue file of open scripts',
    () => ({ files: vueFiles({ 'src/App.vue': '<script setup>'.repeat(100_000) }), request: '' }),
  ],
  [
    'a Vue file of open expressions',
    () => ({ files: vueFiles({ 'src/App.vue': `<template>${'{{'.repeat(MEGABYTE)}` }), request: '' }),
  ],
  [
    'a Svelte file of open expressions',
    () => ({ files: svelteFiles({ 'src/App.svelte': '{#if '.repeat(400_000) }), request: '' }),
  ],
  ['a style sheet of open blocks', () => file('src/index.css', '{'.repeat(2 * MEGABYTE))],
  ['a style sheet of open comments', () => file('src/index.css', '/*'.repeat(MEGABYTE))],
  ['a style sheet of open addresses', () => file('src/index.css', 'url('.repeat(MEGABYTE / 2))],
  ['a style sheet of quotes', () => file('src/index.css', '"\n'.repeat(MEGABYTE))],
  ['a style sheet of selectors', () => file('src/index.css', '.a'.repeat(MEGABYTE))],
  [
    'a build file that goes on about input',
    () => file('vite.config.ts', `export default { build: { ${'rollupOptions '.repeat(100_000)} } }`),
  ],
  ['a request of 5 MB', () => asked('authentication '.repeat(MEGABYTE / 3))],
  ['a request of blanks', () => asked(`add${' '.repeat(2 * MEGABYTE)}`)],
  ['a request of quotes', () => asked('"a'.repeat(MEGABYTE))],
  ['a request of open fences', () => asked(`getByText( describe( ${'```'.repeat(MEGABYTE)}`)],
  ['a request of open lookups', () => asked("expect( getByText('a ".repeat(100_000))],
  ['a request of imports', () => asked(`expect(\n${'import a, { b '.repeat(100_000)}`)],
  ['a request of negations', () => asked('without not no '.repeat(200_000))],
  [
    '1,000 files',
    () => ({
      files: {
        ...reactFiles(),
        ...Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`src/part${index}.tsx`, COUNTER])),
      },
      request: '',
    }),
  ],
  [
    'routes that would make slow patterns',
    () =>
      app(
        `import { Route, Routes, Link } from 'react-router-dom'\nexport default () => <><Link to="/${'a/'.repeat(5_000)}" /><Routes>${many(40, () => `<Route path="${'*a'.repeat(40)}/*/*/*/*" element={<p>a</p>} />`)}</Routes></>`,
      ),
  ],
]

describe.each(INPUTS)('%s', (_, inputOf) => {
  test('ends within a second with a score', { timeout: 20_000 }, () => {
    const input = inputOf()
    const before = process.threadCpuUsage()
    const { diagnostics, ...scores } = scoreProject(input)
    const { user, system } = process.threadCpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(MOST_CPU_MS)
    for (const score of Object.values(scores)) {
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true)
    }
    expect(diagnostics.length).toBeLessThanOrEqual(200)
  })
})

test('scoring __proto__ changes no object', () => {
  scoreProject({ files: parsed('{"__proto__": "export default 1", "src/__proto__.ts": "x"}'), request: '' })
  expect(Object.keys(Object.prototype)).toEqual([])
  expect({}).not.toHaveProperty('text')
})

test('a byte order mark and Windows line ends cost nothing', () => {
  const files = Object.fromEntries(
    Object.entries(reactFiles()).map(([path, text]) => [path, `\uFEFF${text.replaceAll('\n', '\r\n')}`]),
  )
  expect(scoreProject({ files, request: '' })).toEqual(scoreProject({ files: reactFiles(), request: '' }))
})
