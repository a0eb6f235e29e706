/** Import aliases that a project's TypeScript and bundler configuration declares. */
import { asRecord, parseLooseJson } from '../reading/looseJson.ts'
import { baseNameOf, joinPath, normalizePath, relativeTo } from '../reading/paths.ts'

export interface Alias {
  /** What the specifier starts with, `@/` or `@components`. */
  prefix: string
  /** True where only the whole specifier matches. */
  exact: boolean
  /** Where it leads, without the rest of the specifier. */
  targets: string[]
}

export interface AliasTable {
  aliases: Alias[]
  /** Folders that bare specifiers may be relative to. */
  baseFolders: string[]
  /** The bundler's aliases are put together by code, so nobody can read here what they are. */
  isComputed: boolean
}

const VITE_CONFIG =
  /^(vite|vitest|svelte|astro|electron\.vite|rsbuild|webpack|rollup|craco|nuxt|quasar)\.config\.[cm]?[jt]s$/

/** Aliases of the configuration files directly in `root`. */
export function readAliases(files: ReadonlyMap<string, string>, root: string): AliasTable {
  const table: AliasTable = { aliases: [], baseFolders: [], isComputed: false }
  let bundlerText: string | null = null
  for (const [path, text] of files) {
    const relative = relativeTo(root, path)
    if (relative === null || relative.includes('/')) continue
    if (/^(tsconfig|jsconfig)[\w.-]*\.json$/.test(relative)) readCompilerPaths(table, root, text)
    else if (VITE_CONFIG.test(baseNameOf(path))) {
      bundlerText = `${bundlerText ?? ''}\n${text}`
    }
  }
  if (bundlerText === null) return table
  const fromBundler = bundlerAliases(root, bundlerText)
  // A Vite configuration that never speaks of aliases leaves those of tsconfig.json to the editor alone.
  const isVite = files.has(joinPath(root, 'vite.config.ts')) || files.has(joinPath(root, 'vite.config.js'))
  if (
    isVite &&
    !/alias|tsconfig|preset|-config['"/]|sveltekit|tanstackStart|reactRouter|remix/i.test(bundlerText)
  ) {
    table.aliases = []
    table.baseFolders = []
  }
  table.isComputed = fromBundler.length === 0 && /\balias\b/.test(bundlerText)
  table.aliases.push(...fromBundler)
  return table
}

function readCompilerPaths(table: AliasTable, root: string, text: string): void {
  const options = asRecord(asRecord(parseLooseJson(text)).compilerOptions)
  const baseUrl = typeof options.baseUrl === 'string' ? joinPath(root, options.baseUrl) : root
  if (typeof options.baseUrl === 'string') table.baseFolders.push(baseUrl)
  for (const [pattern, targets] of Object.entries(asRecord(options.paths))) {
    if (!Array.isArray(targets)) continue
    const strings = targets.filter((target) => typeof target === 'string')
    if (pattern === '*') {
      table.baseFolders.push(...strings.map((target) => joinPath(baseUrl, target.replace(/\*$/, ''))))
      continue
    }
    table.aliases.push({
      prefix: pattern.replace(/\*$/, ''),
      exact: !pattern.endsWith('*'),
      targets: strings.map((target) => joinPath(baseUrl, target.replace(/\*$/, ''))),
    })
  }
}

const KEYED_ALIAS =
  /['"]?([@~#$\w][\w@~#$/.-]*)['"]?\s*:\s*(?:\w+\.)?(?:resolve|join|fileURLToPath)\(\s*(?:new URL\()?[^'"`]*['"`]([^'"`]+)['"`]/g
const STRING_ALIAS = /['"]([@~#$][\w@~#$/.-]*)['"]\s*:\s*['"]([./][^'"]*)['"]/g
const LISTED_ALIAS =
  /find\s*:\s*['"/^]+([^'"/$]+\/?)['"/$]+\s*,\s*replacement\s*:\s*(?:(?:\w+\.)?(?:resolve|join|fileURLToPath)\(\s*(?:new URL\()?[^'"`]*)?['"`]([^'"`]+)['"`]/g

function bundlerAliases(root: string, text: string): Alias[] {
  const aliases: Alias[] = []
  for (const pattern of [KEYED_ALIAS, STRING_ALIAS, LISTED_ALIAS]) {
    for (const match of text.matchAll(pattern)) {
      const key = match[1] ?? ''
      const target = joinPath(root, normalizePath((match[2] ?? '').replace(/^\//, '')))
      aliases.push({ prefix: key.endsWith('/') ? key : `${key}/`, exact: false, targets: [target] })
      if (!key.endsWith('/')) aliases.push({ prefix: key, exact: true, targets: [target] })
    }
  }
  return aliases
}

/** Paths the specifier may mean, most specific alias first; empty where none applies. */
export function applyAliases(table: AliasTable, specifier: string): string[] {
  const fitting = table.aliases
    .filter(({ prefix, exact }) => (exact ? specifier === prefix : specifier.startsWith(prefix)))
    .sort((left, right) => right.prefix.length - left.prefix.length)
  return fitting.flatMap(({ prefix, targets }) =>
    targets.map((target) => joinPath(target, specifier.slice(prefix.length))),
  )
}
