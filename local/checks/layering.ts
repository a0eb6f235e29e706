// Who may import whom: the rules that keep the shape of the house, and the names no file may have.
import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { readSourceFile, type SourceFile } from './sourceFile.ts'

const FUNCTIONS = 'supabase/functions'
const SHARED = `${FUNCTIONS}/_shared`
const PURE = [
  ...['profiling', 'selection', 'scoring', 'execution', 'generation', 'comparison'].map(
    (name) => `${SHARED}/${name}/`,
  ),
  `${FUNCTIONS}/queue/extraction/`,
]
const PROVIDERS = `${SHARED}/models/providers/`
const STORE = `${SHARED}/store/`
const HTTP = `${SHARED}/http/`
const SDKS = ['openai', '@google/genai', '@anthropic-ai/sdk']
/** Names that say nothing about what is inside. */
const EMPTY_NAMES = new Set(['utils', 'helpers', 'common', 'misc', 'types', 'constants'])
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.temp', '.build', 'dist', 'projects'])
const IMPURE_MEMBERS: Record<string, string> = {
  'Deno.env': 'the environment',
  'process.env': 'the environment',
  'Date.now': 'a clock',
  'performance.now': 'a clock',
  'Math.random': 'a random source',
  fetch: 'a way to fetch',
}

/** @returns one line per broken rule, each with what to do. */
export async function checkLayering(projectDir: string): Promise<string[]> {
  const paths = await filesUnder(projectDir, projectDir)
  const sources = new Map<string, SourceFile>()
  for (const path of paths) {
    if (path.startsWith(FUNCTIONS) && /\.tsx?$/.test(path))
      sources.set(path, await readSourceFile(join(projectDir, path)))
  }
  return [
    ...paths.flatMap(checkName),
    ...[...sources].flatMap(([path, source]) => [
      ...checkImports(path, source),
      ...checkMembers(path, source),
    ]),
    ...[...sources.keys()]
      .filter((path) => path.endsWith('/index.ts'))
      .flatMap((path) => checkEagerSdks(path, sources)),
  ]
}

function checkName(path: string): string[] {
  const name = path.split('/').find((part) => EMPTY_NAMES.has(part.replace(/\..*$/, '')))
  return name === undefined ? [] : [`${path}: "${name}" says nothing: name it after what is in it`]
}

function checkImports(path: string, source: SourceFile): string[] {
  const isPure = PURE.some((folder) => path.startsWith(folder))
  const ownFolder = functionFolder(path)
  return source.imports.flatMap(({ specifier, line, isTypeOnly }) => {
    const target = specifier.startsWith('.') ? resolveImport(path, specifier) : undefined
    const at = `${path}:${line}`
    if (/^(?:https?|jsr):/.test(specifier))
      return [`${at}: ${specifier}: import it as an npm: package of deno.json`]
    if (isSdk(specifier) && !path.startsWith(PROVIDERS)) {
      return [`${at}: imports ${specifier}: only ${PROVIDERS}* may; call models through callModel`]
    }
    if (isPure && isImpure(specifier, target)) {
      return [
        `${at}: imports ${specifier}, but this folder is free of I/O: take what it needs as an argument`,
      ]
    }
    if (target === undefined || isTypeOnly) return []
    const otherFolder = functionFolder(target)
    if (otherFolder !== undefined && otherFolder !== ownFolder) {
      return [`${at}: imports from the function ${otherFolder}: move what both need to ${SHARED}`]
    }
    return []
  })
}

function isImpure(specifier: string, target: string | undefined): boolean {
  if (target !== undefined)
    return [STORE, HTTP, PROVIDERS].some((folder) => target.startsWith(folder)) || isStoreFile(target)
  return specifier.startsWith('@supabase/') || /^node:(?!util|assert|buffer)/.test(specifier)
}

function checkMembers(path: string, source: SourceFile): string[] {
  const isPure = PURE.some((folder) => path.startsWith(folder))
  return source.members.flatMap(({ name, line, literalArgument }) => {
    const impure = isPure && Object.hasOwn(IMPURE_MEMBERS, name) ? IMPURE_MEMBERS[name] : undefined
    if (impure !== undefined) return [`${path}:${line}: uses ${name}: take ${impure} as an argument`]
    const namesData =
      /^(?!Array|Buffer|Object|\w*Array)\w*\.(?:from|rpc)$/.test(name) && literalArgument !== undefined
    if (namesData && !isStoreFile(path)) {
      return [
        `${path}:${line}: names "${literalArgument}": tables and RPCs are named in ${STORE} and a product's own store/ only`,
      ]
    }
    return []
  })
}

/** A function's start must not load an SDK: that costs a tenth of a second of every cold start. */
function checkEagerSdks(entry: string, sources: ReadonlyMap<string, SourceFile>): string[] {
  const seen = new Set<string>([entry])
  const problems: string[] = []
  for (const path of seen) {
    for (const { specifier, line, isEager } of sources.get(path)?.imports ?? []) {
      if (!isEager) continue
      if (isSdk(specifier))
        problems.push(
          `${path}:${line}: ${specifier} is loaded when ${entry} starts: import() it at its first use`,
        )
      else if (specifier.startsWith('.')) seen.add(resolveImport(path, specifier))
    }
  }
  return problems
}

/** Shared store code, or the store of one product: `supabase/functions/queue/store/…`. */
function isStoreFile(path: string): boolean {
  const ownFolder = functionFolder(path)
  return (
    path.startsWith(STORE) || (ownFolder !== undefined && path.startsWith(`${FUNCTIONS}/${ownFolder}/store/`))
  )
}

function isSdk(specifier: string): boolean {
  return SDKS.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

/** The function a file belongs to; undefined for shared files and files elsewhere. */
function functionFolder(path: string): string | undefined {
  const name = path.startsWith(`${FUNCTIONS}/`) ? path.split('/')[2] : undefined
  return name === '_shared' ? undefined : name
}

function resolveImport(from: string, specifier: string): string {
  return relative('/', resolve('/', dirname(from), specifier))
    .split(sep)
    .join('/')
}

async function filesUnder(directory: string, projectDir: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesUnder(path, projectDir)
      return [relative(projectDir, path).split(sep).join('/')]
    }),
  )
  return nested.flat().sort()
}
