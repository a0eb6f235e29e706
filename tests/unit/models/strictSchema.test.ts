// Which schemas OpenAI's strict mode takes.
import { expect, it } from 'vitest'
import { isStrictSchema } from '../../../supabase/functions/_shared/models/providers/strictSchema.ts'

const closed = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

it.each([
  [true, { type: 'string' }],
  [true, closed({})],
  [true, closed({ files: { type: 'array', items: closed({ path: { type: 'string' } }) } })],
  [true, closed({ either: { anyOf: [{ type: 'null' }, closed({})] } })],
  [false, { ...closed({ a: { type: 'string' } }), required: [] }],
  [false, { ...closed({ a: { type: 'string' } }), additionalProperties: { type: 'string' } }],
  [false, closed({ files: { type: 'array', items: { type: 'object' } } })],
  [false, closed({ either: { anyOf: [{ type: 'object' }] } })],
  [false, 'no schema'],
])('%s for %o', (expected, schema) => {
  expect(isStrictSchema(schema)).toBe(expected)
})
