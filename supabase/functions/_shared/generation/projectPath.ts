/** Which file paths a project may contain. Everything that a model or a caller names passes through here. */

/** Longest path accepted, in characters. */
const MAX_PATH_LENGTH = 300

export type PathCheck = { ok: true; path: string } | { ok: false; reason: string }

function refuse(raw: string, why: string): PathCheck {
  return { ok: false, reason: `path ${JSON.stringify(raw.slice(0, 120))} ${why}` }
}

/**
 * Checks one path and gives its normal form (NFC, no leading `./`).
 * Refused, with the reason: absolute paths, `..`, backslashes, NUL and other control characters, characters without
 * width, drive letters, empty segments, and names over {@link MAX_PATH_LENGTH} characters.
 */
export function checkProjectPath(raw: string): PathCheck {
  const path = raw.normalize('NFC').replace(/^(?:\.\/)+/, '')
  if (path === '') return refuse(raw, 'is empty')
  if (path.length > MAX_PATH_LENGTH) return refuse(raw, `is longer than ${MAX_PATH_LENGTH} characters`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
  if (/[\u0000-\u001f\u007f]/.test(path)) return refuse(raw, 'contains a control character')
  if (/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]/.test(path))
    return refuse(raw, 'contains a character without width')
  if (!path.isWellFormed()) return refuse(raw, 'is not well-formed Unicode')
  if (path.includes('\\')) return refuse(raw, 'contains a backslash')
  if (path.startsWith('/')) return refuse(raw, 'is absolute')
  if (/^[a-z]:/i.test(path)) return refuse(raw, 'names a drive')
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return refuse(raw, 'is an address')

  const segments = path.split('/')
  if (segments.includes('..')) return refuse(raw, 'leaves the project')
  if (segments.some((segment) => segment === '' || segment === '.'))
    return refuse(raw, 'has an empty segment')
  return { ok: true, path }
}

/** Where builders' sandboxes keep the project: models write these roots before a path. */
const SANDBOX_ROOTS = [
  '/home/project/',
  '/home/user/project/',
  '/home/user/',
  '/workspace/',
  '/project/',
  '/repo/',
  '/mnt/data/',
]
const APP_ROOT = '/app/'

/** What runs on a developer's machine or in CI without being asked: a model may not add it to a project. */
const RUNS_BY_ITSELF =
  /^(?:\.git|\.husky|\.githooks|\.devcontainer)\/|^\.github\/(?:workflows|actions)\/|^\.vscode\/(?:tasks|launch|settings)\.json$|(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.c?js|\.envrc|\.gitmodules|\.gitattributes|\.pre-commit-config\.yaml)$|^\.(?:gitlab-ci|travis)\.yml$|^\.circleci\//i

/**
 * The path of a project file that a model named. Spaces at the ends, a leading slash and a sandbox's root are dropped
 * where a safe relative path is left; `/app/` is a root only in a project without a folder `app`.
 *
 * @param project paths that the project has already.
 */
export function checkAnsweredPath(
  raw: string,
  project: { has(path: string): boolean; hasFolder(name: string): boolean },
): PathCheck {
  const named = raw.trim()
  const root = [...SANDBOX_ROOTS, ...(project.hasFolder('app') ? [] : [APP_ROOT])].find((prefix) =>
    named.startsWith(prefix),
  )
  const relative = root === undefined ? named.replace(/^\/+(?=[^/])/, '') : named.slice(root.length)
  const checked = checkProjectPath(relative)
  if (!checked.ok) return refuse(raw, checked.reason.replace(/^path (?:"(?:[^"\\]|\\.)*") /, ''))
  if (RUNS_BY_ITSELF.test(checked.path) && !project.has(checked.path))
    return refuse(raw, 'would run by itself on the machine that opens the project')
  return checked
}
