/** A project read once for all defects: its trees, its imports resolved, its entry points and what they reach. */
import { posix } from 'node:path'
import type { File } from '@babel/types'
import type { CorpusProject } from '../../corpus/corpus.ts'
import { type ModuleImport, readImports } from './moduleImports.ts'
import { scriptRegion } from './scriptRegion.ts'
import { parseScript } from './syntaxTree.ts'

export interface SourceFile {
  path: string
  text: string
  /** Offsets are those of the whole file, for single-file components too. */
  tree: File
  /** Where the script lies; the whole file except in `.vue` and `.svelte`. */
  script: { start: number; end: number }
}

export interface ParsedProject {
  name: string
  files: Record<string, string>
  sources: ReadonlyMap<string, SourceFile>
  imports: readonly ModuleImport[]
  /** Where the build or the browser begins. */
  entries: readonly string[]
  /** Files that an entry point reaches at run time, entries included. */
  reachable: ReadonlySet<string>
  /** Dependencies and devDependencies; null without a readable package.json. */
  packages: Record<string, string> | null
  usesVite: boolean
}

const SCRIPT = /\.(tsx?|jsx?|mjs|cjs|mts|cts|vue|svelte)$/
/** Component libraries and generated clients that are copied in and that nobody edits. */
const COPIED = /(^|\/)(components\/ui|integrations\/supabase)\/|(^|\/)use-(toast|mobile)\.|^\.gpt_engineer\//
const NEXT_ENTRY =
  /^(src\/)?app\/(.*\/)?(page|layout|route|loading|error|not-found)\.(tsx?|jsx?)$|^(src\/)?(proxy|middleware)\.ts$/

export function parseProject(project: CorpusProject): ParsedProject {
  const { files } = project
  const sources = new Map<string, SourceFile>()
  for (const [path, text] of Object.entries(files)) {
    if (!SCRIPT.test(path) || path.endsWith('.d.ts')) continue
    const script = scriptRegion(path, text)
    const padded = text.slice(0, script.start).replace(/[^\n]/g, ' ') + text.slice(script.start, script.end)
    const tree = parseScript(path, padded)
    if (tree) sources.set(path, { path, text, tree, script })
  }
  const imports = [...sources.values()].flatMap((source) => readImports(source, files))
  const entries = entryPoints(files)
  return {
    name: project.name,
    files,
    sources,
    imports,
    entries,
    reachable: reach(entries, imports),
    packages: readPackages(files),
    usesVite: Object.keys(files).some((path) => /^vite\.config\.[cm]?[jt]s$/.test(path)),
  }
}

/** Sources that run, in path order, the configuration files left out. */
export function reachableSources(project: ParsedProject): SourceFile[] {
  const running = [...project.sources.values()].filter((source) => project.reachable.has(source.path))
  const own = running.filter(({ path }) => !COPIED.test(path))
  return own.length > 0 ? own : running
}

/** Reachable sources with JSX in them, entry files left out: the components. */
export function componentSources(project: ParsedProject): SourceFile[] {
  return reachableSources(project).filter(
    (source) => /\.[jt]sx$/.test(source.path) && !isMountFile(project, source.path),
  )
}

/** True for the file that only mounts the application, as `src/main.tsx` does. */
export function isMountFile(project: ParsedProject, path: string): boolean {
  return project.usesVite && project.entries.includes(path)
}

function entryPoints(files: Record<string, string>): string[] {
  const entries = new Set<string>()
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith('.html')) continue
    for (const match of text.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"/g)) {
      const [, address = ''] = match
      const target = posix.normalize(
        address.startsWith('/') ? address.slice(1) : posix.join(posix.dirname(path), address),
      )
      if (target in files) entries.add(target)
    }
  }
  for (const path of Object.keys(files)) if (NEXT_ENTRY.test(path)) entries.add(path)
  if (entries.size === 0) {
    const server = ['src/index.ts', 'src/server.ts', 'src/main.ts', 'index.ts', 'server.js', 'index.js'].find(
      (path) => path in files,
    )
    if (server) entries.add(server)
  }
  return [...entries]
}

function reach(entries: readonly string[], imports: readonly ModuleImport[]): Set<string> {
  const reached = new Set<string>()
  const waiting = [...entries]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    for (const edge of imports) {
      if (edge.from === path && edge.target !== null && !edge.typeOnly) waiting.push(edge.target)
    }
  }
  return reached
}

function readPackages(files: Record<string, string>): Record<string, string> | null {
  const manifest = readManifest(files)
  return manifest ? { ...manifest.dependencies, ...manifest.devDependencies } : null
}

interface PackageManifest {
  name?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** package.json as written; null where there is none that can be read, as in a project another defect has been in. */
export function readManifest(files: Record<string, string>): PackageManifest | null {
  const text = files['package.json']
  if (text === undefined) return null
  try {
    return JSON.parse(text) as PackageManifest
  } catch {
    // A manifest that is no JSON declares nothing.
    return null
  }
}
