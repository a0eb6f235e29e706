/** Which file of a generated project an import means, as bundlers do it. */

const EXTENSIONS = ['', '.tsx', '.ts', '.jsx', '.js', '.mjs', '.json', '.css']
/** What most templates set their path aliases to. */
const ALIASES: [prefix: string, folder: string][] = [
  ['@/', 'src/'],
  ['~/', 'src/'],
  ['@/', ''],
  ['~/', ''],
]

export type Files = Readonly<Record<string, string>>

/**
 * @param specifier as the import says it, e.g. `./App`, `@/lib/format`, `react`
 * @param importer the path of the file that imports
 * @returns the path of the file, or null where the specifier names a package or nothing at all
 */
export function resolveModule(specifier: string, importer: string, files: Files): string | null {
  const bare = specifier.replace(/[?#].*$/s, '')
  if (bare.startsWith('.')) return findFile(joinPath(folderOf(importer), bare), files)
  if (bare.startsWith('/')) return findFile(joinPath('', bare), files) ?? findFile(`public${bare}`, files)
  for (const [prefix, folder] of ALIASES) {
    if (!bare.startsWith(prefix)) continue
    const found = findFile(joinPath(folder, bare.slice(prefix.length)), files)
    if (found !== null) return found
  }
  return null
}

function findFile(path: string, files: Files): string | null {
  for (const extension of EXTENSIONS) {
    if (Object.hasOwn(files, path + extension)) return path + extension
  }
  for (const extension of EXTENSIONS.slice(1)) {
    const index = path === '' ? `index${extension}` : `${path}/index${extension}`
    if (Object.hasOwn(files, index)) return index
  }
  return null
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** The normal form of a path below the project's root; what would leave it ends at the root. */
function joinPath(folder: string, path: string): string {
  const parts: string[] = []
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
