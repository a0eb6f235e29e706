/** Finds the file name a model wrote beside a code block: in the fence's info string, a heading, or a first-line comment. */

/** Files that have no extension and are files all the same. */
const BARE_FILE_NAMES = new Set([
  'Dockerfile',
  'Makefile',
  'LICENSE',
  'Procfile',
  'README',
  'CNAME',
  'Caddyfile',
])

/** Fences in these languages show commands; a heading above them names a step, not a file. */
const COMMAND_LANGUAGES = new Set([
  'bash',
  'sh',
  'shell',
  'console',
  'terminal',
  'zsh',
  'powershell',
  'text',
  'plaintext',
])

/** Whether a word reads as a path, well-formed or hostile. `tsx` does not, `src/App.tsx`, `..\\x.ts` and `.env` do. */
function looksLikePath(word: string): boolean {
  if (word === '' || /\s/.test(word) || /^https?:/i.test(word)) return false
  if (BARE_FILE_NAMES.has(word)) return true
  const name = word.split(/[\\/]/).at(-1) ?? ''
  const hasExtension = /^[^\s<>"'`{}]*\.[a-z0-9_]{1,12}$/i.test(name) || /^\.[a-z][\w.-]*$/i.test(name)
  if (hasExtension) return /[a-z]/i.test(name)
  return /[\\/]/.test(word) && (BARE_FILE_NAMES.has(name) || /^(?:\/|\.\.[\\/]|[a-z]:)/i.test(word))
}

/** `path="a b.ts"`, `title=src/a.ts`, `filename: 'x'` → the value. */
function attributeValue(text: string): string | undefined {
  const match =
    /(?:^|[\s{,])(?:path|file|filename|file_path|filepath|title|name)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s},]+))/i.exec(
      text,
    )
  return match ? (match[1] ?? match[2] ?? match[3]) : undefined
}

/** The path in a fence's info string: `tsx src/App.tsx`, `tsx:src/App.tsx`, `src/App.tsx`, `tsx title="src/App.tsx"`. */
export function pathInInfoString(info: string): string | undefined {
  const attribute = attributeValue(info)
  if (attribute !== undefined && looksLikePath(attribute)) return attribute
  for (const word of info.trim().split(/\s+/)) {
    const afterLanguage = /^[a-z0-9+#-]{1,20}:(?![\\/]{2})(.+)$/i.exec(word)?.[1]
    // `c:\x` is a drive, not a language, and has to be seen whole to be refused.
    if (afterLanguage !== undefined && !/^[a-z]:[\\/]/i.test(word) && looksLikePath(afterLanguage))
      return afterLanguage
    if (looksLikePath(word)) return word
  }
  return undefined
}

/** The language of a fence's info string, lower case; empty where there is none. */
export function languageOfInfoString(info: string): string {
  return (/^[a-z0-9+#-]+/i.exec(info.trim())?.[0] ?? '').toLowerCase()
}

/** The path a line of prose names as a title: `### src/App.tsx`, `**src/App.tsx**`, `File: src/App.tsx`, `2. \`a.ts\``. */
export function pathInHeading(line: string): string | undefined {
  const trimmed = line.trim()
  if (trimmed.length > 400) return undefined
  const isMarked =
    /^(?:#{1,6}\s|\*\*|__|`|[-*]\s|\d+[.)]\s|(?:file|filename|path|create|update|new file|datei|fichier|archivo)\b)/i.test(
      trimmed,
    )
  const quoted = /`([^`]+)`/.exec(trimmed)?.[1]?.trim()
  if (isMarked && quoted !== undefined && looksLikePath(quoted)) return quoted
  const bare = trimmed
    .replace(/^#{1,6}\s+/, '')
    .replace(/^(?:[-*]|\d+[.)])\s+/, '')
    .replace(/^(?:\*\*|__)/, '')
    .replace(/^(?:(?:create|update|new)\s+)?(?:(?:file|filename|path|datei|fichier|archivo)\b)?\s*:?\s*/i, '')
    .replace(/\s*\((?:new|updated|modified|changed|neu|nouveau|nuevo)\)/i, '')
    .replace(/(?:\*\*|__)?:?(?:\*\*|__)?$/, '')
    .replaceAll('`', '')
    .trim()
  return looksLikePath(bare) ? bare : undefined
}

/** The path in a comment that is a file's first line: `// src/App.tsx`, `# app.py`, `<!-- index.html -->`. */
export function pathInComment(line: string): string | undefined {
  const body =
    /^\s*(?:\/\/+|#(?!!)|--|;)\s*(.+?)\s*$/.exec(line)?.[1] ??
    /^\s*\{?\/\*+\s*(.+?)\s*\*\/\}?\s*$/.exec(line)?.[1] ??
    /^\s*<!--\s*(.+?)\s*-->\s*$/.exec(line)?.[1]
  if (body === undefined) return undefined
  const path = body.replace(/^(?:file|filename|path)\s*:\s*/i, '')
  return looksLikePath(path) ? path : undefined
}

/** Whether a heading may name the file of a fence in this language. */
export function takesNameFromHeading(language: string, path: string): boolean {
  if (!COMMAND_LANGUAGES.has(language)) return true
  return /\.(?:sh|bash|zsh|ps1|txt|env|conf|cfg|ini)$|(?:^|\/)(?:\.[\w.-]+|Dockerfile|Makefile|LICENSE|Procfile|README|CNAME|Caddyfile)$/i.test(
    path,
  )
}
