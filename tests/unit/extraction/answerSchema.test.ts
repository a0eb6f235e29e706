import { describe, expect, it } from 'vitest'
import { readSchema } from '../../../supabase/functions/queue/extraction/answerSchema.ts'

function accepts(schema: Record<string, unknown>, value: unknown): boolean {
  const read = readSchema(schema)
  if (!read.ok) throw new Error(read.reason)
  return read.parse(value).ok
}

describe('answers are held against the schema to the letter', () => {
  it.each([
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, { a: 'x' }, true],
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, {}, false],
    [{ type: 'object', properties: { a: { type: 'string' } } }, { a: 1 }, false],
    [{ type: 'object', properties: {}, additionalProperties: false }, { b: 1 }, false],
    // required, and described nowhere
    [{ type: 'object', required: ['a'] }, {}, false],
    [{ type: 'object', required: ['a'] }, { a: null }, true],
    // without a type
    [{ properties: { a: { type: 'string' } } }, { a: 4 }, false],
    [{ items: { type: 'number' } }, ['x'], false],
    [{ type: ['string', 'null'] }, null, true],
    [{ type: 'integer' }, 1.5, false],
    [{ enum: ['a', 'b'] }, 'c', false],
    [{ type: 'array', items: { $ref: '#/$defs/n' }, $defs: { n: { type: 'number' } } }, [1], true],
  ])('%j %j', (schema, value, isRight) => {
    expect(accepts(schema, value)).toBe(isRight)
  })
})

describe('a schema is refused', () => {
  const deep = (depth: number): Record<string, unknown> =>
    depth === 0 ? {} : { type: 'array', items: deep(depth - 1) }
  it.each([
    [{ type: 'banana' }, 'Unsupported type'],
    [{ $ref: 'https://elsewhere.example/schema' }, 'External'],
    [{ type: 'string', pattern: '(a+)+$' }, 'pattern'],
    [{ type: 'object', properties: { a: 5 } }, 'not a schema'],
    [{ if: {}, else: {} }, 'Conditional'],
    [deep(30), 'deeper'],
    [
      { type: 'object', properties: Object.fromEntries(Array.from({ length: 2_100 }, (_, at) => [at, {}])) },
      'nodes',
    ],
  ])('%#', (schema, reason) => {
    expect(readSchema(schema)).toEqual({ ok: false, reason: expect.stringContaining(reason) })
  })
})
