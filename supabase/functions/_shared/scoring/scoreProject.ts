/** Scores a generated project by what can be told without running it: does it parse, resolve, and start somewhere? */
import { type ParserPlugin, parse } from '@babel/parser'
import type { ProjectFiles, TaskProfile } from '../profiling/taskProfile.ts'
import type { Diagnostic, ScoreBreakdown, Severity } from './scoreBreakdown.ts'

export interface ScoreProjectInput {
  files: ProjectFiles
  request: string
  profile: TaskProfile
  before?: ProjectFiles
}

const WEIGHTS = { completeness: 0.3, codeQuality: 0.3, functionality: 0.25, performance: 0.15 } as const
type Dimension = keyof typeof WEIGHTS
const PENALTY: Record<Severity, number> = { fatal: 60, major: 25, minor: 8 }
/** A project that cannot build or start never scores above this. */
const FATAL_CAP = 40
const SCRIPT = /\.(?:[cm]?[jt]sx?)$/
const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mjs',
  '.json',
  '.css',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
]
const ASSET = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|mp[34]|webm|pdf)(?:\?.*)?$/i
const LARGE_FILE_CHARACTERS = 20_000

/** Deterministic; no I/O, no model call. Files that were there before and did not change are not judged. */
export function scoreProject({ files, before = {} }: ScoreProjectInput): ScoreBreakdown {
  const lost: Record<Dimension, number> = {
    completeness: 0,
    codeQuality: 0,
    functionality: 0,
    performance: 0,
  }
  const diagnostics: Diagnostic[] = []
  const report = (dimension: Dimension, diagnostic: Diagnostic) => {
    lost[dimension] += PENALTY[diagnostic.severity]
    diagnostics.push(diagnostic)
  }
  const paths = Object.keys(files).sort()
  const packages = declaredPackages(files['package.json'])
  if (packages === 'malformed')
    report('completeness', {
      rule: 'malformed-manifest',
      severity: 'fatal',
      file: 'package.json',
      message: 'package.json is not JSON',
    })

  for (const path of paths) {
    const content = files[path] ?? ''
    if (!SCRIPT.test(path) || before[path] === content) continue
    const script = readScript(path, content)
    if (script.error !== undefined)
      report('codeQuality', {
        rule: 'syntax-error',
        severity: 'fatal',
        file: path,
        line: script.error.line,
        message: script.error.message,
      })
    for (const { source, line } of script.imports) {
      const problem = importProblem(source, path, files, packages)
      if (problem !== undefined)
        report('completeness', {
          rule: problem.rule,
          severity: 'fatal',
          file: path,
          line,
          message: problem.message,
        })
    }
    if (/\b(?:TODO|FIXME)\b|rest of (?:the )?(?:code|file)|stays the same|\.\.\. existing/i.test(content))
      report('completeness', { rule: 'stub', severity: 'major', file: path, message: 'parts are left out' })
    if (/on(?:Click|Submit|Change)=\{\s*\(\)\s*=>\s*\{\s*\}\s*\}/.test(content))
      report('functionality', {
        rule: 'empty-handler',
        severity: 'major',
        file: path,
        message: 'a handler does nothing',
      })
    if (/: any\b|@ts-nocheck/.test(content))
      report('codeQuality', {
        rule: 'untyped',
        severity: 'minor',
        file: path,
        message: 'types are switched off',
      })
    if (content.length > LARGE_FILE_CHARACTERS)
      report('performance', {
        rule: 'large-file',
        severity: 'minor',
        file: path,
        message: `${content.length} characters in one file`,
      })
  }
  if (!paths.some(isEntry))
    report('completeness', {
      rule: 'no-entry',
      severity: 'fatal',
      message: 'nothing to start from: no page and no entry script',
    })

  const scores = Object.fromEntries(
    Object.entries(lost).map(([dimension, points]) => [dimension, Math.max(0, 100 - points)]),
  ) as Record<Dimension, number>
  const weighted = Object.entries(WEIGHTS).reduce(
    (sum, [dimension, weight]) => sum + weight * scores[dimension as Dimension],
    0,
  )
  const isFatal = diagnostics.some((diagnostic) => diagnostic.severity === 'fatal')
  return { ...scores, overall: Math.round(isFatal ? Math.min(FATAL_CAP, weighted) : weighted), diagnostics }
}

