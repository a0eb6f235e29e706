// The corpus is what good projects look like: complete, resolving, without the faults the scorer looks for.
import { describe, expect, test } from 'vitest'
import { type CorpusProject, loadCorpus } from '../../../benchmarks/corpus/corpus.ts'
import { type ParsedProject, parseProject } from '../../../benchmarks/scorer/defects/parsedProject.ts'
import { locate, locateType } from '../../../benchmarks/scorer/defects/syntaxTree.ts'
import { buildProblems } from '../defects/buildProblems.ts'

const corpus = loadCorpus()
const versions = corpus.flatMap((project): CorpusProject[] => [
  project,
  ...(project.before ? [{ ...project, name: `${project.name} before`, files: project.before }] : []),
])
const bytes = (files: Record<string, string>) => Object.values(files).join('').length

describe('the corpus', () => {
  test('holds at least twelve projects with names of their own, in every framework', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(12)
    expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
    expect(new Set(corpus.map(({ framework }) => framework))).toEqual(
      new Set(['react', 'vue', 'svelte', 'html', 'node', 'next']),
    )
  })

  test('has one project of more than thirty files and at least two edits', () => {
    expect(corpus.some(({ files }) => Object.keys(files).length > 30)).toBe(true)
    const edits = corpus.filter(({ before }) => before)
    expect(edits.length).toBeGreaterThanOrEqual(2)
    for (const { files, before } of edits) expect(files).not.toEqual(before)
  })
})

describe.each(versions)('$name', (project) => {
  const parsed = parseProject(project)

  test('is small, and every script of it parses', () => {
    const scripts = Object.keys(project.files).filter(
      (path) => /\.(tsx?|jsx?|vue|svelte)$/.test(path) && !path.endsWith('.d.ts'),
    )
    expect(Object.keys(project.files).length).toBeGreaterThanOrEqual(8)
    expect(bytes(project.files)).toBeLessThan(60_000)
    expect([...parsed.sources.keys()].sort()).toEqual(scripts.sort())
  })

  test('every import leads to a file or a declared package', () => {
    const declared = Object.keys(parsed.packages ?? {})
    const lost = parsed.imports.filter((edge) =>
      edge.packageName === null
        ? edge.target === null && !edge.specifier.startsWith('node:')
        : !declared.includes(edge.packageName),
    )
    expect(lost.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([])
  })

  test('every file under src is reached, and every dependency used', () => {
    expect(unreached(parsed)).toEqual([])
    const manifest = JSON.parse(project.files['package.json'] ?? '{}') as {
      dependencies?: Record<string, string>
    }
    const used = new Set(parsed.imports.map(({ packageName }) => packageName))
    const implied = ['react-dom', 'react']
    expect(
      Object.keys(manifest.dependencies ?? {}).filter((name) => !used.has(name) && !implied.includes(name)),
    ).toEqual([])
  })

  test('has no unused import, no any, no leftover logging, no placeholder', () => {
    for (const source of parsed.sources.values()) {
      expect(unusedImports(source.tree.program, source.text), source.path).toEqual([])
      expect(locateType(source.tree.program, 'TSAnyKeyword'), source.path).toEqual([])
      expect(source.text, source.path).not.toMatch(/console\.log|TODO|FIXME|@ts-|coming soon/)
    }
  })

  test.runIf(project.framework !== 'vue' && project.framework !== 'svelte')('bundles', async () => {
    expect(await buildProblems(project.files)).toEqual([])
  })
})

/** Scripts and style sheets of the source folders that no entry point leads to, types left out. */
function unreached(parsed: ParsedProject): string[] {
  const typed = new Set(parsed.imports.filter(({ typeOnly }) => typeOnly).map(({ target }) => target))
  return Object.keys(parsed.files).filter(
    (path) =>
      /^(src|app|components|lib|scripts|styles)\//.test(path) &&
      !path.startsWith('styles/') &&
      !parsed.reachable.has(path) &&
      !typed.has(path),
  )
}

function unusedImports(program: Parameters<typeof locate>[0], text: string): string[] {
  const names = locate(program).flatMap(({ node }) =>
    node.type === 'ImportDeclaration' ? node.specifiers.map((specifier) => specifier.local.name) : [],
  )
  return names.filter(
    (name) => (text.match(new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.)${name}(?![\\w$])`, 'g')) ?? []).length < 2,
  )
}
