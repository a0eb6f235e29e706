/** Which file paths a project may contain. Everything a model or a caller names passes through here. */

/** Longest path accepted, in characters. */
const MAX_PATH_LENGTH = 300

export type PathCheck = { ok: true; path: string } | { ok: false; reason: string }

/**
 * Checks one path and gives its normal form (NFC, no leading `./`).
 * Refused, with the reason: absolute paths, `..`, backslashes, NUL and other control characters, drive letters,
 * empty segments, and names over {@link MAX_PATH_LENGTH} characters.
 */
export function checkProjectPath(raw: string): PathCheck {
  const path = raw.normalize('NFC').replace(/^(?:\.\/)+/, '')
  const refuse = (why: string): PathCheck => ({
    ok: false,
    reason: `path ${JSON.stringify(raw.slice(0, 120))} ${why}`,
  })

  if (path === '') return refuse('is empty')
  if (path.length > MAX_PATH_LENGTH) return refuse(`is longer than ${MAX_PATH_LENGTH} characters`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
  if (/[\u0000-\u001f\u007f]/.test(path)) return refuse('contains a control character')
  if (!path.isWellFormed()) return refuse('is not well-formed Unicode')
  if (path.includes('\\')) return refuse('contains a backslash')
  if (path.startsWith('/')) return refuse('is absolute')
  if (/^[a-z]:/i.test(path)) return refuse('names a drive')
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return refuse('is an address')

  const segments = path.split('/')
  if (segments.includes('..')) return refuse('leaves the project')
  if (segments.some((segment) => segment === '' || segment === '.')) return refuse('has an empty segment')
  return { ok: true, path }
}
