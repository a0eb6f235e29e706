/** The model that rules read: files, their facts, the module graph, configuration, entry points. */
import type { ProjectFiles } from '../../profiling/taskProfile.ts'
import type { FileContent, Language } from '../reading/fileContent.ts'
import type { Manifest } from '../reading/manifest.ts'
import type { ImportFact, ModuleFacts } from '../script/moduleFacts.ts'
import type { AliasTable } from './aliases.ts'
import type { FileIndex, Resolution } from './resolveImport.ts'

export const FRAMEWORKS = ['react', 'next', 'vue', 'svelte', 'html', 'node', 'unknown'] as const
export type Framework = (typeof FRAMEWORKS)[number]

export interface SourceFile extends FileContent {
  path: string
  text: string
  language: Language
  root: ProjectRoot
  /** Who the file is for, besides the running application. */
  purpose: 'app' | 'test' | 'config' | 'declaration' | 'library' | 'edge'
}

/** A folder with a manifest or a page of its own; most projects have one. */
export interface ProjectRoot {
  directory: string
  manifest: Manifest | null
  /** There is a package.json, and it is no JSON object. */
  manifestBroken: boolean
  aliases: AliasTable
  framework: Framework
  /** What turns sources into what runs; `none` where browsers or Node read them as they are. */
  bundler: 'vite' | 'next' | 'webpack' | 'other' | 'none'
  /** File-based routing finds entries by place: SvelteKit, Nuxt, Remix, TanStack Start, Astro, Expo. */
  metaFramework: string | null
  /** Files that start the application. */
  entries: string[]
  /** Scripts that a manifest names besides: what they need is not needed to start. */
  tools: string[]
  /** Scripts and pages named as entries that do not exist. */
  missingEntries: { from: string; path: string; line: number }[]
  /** Files that only the build reads: `vite.config.ts`. */
  buildFiles: string[]
}

export interface ResolvedImport {
  fact: ImportFact
  resolution: Resolution
}

export interface Project {
  request: string
  requirements: readonly string[]
  taskType: string | null
  files: ReadonlyMap<string, SourceFile>
  index: FileIndex
  roots: ProjectRoot[]
  /** The root that holds most of the code. */
  main: ProjectRoot
  /** A few files without anything to build them: a component given as an answer, not a project. */
  isFragment: boolean
  imports: ReadonlyMap<string, ResolvedImport[]>
  /** Files that the application loads when it runs. */
  reachedFromEntries: ReadonlySet<string>
  /** Of those, the ones that the main root loads. */
  reachedFromMain: ReadonlySet<string>
  /** Files that the build reads besides. */
  reachedFromBuild: ReadonlySet<string>
  /** For an edit: the files as they were, and the paths that differ. */
  before: ProjectFiles | null
  changed: ReadonlySet<string> | null
}

/** Every script of the files a rule should judge, with the file it stands in. */
export function* scriptsOf(
  project: Project,
  accept: (file: SourceFile) => boolean = () => true,
): Generator<{ file: SourceFile; facts: ModuleFacts }> {
  for (const file of project.files.values()) {
    if (!accept(file)) continue
    for (const facts of file.scripts) yield { file, facts }
  }
}

/** Part of what runs, written for this project: not a test, a configuration or a copied component library. */
export function isOwnCode(file: SourceFile): boolean {
  return file.purpose === 'app'
}
