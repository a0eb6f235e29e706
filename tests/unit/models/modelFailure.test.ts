// Failures by the pieces providers give: codes before status, text only where the status says too little.
import { describe, expect, it } from 'vitest'
import { MODEL_ERROR_CODES } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { classifyFailure, modelError } from '../../../supabase/functions/_shared/models/modelFailure.ts'

const meaning = (status: number | undefined, codes: string[] = [], detail = '') =>
  classifyFailure({ status, codes, detail }).code

describe('classifyFailure', () => {
  it('a failing provider stays one, whatever its error page says', () => {
    expect(meaning(500, [], 'maximum context length of the log line exceeded')).toBe('server_error')
    expect(meaning(429, [], 'context window')).toBe('rate_limited')
  })

  it('inside a stream the code decides, and without one it is the provider', () => {
    expect(meaning(undefined, ['rate_limit_exceeded'])).toBe('rate_limited')
    expect(meaning(undefined, ['overloaded_error'])).toBe('server_error')
    expect(meaning(undefined, ['invalid_request_error'])).toBe('invalid_request')
    expect(meaning(undefined)).toBe('server_error')
    expect(meaning(undefined, ['content_filter'])).toBe('content_policy')
  })

  it('an inherited property of objects is no code', () => {
    expect(meaning(400, ['constructor'])).toBe('invalid_request')
    expect(meaning(undefined, ['toString'])).toBe('server_error')
  })

  it('keeps status and wait', () => {
    expect(classifyFailure({ status: 429, codes: [], detail: '', retryAfterMs: 5 })).toMatchObject({
      code: 'rate_limited',
      status: 429,
      retryAfterMs: 5,
    })
  })
})

it.each(MODEL_ERROR_CODES)('%s has words of its own, without status or wait where there is none', (code) => {
  const error = modelError(code)
  expect(error.message).toMatch(/^[A-Z].{10,}\.$/)
  expect(Object.keys(error)).toEqual(['code', 'message'])
})
