import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sleep } from '../../../supabase/functions/_shared/execution/sleep.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('resolves after the time, and leaves no timer', async () => {
  const waiting = sleep(1_000)
  await vi.advanceTimersByTimeAsync(1_000)
  await waiting
  expect(vi.getTimerCount()).toBe(0)
})

it('resolves at once when called off, before or during', async () => {
  await sleep(1_000, AbortSignal.abort())
  const caller = new AbortController()
  const waiting = sleep(1_000, caller.signal)
  caller.abort()
  await waiting
  expect(vi.getTimerCount()).toBe(0)
})
