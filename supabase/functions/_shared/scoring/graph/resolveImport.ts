/** Where an import leads. */

import { directoryOf, extensionOf, joinPath, normalizePath } from '../reading/paths.ts'
import { type AliasTable, applyAliases } from './aliases.ts'

export type Resolution =
  | { kind: 'file'; path: string }
  /** A file of another letter case: found on some systems, missing on those that build and serve. */
  | { kind: 'wrongCase'; path: string }
  | { kind: 'missing'; path: string }
  /** Images, fonts and generated files: a text-only project need not hold them. */
  | { kind: 'asset' }
  | { kind: 'package'; specifier: string }
  | { kind: 'builtin' }
  | { kind: 'virtual' }

/** In Vite's order, which decides between `wallet.ts` and `wallet.tsx`. */
const EXTENSIONS = ['.mjs', '.js', '.mts', '.ts', '.jsx', '.tsx', '.json', '.cjs', '.cts', '.d.ts']
const ASSET_EXTENSIONS = new Set(
  (
    'png jpg jpeg gif svg webp avif ico bmp woff woff2 ttf otf eot mp3 mp4 wav ogg webm mov pdf glb gltf hdr obj fbx ' +
    'wasm csv txt lottie riv bin zip xlsx docx glsl vert frag md mdx html yaml yml graphql gql sql lock'
  ).split(' '),
)

/** What tools write while building, and nobody commits. */
const GENERATED =
  /(\.gen(\.tsx?)?$|(^|\/)(_?_?generated_?_?|\.svelte-kit|\.nuxt|\.velite|\.contentlayer|paraglide)(\/|$)|[/.]generated(\/|\.|$)|\+types\/)/

const BUILTINS = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain ' +
    'events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl ' +
    'stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib'
  ).split(' '),
)

export interface FileIndex {
  has(path: string): boolean
  /** Lower-case path → path. */
  byLowerCase: ReadonlyMap<string, string>
  /** Folders that hold files. */
  folders: ReadonlySet<string>
}

export function indexFiles(paths: Iterable<string>): FileIndex {
  const all = new Set(paths)
  const byLowerCase = new Map<string, string>()
  const folders = new Set<string>()
  for (const path of all) {
    byLowerCase.set(path.toLowerCase(), path)
    for (
      let folder = directoryOf(path);
      folder !== '' && !folders.has(folder);
      folder = directoryOf(folder)
    ) {
      folders.add(folder)
    }
  }
  return { has: (path) => all.has(path), byLowerCase, folders }
}

export interface ResolveInput {
  from: string
  specifier: string
  root: string
  aliases: AliasTable
  files: FileIndex
  /** Further extensions tried after those of scripts, `.vue`. */
  extensions?: readonly string[]
}

export function resolveImport(input: ResolveInput): Resolution {
  const { from, root, files } = input
  const bare = input.specifier.replace(/^[\w-]+!/, '')
  const specifier = bare.replace(/\?.*$/, '')
  if (/^(https?:|data:|blob:|npm:|jsr:)/.test(specifier)) return { kind: 'virtual' }
  if (specifier.startsWith('node:') || BUILTINS.has(specifier.split('/')[0] ?? '')) return { kind: 'builtin' }
  if (/^(bun|cloudflare|deno):|^bun$/.test(specifier)) return { kind: 'builtin' }
  if (/^(virtual:|\0|#|~icons\/|astro:|\$app\/|\$env\/|\$service-worker|\$houdini|\$build)/.test(specifier))
    return { kind: 'virtual' }
  // Prisma writes its client into a folder of this name beside the packages.
  if (specifier.startsWith('.prisma/')) return { kind: 'virtual' }
  if (specifier.startsWith('.')) return resolvePath(joinPath(directoryOf(from), specifier), input)
  if (specifier.startsWith('/')) {
    const path = joinPath(root, specifier.slice(1))
    const found = resolvePath(path, input)
    if (found.kind !== 'missing') return found
    const published = resolvePath(joinPath(root, `public${specifier}`), input)
    return published.kind === 'file' ? published : found
  }
  const targets = applyAliases(input.aliases, specifier)
  let best: Resolution | null = null
  for (const target of targets) {
    const found = resolvePath(target, input)
    if (found.kind === 'file') return found
    best ??= found
  }
  if (best !== null) return best
  for (const folder of input.aliases.baseFolders) {
    const found = resolvePath(joinPath(folder, specifier), input)
    if (found.kind === 'file') return found
  }
  if (specifier.startsWith('$lib/') || specifier === '$lib') {
    return resolvePath(joinPath(root, `src/lib/${specifier.slice(5)}`), input)
  }
  if (/^[@~]\//.test(specifier)) {
    // Without any alias the convention is `src`; whether the bundler knows it is the configuration rules' question.
    const base = [...files.folders].includes(joinPath(root, 'src')) ? 'src/' : ''
    return resolvePath(joinPath(root, base + specifier.slice(2)), input)
  }
  if (input.aliases.isComputed && /^[@~#$]/.test(specifier)) return { kind: 'virtual' }
  return { kind: 'package', specifier }
}

function resolvePath(path: string, { files, extensions = [] }: ResolveInput): Resolution {
  const normalized = normalizePath(path)
  if (normalized.includes('node_modules/')) return { kind: 'asset' }
  const candidates = candidatePaths(normalized, extensions)
  for (const candidate of candidates) if (files.has(candidate)) return { kind: 'file', path: candidate }
  if (GENERATED.test(normalized)) return { kind: 'asset' }
  for (const candidate of candidates) {
    const other = files.byLowerCase.get(candidate.toLowerCase())
    if (other !== undefined) return { kind: 'wrongCase', path: other }
  }
  if (ASSET_EXTENSIONS.has(extensionOf(normalized)) || normalized.startsWith('..')) return { kind: 'asset' }
  return { kind: 'missing', path: normalized }
}

function candidatePaths(path: string, extensions: readonly string[]): string[] {
  const all = [...EXTENSIONS, ...extensions]
  const candidates = [path, ...all.map((extension) => path + extension)]
  // TypeScript's convention for ECMAScript modules: `./a.js` names the output of `a.ts`.
  const source = /\.([cm]?)jsx?$/.exec(path)
  if (source !== null) {
    const stem = path.slice(0, source.index)
    candidates.push(`${stem}.${source[1]}ts`, `${stem}.tsx`)
  }
  const folder = path === '' ? '' : `${path}/`
  return [...candidates, ...all.map((extension) => `${folder}index${extension}`)]
}
