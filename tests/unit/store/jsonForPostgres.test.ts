/** Whatever a model writes becomes JSON that Postgres takes, and nothing else changes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonForPostgres } from '../../../supabase/functions/_shared/store/jsonForPostgres.ts'

describe('jsonForPostgres', () => {
  it('replaces NUL and half surrogates in strings and keys', () => {
    expect(jsonForPostgres({ 'a\u0000': ['\ud83d', { b: 'x\udc00y' }] })).toEqual({
      'a\uFFFD': ['\uFFFD', { b: 'x\uFFFDy' }],
    })
  })

  it('leaves a key named __proto__ a key', () => {
    const made = jsonForPostgres(JSON.parse('{"__proto__": "\\u0000"}'))
    expect(JSON.stringify(made)).toBe('{"__proto__":"\uFFFD"}')
  })

  it('writes what JSON does not know as JSON.stringify does', () => {
    expect(jsonForPostgres({ a: undefined, b: Number.NaN, c: new Date(0) })).toEqual({
      b: null,
      c: '1970-01-01T00:00:00.000Z',
    })
    expect(jsonForPostgres(undefined)).toBeNull()
  })

  it('never lets through what jsonb refuses, and leaves well-formed values as they are', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const written = JSON.stringify(jsonForPostgres(value))
        expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/)
        const given = JSON.stringify(value)
        if (!/\\u0000|\\ud[89a-f]/.test(given)) expect(written).toBe(given)
      }),
    )
  })
})