/** Somewhere to start: a page, a framework's own entry, or a script. */
function isEntry(path: string): boolean {
  return (
    /(?:^|\/)(?:index\.html|(?:main|index|app|server|page|layout|\+page)\.(?:[cm]?[jt]sx?|vue|svelte|astro|py))$/i.test(
      path,
    ) || /^[^/]+\.(?:html|py|sh|sql|md)$/i.test(path)
  )
}

function declaredPackages(manifest: string | undefined): Set<string> | 'malformed' | undefined {
  if (manifest === undefined) return undefined
  try {
    const parsed: unknown = JSON.parse(manifest)
    if (typeof parsed !== 'object' || parsed === null) return 'malformed'
    const groups = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const
    return new Set(
      groups.flatMap((group) => Object.keys((parsed as Record<string, object | undefined>)[group] ?? {})),
    )
  } catch (error) {
    if (error instanceof SyntaxError) return 'malformed'
    throw error
  }
}

interface Script {
  error?: { message: string; line: number }
  imports: { source: string; line: number }[]
}

function readScript(path: string, content: string): Script {
  const plugins: ParserPlugin[] = [
    ...(/\.[cm]?tsx?$/.test(path) ? (['typescript'] as const) : []),
    ...(/\.[cm]?ts$/.test(path) ? [] : (['jsx'] as const)),
  ]
  try {
    const { program, errors } = parse(content, {
      sourceType: 'module',
      plugins,
      errorRecovery: true,
      allowReturnOutsideFunction: true,
    })
    const first = errors?.[0]
    const imports = program.body.flatMap((node) => {
      if (node.type === 'ImportDeclaration' && node.importKind === 'type') return []
      if (
        node.type !== 'ImportDeclaration' &&
        node.type !== 'ExportNamedDeclaration' &&
        node.type !== 'ExportAllDeclaration'
      )
        return []
      return node.source ? [{ source: node.source.value, line: node.loc?.start.line ?? 1 }] : []
    })
    return { imports, ...(first ? { error: { message: String(first), line: 1 } } : {}) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const line = Number(/\((\d+):\d+\)/.exec(error.message)?.[1] ?? 1)
    return { imports: [], error: { message: error.message, line } }
  }
}

function importProblem(
  source: string,
  from: string,
  files: ProjectFiles,
  packages: Set<string> | 'malformed' | undefined,
): { rule: string; message: string } | undefined {
  if (ASSET.test(source) || /^(?:https?:|node:|virtual:|\/|~|#|\$)/.test(source)) return undefined
  if (source.startsWith('.') || source.startsWith('@/')) {
    const base = source.startsWith('@/') ? `src/${source.slice(2)}` : resolveRelative(from, source)
    const bare = base.replace(/\?.*$/, '')
    const candidates = [
      ...EXTENSIONS.map((extension) => bare + extension),
      bare.replace(/\.jsx?$/, '.ts'),
      bare.replace(/\.jsx?$/, '.tsx'),
    ]
    if (candidates.some((candidate) => Object.hasOwn(files, candidate))) return undefined
    return { rule: 'unresolved-import', message: `${JSON.stringify(source)} is not a file of the project` }
  }
  if (!(packages instanceof Set)) return undefined
  const name = source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/')
  if (packages.has(name) || packages.has(`@types/${name}`) || NODE_MODULES.has(name)) return undefined
  return { rule: 'undeclared-package', message: `${JSON.stringify(name)} is not in package.json` }
}

const NODE_MODULES = new Set(
  'assert buffer child_process cluster crypto dns events fs http https net os path perf_hooks process querystring readline stream string_decoder timers tls url util v8 vm worker_threads zlib'.split(
    ' ',
  ),
)

function resolveRelative(from: string, source: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of source.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
