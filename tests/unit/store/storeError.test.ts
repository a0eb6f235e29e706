/** Which failures of the database are worth another try. */
import { describe, expect, it } from 'vitest'
import { storeErrorFrom } from '../../../supabase/functions/_shared/store/storeError.ts'

describe('storeErrorFrom', () => {
  it.each([
    { status: 0, code: '', expected: 'unavailable', what: 'no answer at all' },
    { status: 503, code: 'PGRST001', expected: 'unavailable', what: 'PostgREST without a database' },
    { status: 504, code: 'PGRST003', expected: 'unavailable', what: 'no free connection' },
    { status: 500, code: '40P01', expected: 'unavailable', what: 'a deadlock' },
    { status: 500, code: '40001', expected: 'unavailable', what: 'a serialization failure' },
    { status: 500, code: '57P01', expected: 'unavailable', what: 'a shutdown' },
    { status: 500, code: '53300', expected: 'unavailable', what: 'too many connections' },
    { status: 500, code: '08006', expected: 'unavailable', what: 'a lost connection' },
    { status: 429, code: undefined, expected: 'unavailable', what: 'a busy gateway' },
    { status: 502, code: undefined, expected: 'unavailable', what: 'a broken gateway' },
    { status: 409, code: '23503', expected: 'unknown_user', what: 'a user who is not there' },
    { status: 400, code: '23514', expected: 'refused', what: 'a value no column takes' },
    { status: 403, code: '42501', expected: 'refused', what: 'a missing grant' },
    { status: 404, code: 'PGRST202', expected: 'refused', what: 'a function that is not there' },
    { status: 401, code: 'PGRST301', expected: 'refused', what: 'a wrong key' },
  ])('$what is $expected', ({ status, code, expected }) => {
    const error = storeErrorFrom('begin_run', { status, error: { code, message: 'what it said' } })
    expect(error).toMatchObject({ code: expected, isRetryable: expected === 'unavailable' })
    expect(error.message).toBe('begin_run: what it said')
  })
})
