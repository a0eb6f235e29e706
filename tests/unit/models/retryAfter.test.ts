// Retry-After in every form, and nothing made of what is none.
import { expect, it } from 'vitest'
import { durationTextMs, retryAfterMs } from '../../../supabase/functions/_shared/models/retryAfter.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')

it.each([
  [{ 'retry-after': '3' }, 3_000],
  [{ 'retry-after': '0.25' }, 250],
  [{ 'retry-after': ' 2 ' }, 2_000],
  [{ 'retry-after': '-5' }, 0],
  [{ 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT' }, 90_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
  [{ 'retry-after-ms': '1500' }, 1_500],
  [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
  [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%o is %s', (headers, expected) => {
  expect(retryAfterMs(new Headers(headers as Record<string, string>), NOW)).toBe(expected)
})

it('no headers, no wait', () => {
  expect(retryAfterMs(undefined)).toBeUndefined()
})

it.each([
  ['13s', 13_000],
  ['0.5s', 500],
  ['13', undefined],
  ['1m', 60_000],
  ['1m30s', 90_000],
  ['250ms', 250],
  ['1 minute', undefined],
])('the duration %s is %s', (text, expected) => {
  expect(durationTextMs(text)).toBe(expected)
})
