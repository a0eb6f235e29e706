/** Whether a JSON Schema satisfies OpenAI's strict mode: every object closed, every property required. */
import { z } from 'zod'

const schemaNode = z.looseObject({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
})

/** A schema that does not qualify is still sent, as guidance instead of a guarantee; strict mode would answer 400. */
export function isStrictSchema(schema: unknown): boolean {
  const node = schemaNode.safeParse(schema).data
  if (!node) return false
  if (node.properties || node.type === 'object') {
    const names = Object.keys(node.properties ?? {})
    if (node.additionalProperties !== false) return false
    if (!names.every((name) => node.required?.includes(name))) return false
  }
  const children = [...Object.values(node.properties ?? {}), ...(node.anyOf ?? [])]
  if (node.items !== undefined) children.push(node.items)
  return children.every(isStrictSchema)
}
