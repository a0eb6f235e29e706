/** What a well-known package exports in the version that a project declares. */
import { majorOf } from '../reading/manifest.ts'
import { ICON_SPANS, ICON_VERSIONS } from './lucideIcons.generated.ts'
import { PACKAGE_EXPORTS } from './packageExports.generated.ts'

const ICONS = 'lucide-react'
/** Besides the icons. */
const ICON_HELPERS = new Set([
  'createLucideIcon',
  'icons',
  'Icon',
  'default',
  'LucideProvider',
  'useLucideContext',
  'DynamicIcon',
])

/**
 * Whether `specifier` exports `name` in the version that `range` asks for; null where nobody here knows: an unknown
 * package, an unknown version. Without a range, every version that is known counts.
 */
export function isExportedByPackage(specifier: string, range: string | null, name: string): boolean | null {
  if (specifier === ICONS) return isIcon(range, name)
  const versions = Object.hasOwn(PACKAGE_EXPORTS, specifier) ? PACKAGE_EXPORTS[specifier] : undefined
  if (versions === undefined) return null
  const majors = Object.keys(versions).map(Number)
  const major = range === null ? null : isNewest(range) ? Math.max(...majors) : majorOf(range)
  if (range !== null && (major === null || /\|\||>=|<|\s-\s|:/.test(range))) return null
  const fitting = major === null ? majors : majors.filter((candidate) => candidate === major)
  if (fitting.length === 0) return null
  return fitting.some((candidate) => namesOf(versions[candidate] ?? '').has(name))
}

function isNewest(range: string): boolean {
  return range === 'latest' || range === '*' || range === 'x' || range === ''
}

const nameSets = new Map<string, ReadonlySet<string>>()

function namesOf(list: string): ReadonlySet<string> {
  const known = nameSets.get(list)
  if (known !== undefined) return known
  const names = new Set(list.split(' '))
  nameSets.set(list, names)
  return names
}

let iconSpans: Map<string, string> | null = null

/**
 * An icon is certainly there where it is in a looked-at version on either side of the declared one, or in it; certainly
 * absent where it is in neither. A caret range below 1.0 stays within its minor version; above, it takes the newest.
 */
function isIcon(range: string | null, name: string): boolean | null {
  if (ICON_HELPERS.has(name)) return true
  const span = spanOf(name)
  if (range === null || isNewest(range))
    return range === null ? span !== null : (span?.endsWith('1') ?? false)
  const version = /^[\^~=v]?\s*(\d+)\.(\d+)/.exec(range)
  if (version === null) return null
  const [major, minor] = [Number(version[1]), Number(version[2])]
  if (span === null) return false
  if (major >= 1 && range.startsWith('^')) return span.endsWith('1')
  const wanted = major * 1_000_000 + minor
  const after = ICON_VERSIONS.findIndex((candidate) => candidate >= wanted)
  if (after === -1) return span.endsWith('1')
  const exact = ICON_VERSIONS[after] === wanted
  return span[after] === '1' || (!exact && (after === 0 || span[after - 1] === '1'))
}

/** `HomeIcon` and `LucideHome` are other names of `Home`. */
function spanOf(name: string): string | null {
  if (iconSpans === null) {
    iconSpans = new Map()
    for (const [span, icons] of Object.entries(ICON_SPANS))
      for (const icon of icons.split(' ')) iconSpans.set(icon, span)
  }
  return (
    iconSpans.get(name) ??
    iconSpans.get(name.replace(/Icon$/, '')) ??
    iconSpans.get(name.replace(/^Lucide/, '')) ??
    null
  )
}
