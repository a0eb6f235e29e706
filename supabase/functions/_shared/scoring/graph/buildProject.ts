/** Files to the project model. */
import type { ProjectFiles, TaskProfile } from '../../profiling/taskProfile.ts'
import { languageOf } from '../reading/fileContent.ts'
import { parseManifest } from '../reading/manifest.ts'
import { baseNameOf, directoryOf, extensionOf, normalizePath, relativeTo } from '../reading/paths.ts'
import { readFileCached, skimFile } from '../reading/readFile.ts'
import { scriptsToSkim } from '../reading/readingPlan.ts'
import { readAliases } from './aliases.ts'
import { findEntries, isBuildFile } from './entryPoints.ts'
import { detectBundler, detectFramework, detectMetaFramework } from './framework.ts'
import { buildGraph } from './moduleGraph.ts'
import type { Project, ProjectRoot, SourceFile } from './projectModel.ts'
import { indexFiles } from './resolveImport.ts'

export interface BuildProjectInput {
  files: ProjectFiles
  request: string
  profile?: Partial<TaskProfile>
  before?: ProjectFiles
  /** A project whose unchanged files need not be read again. */
  known?: Project
}

/** More files than any answer holds; the rest is not read. */
const MOST_FILES = 3_000

export function buildProject({ files, request, profile, before, known }: BuildProjectInput): Project {
  const merged = mergeFiles(files, before)
  const texts = normalizedFiles(merged)
  const roots = findRoots(texts, profile)
  const sources = new Map<string, SourceFile>()
  const skimmed = scriptsToSkim(
    texts,
    (path) => known !== undefined && known.files.get(path)?.text !== texts.get(path),
  )
  for (const [path, text] of texts) {
    const root = rootOf(roots, path)
    const language = languageOf(path)
    const purpose = purposeOf(path, root)
    const same = known?.files.get(path)
    const content =
      same?.text === text ? same : skimmed.has(path) ? skimFile(path, text) : readFileCached(path, text)
    const { scripts, markup, stylesheet } = content
    sources.set(path, { path, text, language, root, purpose, scripts, markup, stylesheet })
  }
  for (const root of roots) findEntries(root, sources)
  const main = mainRoot(roots, sources)
  const isFragment = isLooseAnswer(roots, sources)
  const index = indexFiles(texts.keys())
  const graph = buildGraph({ files: sources, index, roots, main, isFragment })
  return {
    request,
    requirements: profile?.requirements ?? [],
    taskType: profile?.type ?? null,
    files: sources,
    index,
    roots,
    main,
    isFragment,
    ...graph,
    before: before === undefined ? null : Object.fromEntries(normalizedFiles(before)),
    changed: before === undefined ? null : changedPaths(texts, normalizedFiles(before)),
  }
}

/**
 * An edit answers with the whole project or with the changed files alone. Where it repeats at least half of what was
 * there, a file it lacks was removed; else it stands as it was.
 */
function mergeFiles(files: ProjectFiles, before: ProjectFiles | undefined): ProjectFiles {
  if (before === undefined) return files
  const paths = Object.keys(before)
  const repeated = paths.filter((path) => Object.hasOwn(files, path)).length
  return repeated * 2 >= paths.length ? files : { ...before, ...files }
}

/** What tools install or write; nobody wrote it for this answer. */
const BUILT =
  /(^|\/)(node_modules|\.git|dist|build|\.next|\.output)\/|(^|\/)assets\/[\w.-]+-[\w-]{8}\.(js|css)$|\.min\.(js|css)$/

function normalizedFiles(files: ProjectFiles): Map<string, string> {
  const entries = Object.entries(files)
    .slice(0, MOST_FILES)
    .map(([path, text]): [string, string] => [normalizePath(path), text])
    .filter(([path]) => path !== '' && !BUILT.test(path))
  return new Map(entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)))
}

function changedPaths(after: ReadonlyMap<string, string>, before: ReadonlyMap<string, string>): Set<string> {
  const changed = new Set<string>()
  for (const [path, text] of after) if (before.get(path) !== text) changed.add(path)
  for (const path of before.keys()) if (!after.has(path)) changed.add(path)
  return changed
}

function findRoots(
  files: ReadonlyMap<string, string>,
  profile: Partial<TaskProfile> | undefined,
): ProjectRoot[] {
  const directories = new Set<string>()
  for (const path of files.keys()) {
    if (baseNameOf(path) === 'package.json') directories.add(directoryOf(path))
  }
  if (directories.size === 0) {
    const page = [...files.keys()].filter(
      (path) => /(^|\/)index\.html$/.test(path) && !/(^|\/)public\//.test(path),
    )
    if (page.length === 1 && page[0] !== undefined) directories.add(directoryOf(page[0]))
  }
  if (directories.size === 0 || files.has('index.html')) directories.add('')
  // Deepest first, so that the first root containing a path is the nearest one.
  const sorted = [...directories].sort((left, right) => right.length - left.length)
  if (!sorted.includes('')) sorted.push('')
  const owned = new Map(sorted.map((directory): [string, string[]] => [directory, []]))
  for (const path of files.keys()) {
    const directory = sorted.find((candidate) => relativeTo(candidate, path) !== null) ?? ''
    owned.get(directory)?.push(path)
  }
  return sorted
    .filter((directory) => directory !== '' || (owned.get('')?.length ?? 0) > 0 || sorted.length === 1)
    .map((directory) => makeRoot(directory, owned.get(directory) ?? [], files, profile))
}

