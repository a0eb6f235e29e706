import { expect, test } from 'vitest'
import { createModuleLoader } from '../../../dashboard/preview/moduleLoader.ts'

function loaderOf(files: Record<string, string>) {
  const styles: string[] = []
  const packages = new Map<string, unknown>([['react', { version: '19' }]])
  return { styles, loader: createModuleLoader({ files, packages, addStyle: (css) => styles.push(css) }) }
}

test('modules import each other, their types fall away, and each runs once', () => {
  const { loader } = loaderOf({
    'src/main.ts':
      "import { next } from './count'\nimport { next as again } from '@/count'\nexport const seen: number[] = [next(), again()]",
    'src/count.ts': 'let count = 0\nexport function next(): number { return ++count }',
  })
  expect(loader.load('src/main.ts')).toMatchObject({ seen: [1, 2] })
})

test('modules that import each other in a circle see what is there so far', () => {
  const { loader } = loaderOf({
    'a.js': "import { b } from './b.js'\nexport const a = () => 'a' + b()",
    'b.js': "import { a } from './a.js'\nexport const b = () => 'b'\nexport const both = () => a()",
  })
  const a = loader.load('a.js') as { a: () => string }
  expect(a.a()).toBe('ab')
})

test('JSX, JSON, drawings, style sheets and packages are had as bundlers give them', () => {
  const { loader, styles } = loaderOf({
    'main.tsx':
      "import './base.css'\nimport card from './card.module.css'\nimport logo from './logo.svg'\nimport { limit } from './settings.json'\nimport { version } from 'react'\nexport const all = [card.title, logo, limit, version, import.meta.env.MODE]",
    'base.css': '@tailwind base;\nbody { margin: 0 }',
    'card.module.css': '.title { color: red }',
    'logo.svg': '<svg/>',
    'settings.json': '{ "limit": 3 }',
  })
  expect(loader.load('main.tsx')).toMatchObject({
    all: ['title', 'data:image/svg+xml;charset=utf-8,%3Csvg%2F%3E', 3, '19', 'production'],
  })
  expect(styles).toEqual(['\nbody { margin: 0 }', '.title { color: red }'])
})

test.each([
  ["import x from './gone'", 'main.ts imports ./gone, which is not there'],
  ["import x from '@/gone'", 'main.ts imports @/gone, which is not there'],
  ["import x from 'left-pad'", 'the preview does not have the package left-pad, which main.ts imports'],
  ["import x from 'constructor'", 'the preview does not have the package constructor, which main.ts imports'],
])('says what is missing: %s', (code, message) => {
  const { loader } = loaderOf({ 'main.ts': `${code}\nconsole.log(x)` })
  expect(() => loader.load('main.ts')).toThrow(message)
})

test('code that does not parse is told with its file and line', () => {
  const { loader } = loaderOf({ 'src/main.tsx': 'const a = 1\nconst = 2' })
  expect(() => loader.load('src/main.tsx')).toThrow(/src\/main\.tsx.*\(2:7\)/)
})
