/** POSIX paths inside a project, all relative to its top. */

/** `./src//a/../b.ts` → `src/b.ts`; a path that leaves the project keeps its `..`. */
export function normalizePath(path: string): string {
  const segments: string[] = []
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop()
    else segments.push(segment)
  }
  return segments.join('/')
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function joinPath(directory: string, path: string): string {
  return normalizePath(directory === '' ? path : `${directory}/${path}`)
}

/** Lower case, without the dot; '' where there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The path as seen from `directory`, or null where it lies outside. */
export function relativeTo(directory: string, path: string): string | null {
  if (directory === '') return path
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : null
}