function makeRoot(
  directory: string,
  paths: readonly string[],
  files: ReadonlyMap<string, string>,
  profile: Partial<TaskProfile> | undefined,
): ProjectRoot {
  const manifestPath = directory === '' ? 'package.json' : `${directory}/package.json`
  const manifestText = files.get(manifestPath)
  const manifest = manifestText === undefined ? null : parseManifest(manifestPath, manifestText)
  const evidence = {
    paths,
    directory,
    manifest,
    textOf: (path: string) => files.get(path) ?? '',
    named: profile?.frameworks ?? [],
  }
  const framework = detectFramework(evidence)
  return {
    directory,
    manifest,
    manifestBroken: manifestText !== undefined && manifest === null,
    aliases: readAliases(files, directory),
    framework,
    bundler: detectBundler(evidence, framework),
    metaFramework: detectMetaFramework(manifest),
    entries: [],
    tools: [],
    missingEntries: [],
    buildFiles: [],
  }
}

function rootOf(roots: readonly ProjectRoot[], path: string): ProjectRoot {
  const root = roots.find(({ directory }) => relativeTo(directory, path) !== null) ?? roots.at(-1)
  if (root === undefined) throw new Error('A project has at least one root')
  return root
}

function purposeOf(path: string, root: ProjectRoot): SourceFile['purpose'] {
  const relative = relativeTo(root.directory, path) ?? path
  if (/\.d\.[cm]?ts$/.test(path)) return 'declaration'
  if (
    /(^|\/)(__tests__|__mocks__|tests?|e2e|cypress|\.storybook|spec)\/|\.(test|spec|stories|cy)\.[cm]?[jt]sx?$/.test(
      relative,
    )
  )
    return 'test'
  // Deployed apart from the application, or run by hand: where there is a bundler, these folders are not its sources.
  const isApart =
    /^supabase\/functions\//.test(path) ||
    (root.bundler !== 'none' && /^(netlify|functions|workers|api|scripts)\//.test(relative))
  if (isApart && root.framework !== 'next') return 'edge'
  if (isBuildFile(relative) || (!relative.includes('/') && /(^\.|rc$|\.config\.)/.test(relative)))
    return 'config'
  if (
    /(^|\/)components\/ui\/|(^|\/)ui\/.*\.[jt]sx?$|integrations\/supabase\/|(^|\/)hooks\/use-(toast|mobile)\./.test(
      relative,
    )
  )
    return 'library'
  return 'app'
}

function mainRoot(roots: readonly ProjectRoot[], files: ReadonlyMap<string, SourceFile>): ProjectRoot {
  const sizes = new Map<ProjectRoot, number>()
  for (const file of files.values()) {
    if (/^([cm]?[jt]sx?|vue|svelte|html)$/.test(extensionOf(file.path))) {
      sizes.set(file.root, (sizes.get(file.root) ?? 0) + file.text.length)
    }
  }
  // An application at the top is the one that is asked for, whatever copies lie in folders below it.
  const top = roots.find(({ directory }) => directory === '')
  if (top !== undefined && top.bundler !== 'none' && top.manifest !== null && top.entries.length > 0)
    return top
  let best = roots[0]
  for (const root of roots)
    if (best !== undefined && (sizes.get(root) ?? 0) > (sizes.get(best) ?? 0)) best = root
  if (best === undefined) throw new Error('A project has at least one root')
  return best
}

/** Components or functions without page, manifest and configuration: an answer to be put into a project that exists. */
function isLooseAnswer(roots: readonly ProjectRoot[], files: ReadonlyMap<string, SourceFile>): boolean {
  const hasFrame = roots.some(
    (root) => root.manifest !== null || root.manifestBroken || root.buildFiles.length > 0,
  )
  if (hasFrame) return false
  const pages = [...files.values()].filter((file) => file.language === 'html').length
  const scripts = [...files.values()].filter((file) => /^(script|vue|svelte)$/.test(file.language)).length
  const hasEntry = [...files.keys()].some((path) => /(^|\/)(main|index)\.[jt]sx?$/.test(path))
  return pages === 0 && scripts > 0 && scripts <= 6 && !(hasEntry && scripts > 3)
}
