/** A value that a JSON Schema allows, for structured output that is not a project. */
import { z } from 'zod'

const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  items: z.record(z.string(), z.unknown()).optional(),
  prefixItems: z.array(z.record(z.string(), z.unknown())).optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
  oneOf: z.array(z.record(z.string(), z.unknown())).optional(),
  allOf: z.array(z.record(z.string(), z.unknown())).optional(),
  $ref: z.string().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  format: z.string().optional(),
})

type JsonSchema = Record<string, unknown>

/** True for the schema of a project: an object with a list of files. */
export function asksForFiles(schema: JsonSchema): boolean {
  return schemaShape.parse(schema).properties?.files !== undefined
}

/** A value of `schema`; strings repeat the beginning of `topic`, so that answers tell what they were about. */
export function valueForSchema(schema: JsonSchema, topic: string): unknown {
  return sampleOf(schema, schema, topic, 0)
}

/** Deepest nesting of references that is followed; a recursive schema has to end somewhere. */
const MAX_DEPTH = 12

function sampleOf(schema: JsonSchema, root: JsonSchema, topic: string, depth: number): unknown {
  const shape = schemaShape.parse(schema)
  if (depth > MAX_DEPTH) return null
  const below = (inner: JsonSchema): unknown => sampleOf(inner, root, topic, depth + 1)
  if ('const' in schema) return shape.const
  if (shape.enum) return shape.enum[0]
  if (shape.$ref) return below(resolve(root, shape.$ref))
  const choice = shape.anyOf?.[0] ?? shape.oneOf?.[0]
  if (choice) return below(choice)
  if (shape.allOf) return Object.assign({}, ...shape.allOf.map(below))
  const type = Array.isArray(shape.type)
    ? shape.type[0]
    : (shape.type ?? (shape.properties ? 'object' : 'string'))
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.properties ?? {}).map(([name, inner]) => [name, below(inner)]),
      )
    case 'array':
      if (shape.prefixItems) return shape.prefixItems.map(below)
      return Array.from({ length: Math.max(1, shape.minItems ?? 1) }, () =>
        below(shape.items ?? { type: 'string' }),
      )
    case 'integer':
    case 'number':
      return numberIn(shape)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return stringOf(shape, topic)
  }
}

function resolve(root: JsonSchema, reference: string): JsonSchema {
  const parts = reference.replace(/^#\/?/, '').split('/').filter(Boolean)
  let target: unknown = root
  for (const part of parts) target = z.record(z.string(), z.unknown()).parse(target)[part]
  return z.record(z.string(), z.unknown()).parse(target)
}

function numberIn({ minimum, exclusiveMinimum, maximum }: z.infer<typeof schemaShape>): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1)
  return maximum === undefined ? Math.max(least, 1) : Math.min(maximum, Math.max(least, 1))
}

function stringOf(
  { format, minLength = 0, maxLength = 80 }: z.infer<typeof schemaShape>,
  topic: string,
): string {
  const known: Record<string, string> = {
    date: '2026-01-15',
    'date-time': '2026-01-15T09:00:00Z',
    email: 'someone@example.com',
    uri: 'https://example.com/',
    uuid: '6f1c2f0a-5d0e-4c7e-9b8a-3f5f2a1d4e60',
  }
  const text = (format && known[format]) || topic.replace(/\s+/g, ' ').slice(0, maxLength) || 'none'
  return text.padEnd(minLength, '.')
}
