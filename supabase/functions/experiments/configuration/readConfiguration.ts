/**
 * Reads an experiment's configuration out of the text of a YAML or JSON file. What is wrong is told with the path of the
 * field and the line it is on.
 */
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import type { z } from 'zod'
import { ApiError } from '../../_shared/http/apiError.ts'
import { type Configuration, configurationSchema, listedConfigurationSchema } from './configuration.ts'

/** Something wrong with a field. */
export interface Fault {
  path: readonly (string | number)[]
  message: string
}

export interface ReadConfiguration {
  configuration: Configuration
  /** The error for faults that only the catalog or the environment can know of. */
  refuse(faults: readonly Fault[]): ApiError
}

/** More than any file needs; beyond it aliases are an attack. */
const MAX_ALIASES = 100

/** Throws `invalid_request`: its message tells the first fault, its details all, `{ field, line, message }` each. */
export function readConfiguration(text: string): ReadConfiguration {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) {
    throw refusal([{ field: '', line: lines.linePos(broken.pos[0]).line, message: broken.message }])
  }
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return
      const { line } = lines.linePos(alias.range?.[0] ?? 0)
      throw refusal([{ field: '', line, message: `has an alias of nothing: *${alias.source}` }])
    },
  })
  const lineOf = (path: readonly PropertyKey[]) =>
    lines.linePos(nodeAt(document.contents, path)?.range?.[0] ?? 0).line
  const refuse = (faults: readonly Fault[]) =>
    refusal(faults.map(({ path, message }) => ({ field: path.join('.'), line: lineOf(path), message })))

  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch {
    throw refuse([{ path: [], message: 'has aliases that unfold without end' }])
  }
  const isListed =
    typeof value === 'object' &&
    value !== null &&
    'model_configs' in value &&
    Array.isArray(value.model_configs)
  const parsed = (isListed ? listedConfigurationSchema : configurationSchema).safeParse(value)
  if (!parsed.success) throw refuse(parsed.error.issues.flatMap(faultsOf))
  return { configuration: parsed.data, refuse }
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is not a known field' }))
  }
  // Our own words go on from the field's name; the schema's begin a sentence of their own.
  const own = issue.message.replace(/^(?:Invalid \w+|Too small|Too big): /, 'is not valid: ')
  return [{ path, message: own.replace(/^(?=[A-Z])/, 'is not valid: ') }]
}

/** The key's node where the path ends in a map: that is the line its reader looks for. The nearest there is otherwise. */
function nodeAt(root: unknown, path: readonly PropertyKey[]): Node | null {
  let node: unknown = root
  let nearest: Node | null = isNode(root) ? root : null
  for (const part of path) {
    const found = entryOf(node, part)
    if (found === undefined) break
    if (isPair(found)) {
      if (isNode(found.key)) nearest = found.key
      node = found.value
    } else {
      if (isNode(found)) nearest = found
      node = found
    }
  }
  return nearest
}

function entryOf(node: unknown, part: PropertyKey): Pair | Node | undefined {
  if (isMap(node)) {
    return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(part))
  }
  const items: unknown = isNode(node) && 'items' in node ? node.items : undefined
  const item: unknown = Array.isArray(items) ? items[Number(part)] : undefined
  return isNode(item) ? item : undefined
}

interface PlacedFault {
  field: string
  line: number
  message: string
}

function refusal(faults: readonly PlacedFault[]): ApiError {
  const [first] = faults
  const told = first === undefined ? 'is invalid' : tell(first)
  return new ApiError('invalid_request', told, { details: faults })
}

function tell({ field, line, message }: PlacedFault): string {
  return `line ${line}: ${field === '' ? 'the configuration' : field} ${message}`
}
