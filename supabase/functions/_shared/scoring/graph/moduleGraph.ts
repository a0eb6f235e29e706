/** Imports resolved, and what the application reaches from its entries. */

import { baseNameOf, directoryOf, joinPath } from '../reading/paths.ts'
import { newImport } from '../script/moduleFacts.ts'
import type { Project, ProjectRoot, ResolvedImport, SourceFile } from './projectModel.ts'
import { type FileIndex, resolveImport } from './resolveImport.ts'

export interface GraphInput {
  files: ReadonlyMap<string, SourceFile>
  index: FileIndex
  roots: readonly ProjectRoot[]
  main: ProjectRoot
  isFragment: boolean
}

export function buildGraph(
  input: GraphInput,
): Pick<Project, 'imports' | 'reachedFromEntries' | 'reachedFromMain' | 'reachedFromBuild'> {
  const imports = new Map<string, ResolvedImport[]>()
  for (const file of input.files.values()) imports.set(file.path, resolveAll(file, input.index))
  const entries = input.isFragment
    ? [...input.files.keys()]
    : input.roots.flatMap((root) => [...root.entries, ...root.tools])
  const reachedFromEntries = reach(entries, imports, input)
  const reachedFromMain = input.isFragment ? reachedFromEntries : reach(input.main.entries, imports, input)
  const reachedFromBuild = reach(input.main.buildFiles, imports, input)
  return { imports, reachedFromEntries, reachedFromMain, reachedFromBuild }
}

function resolveAll(file: SourceFile, index: FileIndex): ResolvedImport[] {
  const { root } = file
  const extensions = root.bundler === 'vite' ? [] : ['.vue', '.svelte']
  const common = { from: file.path, root: root.directory, aliases: root.aliases, files: index, extensions }
  const resolved: ResolvedImport[] = []
  for (const facts of file.scripts) {
    for (const fact of facts.imports) {
      resolved.push({ fact, resolution: resolveImport({ ...common, specifier: fact.specifier }) })
    }
  }
  for (const { specifier, line } of file.stylesheet?.imports ?? []) {
    resolved.push({
      fact: newImport(specifier, line, 'static'),
      resolution: resolveStyle(file, specifier, index),
    })
  }
  return resolved
}

/** `@import "a.css"` is relative; a bare name that is no file beside it is a package. */
function resolveStyle(file: SourceFile, specifier: string, index: FileIndex): ResolvedImport['resolution'] {
  if (/^(https?:)?\/\//.test(specifier)) return { kind: 'virtual' }
  const path = joinPath(directoryOf(file.path), specifier.replace(/^~/, '').replace(/\?.*$/, ''))
  for (const candidate of [
    path,
    `${path}.css`,
    `${path}.scss`,
    joinPath(directoryOf(path), `_${baseNameOf(path)}.scss`),
  ]) {
    if (index.has(candidate)) return { kind: 'file', path: candidate }
  }
  if (specifier.startsWith('.')) return { kind: 'missing', path }
  return resolveImport({
    from: file.path,
    specifier,
    root: file.root.directory,
    aliases: file.root.aliases,
    files: index,
  })
}

function reach(
  entries: readonly string[],
  imports: ReadonlyMap<string, ResolvedImport[]>,
  input: GraphInput,
): Set<string> {
  const reached = new Set<string>()
  const open = entries.filter((path) => input.files.has(path))
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    for (const { fact, resolution } of imports.get(path) ?? []) {
      if (
        resolution.kind === 'file' &&
        !isErased(input.files.get(path), fact) &&
        !reached.has(resolution.path)
      ) {
        open.push(resolution.path)
      }
    }
    for (const target of globbed(input.files.get(path), input)) if (!reached.has(target)) open.push(target)
    for (const target of linked(input.files.get(path), input)) if (!reached.has(target)) open.push(target)
  }
  return reached
}

/**
 * TypeScript erases imports whose names are only used as types or not at all. A side-effect import, a re-export and
 * everything in JavaScript stay.
 */
export function isErased(file: SourceFile | undefined, fact: ResolvedImport['fact']): boolean {
  if (fact.typeOnly) return true
  if (fact.kind !== 'static' || fact.names.length === 0) return false
  if (file === undefined || !isTypeScript(file)) return false
  return fact.names.every((name) => name.typeOnly || name.valueUses === 0)
}

export function isTypeScript(file: SourceFile): boolean {
  return (
    /\.[cm]?tsx?$/.test(file.path) ||
    (/\.(vue|svelte|astro)$/.test(file.path) && /lang=["']?ts/.test(file.text))
  )
}

/** `import.meta.glob('./pages/*.tsx')` reaches whatever matches. */
function globbed(file: SourceFile | undefined, { files }: GraphInput): string[] {
  if (file === undefined || !file.text.includes('import.meta.glob')) return []
  const found: string[] = []
  for (const match of file.text.matchAll(
    /import\.meta\.glob(?:Eager)?(?:<[^>]*>)?\(\s*\[?\s*['"]([^'"]+)['"]/g,
  )) {
    const pattern = (match[1] ?? '').replace(/(\*\*\/)+/g, '**/')
    if (pattern.length > 200 || pattern.split('*').length > 8) continue
    const base = pattern.startsWith('/') ? pattern.slice(1) : joinPath(directoryOf(file.path), pattern)
    const matcher = globToPattern(base)
    for (const path of files.keys()) if (matcher.test(path)) found.push(path)
  }
  return found
}

function globToPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_match, options: string) => `(${options.replaceAll(',', '|')})`)
    .replace(/\*\*\//g, '(.*/)?')
    .replace(/(?<!\.|\))\*/g, '[^/]*')
  return new RegExp(`^${source}$`)
}

/** Style sheets that a page links. */
function linked(file: SourceFile | undefined, { files }: GraphInput): string[] {
  if (file?.markup == null || file.language !== 'html') return []
  const found: string[] = []
  for (const tag of file.markup.tags) {
    const target = tag.attributes.get('href')
    if (tag.name.toLowerCase() !== 'link' || target === undefined) continue
    const path = target.startsWith('/')
      ? joinPath(file.root.directory, target.slice(1))
      : joinPath(directoryOf(file.path), target)
    const clean = path.replace(/[?#].*$/, '')
    if (files.has(clean)) found.push(clean)
  }
  return found
}
