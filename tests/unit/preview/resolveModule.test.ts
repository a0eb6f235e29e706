import { expect, test } from 'vitest'
import { resolveModule } from '../../../dashboard/preview/resolveModule.ts'

const FILES = Object.fromEntries(
  [
    'src/App.tsx',
    'src/lib/format.ts',
    'src/lib/index.ts',
    'lib/db.ts',
    'index.html',
    'public/icon.svg',
    'a.css',
  ].map((path) => [path, '']),
)

test.each([
  ['./App', 'src/main.tsx', 'src/App.tsx'],
  ['./App.tsx?raw', 'src/main.tsx', 'src/App.tsx'],
  ['./lib', 'src/main.tsx', 'src/lib/index.ts'],
  ['../lib/format', 'src/pages/Home.tsx', 'src/lib/format.ts'],
  ['.', 'src/lib/format.ts', 'src/lib/index.ts'],
  ['@/lib/format', 'src/pages/deep/Home.tsx', 'src/lib/format.ts'],
  ['@/lib/db', 'app/page.tsx', 'lib/db.ts'],
  ['/src/App.tsx', 'index.html', 'src/App.tsx'],
  ['/icon.svg', 'src/App.tsx', 'public/icon.svg'],
  ['../../../../a.css', 'src/App.tsx', 'a.css'],
  ['react', 'src/App.tsx', null],
  ['constructor', 'src/App.tsx', null],
  ['./constructor', 'src/App.tsx', null],
  ['./Missing', 'src/App.tsx', null],
])('%s from %s is %s', (specifier, importer, path) => {
  expect(resolveModule(specifier, importer, FILES)).toBe(path)
})
