/** The programming languages a task is about. */

const LANGUAGES: readonly [name: string, pattern: RegExp][] = [
  ['typescript', /\btypescript\b|\btsx?\b/i],
  ['javascript', /\bjavascript\b|\bvanilla js\b|\bnode(?:\.?js)?\b/i],
  ['python', /\bpython\b|\bdjango\b|\bflask\b|\bfastapi\b|\bpandas\b/i],
  ['sql', /\bsql\b|\bpostgres(?:ql)?\b|\bmysql\b|\bsqlite\b/i],
  ['go', /\bgolang\b|\bin Go\b|\bGo (?:service|server|program|code|function|api)\b/],
  ['rust', /\brust\b/i],
  ['java', /\bjava\b(?!script)|\bspring ?boot\b/i],
  ['kotlin', /\bkotlin\b/i],
  ['swift', /\bswift(?:ui)?\b/i],
  ['csharp', /\bc#|\b\.net\b|\basp\.net\b/i],
  ['cpp', /\bc\+\+/i],
  ['php', /\bphp\b|\blaravel\b/i],
  ['ruby', /\bruby\b/i],
  ['dart', /\bdart\b|\bflutter\b/i],
  ['bash', /\bbash\b|\bshell script\b/i],
  ['css', /\bs?css\b|\btailwind\b/i],
  ['html', /\bhtml5?\b/i],
]

/** A map, since a path may well end in `.constructor`. */
const EXTENSIONS = new Map<string, string>(
  Object.entries({
    ts: 'typescript',
    tsx: 'typescript',
    mts: 'typescript',
    js: 'javascript',
    jsx: 'javascript',
    mjs: 'javascript',
    py: 'python',
    sql: 'sql',
    go: 'go',
    rs: 'rust',
    java: 'java',
    kt: 'kotlin',
    swift: 'swift',
    cs: 'csharp',
    cpp: 'cpp',
    php: 'php',
    rb: 'ruby',
    dart: 'dart',
    sh: 'bash',
    css: 'css',
    scss: 'css',
    html: 'html',
  }),
)

const READ_CHARACTERS = 4_000

const SAMPLE_PATHS = 500

/** Languages the request names, then those of the files. */
export function namedLanguages(request: string, paths: readonly string[]): string[] {
  const head = request.slice(0, READ_CHARACTERS)
  const named = LANGUAGES.filter(([, pattern]) => pattern.test(head)).map(([name]) => name)
  const fromFiles = paths
    .slice(0, SAMPLE_PATHS)
    .flatMap((path) => EXTENSIONS.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? [])
  return [...new Set([...named, ...fromFiles])]
}
