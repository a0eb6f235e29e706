// What single defects leave behind, on a project small enough to read.
import { describe, expect, test } from 'vitest'
import type { CorpusProject } from '../../../benchmarks/corpus/corpus.ts'
import { injectDefect } from '../../../benchmarks/scorer/defects/injectDefects.ts'

const APP = `import { useEffect, useMemo, useState } from 'react'
import { ItemRow } from './ItemRow'
import { label } from './label'

export function App() {
  const [items, setItems] = useState([])
  const [search, setSearch] = useState('')
  const visible = useMemo(() => items.filter((item) => item.name.includes(search)), [items, search])

  useEffect(() => {
    const timer = setInterval(() => document.title = String(items.length), 1000)
    return () => clearInterval(timer)
  }, [items])

  const handleAdd = () => {
    setItems((current) => [...current, { id: current.length, name: label(search) }])
  }

  return (
    <main className="page">
      <h1>Everything that was added so far, with a field to look for it</h1>
      <input value={search} onChange={(event) => setSearch(event.target.value)} />
      <button type="button" onClick={handleAdd}>
        Add another one
      </button>
      <ul>
        {visible.map((item) => (
          <ItemRow key={item.id} item={item} />
        ))}
      </ul>
    </main>
  )
}
`

const project: CorpusProject = {
  name: 'small',
  request: 'A list',
  files: {
    'package.json':
      '{\n  "dependencies": {\n    "react": "^19.0.0",\n    "react-dom": "^19.0.0"\n  },\n  "devDependencies": {\n    "vite": "^8.0.0"\n  }\n}\n',
    'index.html': '<div id="root"></div><script type="module" src="/src/main.jsx"></script>\n',
    'vite.config.js': "import { defineConfig } from 'vite'\n\nexport default defineConfig({})\n",
    'src/main.jsx':
      "import { createRoot } from 'react-dom/client'\nimport { App } from './App'\n\ncreateRoot(document.getElementById('root')).render(<App />)\n",
    'src/App.jsx': APP,
    'src/ItemRow.jsx': 'export function ItemRow({ item }) {\n  return <li>{item.name}</li>\n}\n',
    'src/label.js': 'export function label(text) {\n  return text.trim()\n}\n',
    'src/unused.js': "import { nothing } from './ItemRow'\n\nexport const lost = nothing\n",
  },
}

function mutate(mutation: string, seed = 1): Record<string, string> {
  const mutant = injectDefect({ project, mutation, seed })
  if (!mutant) throw new Error(`${mutation} could not be made`)
  return mutant.files
}

const app = (mutation: string): string => mutate(mutation)['src/App.jsx'] ?? ''

describe('fatal', () => {
  test('files that nothing reachable needs are never the ones removed or broken', () => {
    for (let seed = 1; seed <= 30; seed++) {
      for (const mutation of [
        'file-removed',
        'file-cut-off',
        'brace-lost',
        'fences-left',
        'import-path-wrong',
      ]) {
        expect(mutate(mutation, seed)['src/unused.js'], `${mutation} ${seed}`).toBe(
          project.files['src/unused.js'],
        )
      }
    }
  })

  test('a dependency an installer brings along for another is not the one left out', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const manifest = JSON.parse(mutate('dependency-missing', seed)['package.json'] ?? '') as {
        dependencies: object
      }
      expect(Object.keys(manifest.dependencies)).toEqual(['react'])
    }
  })

  test('a file cut off keeps its beginning', () => {
    const files = mutate('file-cut-off')
    const [path, text] = Object.entries(files).find(([name, content]) => content !== project.files[name]) ?? [
      '',
      '',
    ]
    expect(text.length).toBeGreaterThan(50)
    expect(project.files[path]?.startsWith(text)).toBe(true)
  })
})

describe('major', () => {
  test('all-handlers-removed leaves no handler in any file', () => {
    expect(app('all-handlers-removed')).not.toMatch(/\bon[A-Z]\w*=/)
  })

  test('handlers-emptied keeps the wiring and empties what it leads to', () => {
    expect(app('handlers-emptied')).toContain('onClick={handleAdd}')
    expect(app('handlers-emptied')).toContain('const handleAdd = () => {}')
  })

  test('handler-not-wired keeps the handler', () => {
    expect(app('handler-not-wired')).toContain('const handleAdd = () => {\n    setItems')
    expect(app('handler-not-wired')).not.toContain('onClick')
  })

  test('state-mutated changes the list without React seeing a new one', () => {
    expect(app('state-mutated')).toMatch(/items\.push\(\{ id[^}]+\}\)\s+return items/)
  })

  test('effect-without-dependencies sets state on every render', () => {
    expect(app('effect-without-dependencies')).toMatch(
      /useEffect\(\(\) => \{\s+setVisible\(items\.filter[^\n]+\s+\}\)/,
    )
  })

  test('component-returns-null renders nothing', () => {
    expect(app('component-returns-null')).toMatch(/ {2}return null\n\}\n$/)
  })

  test('root-not-rendered keeps the imports of the mount file', () => {
    expect(mutate('root-not-rendered')['src/main.jsx']).not.toContain('createRoot(')
  })

  test('template-only leaves the project without what was asked', () => {
    const files = mutate('template-only')
    expect(Object.keys(files)).not.toContain('src/ItemRow.jsx')
    expect(files['src/App.jsx']).toContain('count is {count}')
  })

  test('a missing Vite configuration without alias or plugin is minor, since Vite builds without it', () => {
    const mutant = injectDefect({ project, mutation: 'build-configuration-missing', seed: 1 })
    expect(mutant?.severity).toBe('minor')
  })
})

describe('minor', () => {
  test('keys-missing takes the keys off and nothing else', () => {
    expect(app('keys-missing')).toBe(APP.replace(' key={item.id}', ''))
  })

  test('effect-cleanup-missing takes only the clean-up out', () => {
    expect(app('effect-cleanup-missing')).toBe(APP.replace('    return () => clearInterval(timer)\n', ''))
  })

  test('styles-lost takes the classes off', () => {
    expect(app('styles-lost')).toBe(APP.replace(' className="page"', ''))
  })
})
