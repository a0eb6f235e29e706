/** `package.json`, as far as the scorer reads it. */
import { asRecord } from './looseJson.ts'

export interface Manifest {
  path: string
  name: string
  /** Package → version range, of every kind of dependency. */
  dependencies: Map<string, string>
  scripts: Map<string, string>
  /** Files that `main`, `module`, `bin` and `exports` name. */
  entries: string[]
  /** Aliases of `imports`: keys starting with `#`. */
  imports: string[]
  isModule: boolean
  workspaces: boolean
}

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** Null where the text is no JSON object: package managers and bundlers stop at it. */
export function parseManifest(path: string, text: string): Manifest | null {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = asRecord(value)
  const dependencies = new Map<string, string>()
  for (const field of DEPENDENCY_FIELDS) {
    for (const [name, range] of Object.entries(asRecord(fields[field]))) dependencies.set(name, String(range))
  }
  const scripts = new Map<string, string>()
  for (const [name, command] of Object.entries(asRecord(fields.scripts))) scripts.set(name, String(command))
  return {
    path,
    name: typeof fields.name === 'string' ? fields.name : '',
    dependencies,
    scripts,
    entries: [fields.main, fields.module, fields.bin, fields.exports].flatMap(stringsIn),
    imports: Object.keys(asRecord(fields.imports)),
    isModule: fields.type === 'module',
    workspaces: fields.workspaces !== undefined,
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Object.values(asRecord(value)).flatMap(stringsIn)
}

/** Major version of a range such as `^18.2.0`, `>=4`, `npm:react@19`; null where it names none. */
export function majorOf(range: string): number | null {
  const match = /(\d+)(?:\.|$|\s|-|x)/.exec(range)
  return match?.[1] === undefined ? null : Number(match[1])
}

/** Package of a specifier: `@radix-ui/react-slot/dist` → `@radix-ui/react-slot`. */
export function packageOf(specifier: string): string {
  const segments = specifier.split('/')
  return specifier.startsWith('@') ? segments.slice(0, 2).join('/') : (segments[0] ?? '')
}
