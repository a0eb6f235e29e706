/** Reads the JSON Schema of what is to be extracted, and holds answers against it. */
import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

export type ReadSchema =
  | { ok: true; parse: (value: unknown) => { ok: true } | { ok: false; reason: string } }
  | { ok: false; reason: string }

/** What a worker that many share can afford. */
const MAX_DEPTH = 20
const MAX_NODES = 2_000

/** A regular expression of a stranger's can keep a worker busy for ever. */
const REFUSED_KEYWORDS = ['pattern', 'patternProperties']

/** Keywords whose values are schemas, lists of them, or maps of names to them. */
const ONE = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames']
const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems', 'items']
const MAPS = ['properties', '$defs', 'definitions']

/**
 * The schema as zod checks it (drafts 4, 7 and 2020-12). Refused, with the reason, is what it cannot check: an unknown type,
 * a reference to elsewhere, conditions, `pattern`; and what is deeper than 20 or has more than 2,000 nodes.
 * Nothing is filled in: `default` has no effect, as what was not extracted is not there.
 */
export function readSchema(schema: JsonSchema): ReadSchema {
  const text = JSON.stringify(schema)
  const known = recentlyRead.get(text)
  if (known !== undefined) return known
  const read = readAnew(schema)
  if (recentlyRead.size >= MOST_KEPT) recentlyRead.clear()
  recentlyRead.set(text, read)
  return read
}

/** Items come in hundreds of one schema, and reading it costs more than checking an answer by it. */
const recentlyRead = new Map<string, ReadSchema>()
const MOST_KEPT = 50

function readAnew(schema: JsonSchema): ReadSchema {
  try {
    const checked = z.fromJSONSchema(strict(schema, 0, { nodes: 0 }))
    return {
      ok: true,
      parse(value) {
        const parsed = checked.safeParse(value)
        if (parsed.success) return { ok: true }
        const [issue] = parsed.error.issues
        const path = issue?.path.map(String).join('.')
        return { ok: false, reason: `${path ? `${path}: ` : ''}${issue?.message ?? 'is not of the schema'}` }
      },
    }
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'is not a JSON Schema' }
  }
}

/** A copy in which what JSON Schema implies is written down, as zod looks at `type` and `properties` alone. */
function strict(node: JsonSchema, depth: number, count: { nodes: number }): JsonSchema {
  count.nodes += 1
  if (depth > MAX_DEPTH) throw new Error(`is deeper than ${MAX_DEPTH}`)
  if (count.nodes > MAX_NODES) throw new Error(`has more than ${MAX_NODES} nodes`)
  const refused = REFUSED_KEYWORDS.find((keyword) => keyword in node)
  if (refused !== undefined) throw new Error(`${refused} is not supported`)
  const { default: _unused, ...copy } = node
  const inner = (value: unknown) => {
    if (!isObject(value)) throw new Error('holds something that is not a schema')
    return strict(value, depth + 1, count)
  }
  for (const keyword of MAPS) {
    const map = copy[keyword]
    if (map === undefined) continue
    if (!isObject(map)) throw new Error(`${keyword} is not an object`)
    copy[keyword] = Object.fromEntries(
      Object.entries(map).map(([name, value]) => [
        name,
        isBoolean(value) ? openOrNever(value) : inner(value),
      ]),
    )
  }
  for (const keyword of LISTS) if (Array.isArray(copy[keyword])) copy[keyword] = copy[keyword].map(inner)
  for (const keyword of ONE) if (isObject(copy[keyword])) copy[keyword] = inner(copy[keyword])
  if (copy.type === undefined && copy.properties !== undefined) copy.type = 'object'
  if (copy.type === undefined && copy.items !== undefined) copy.type = 'array'
  if (Array.isArray(copy.required)) {
    const properties: JsonSchema = isObject(copy.properties) ? { ...copy.properties } : {}
    for (const name of copy.required.map(String)) {
      if (!Object.hasOwn(properties, name)) properties[name] = REQUIRED_ANYTHING
    }
    copy.properties = properties
    copy.type ??= 'object'
  }
  return copy
}

/** Anything but absent. */
const REQUIRED_ANYTHING = { type: ['string', 'number', 'boolean', 'object', 'array', 'null'] }

function openOrNever(value: boolean): JsonSchema {
  return value ? {} : { not: {} }
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
