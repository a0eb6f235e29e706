// The clocks around a call, on fake time: who interrupts, when, and that nothing is left ticking.
import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { guardCall } from '../../../supabase/functions/_shared/models/callGuard.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const options = { signal: undefined, remainingMs: 60_000, firstTokenMs: 1_000, stallMs: 500 }

describe('guardCall', () => {
  it('waits firstTokenMs for a token; other chunks do not count', () => {
    const guard = guardCall(options)
    vi.advanceTimersByTime(900)
    guard.chunkArrived(false)
    vi.advanceTimersByTime(99)
    expect(guard.interruption).toBeNull()
    vi.advanceTimersByTime(1)
    expect(guard.interruption).toBe('first_token_timeout')
    expect(guard.signal.aborted).toBe(true)
  })

  it('any byte is a sign of life, before and after the first token, but not once the text is complete', () => {
    const guard = guardCall(options)
    for (let round = 0; round < 5; round += 1) {
      vi.advanceTimersByTime(999)
      guard.bytesArrived()
    }
    guard.chunkArrived(true)
    for (let round = 0; round < 5; round += 1) {
      vi.advanceTimersByTime(499)
      guard.bytesArrived()
    }
    expect(guard.interruption).toBeNull()
    guard.finishArrived()
    vi.advanceTimersByTime(499)
    guard.bytesArrived()
    vi.advanceTimersByTime(1)
    expect(guard.interruption).toBe('stalled')
  })

  it('bytes that arrive while the reader is busy start no clock against it', async () => {
    const guard = guardCall(options)
    guard.chunkArrived(true)
    let finishReading = () => {}
    const waiting = guard.waitForReader(
      new Promise((resolve) => {
        finishReading = resolve
      }),
    )
    guard.bytesArrived()
    vi.advanceTimersByTime(5_000)
    expect(guard.interruption).toBeNull()
    finishReading()
    await waiting
  })

  it('after the first token any chunk is a sign of life', () => {
    const guard = guardCall(options)
    guard.chunkArrived(true)
    for (let round = 0; round < 10; round += 1) {
      vi.advanceTimersByTime(499)
      guard.chunkArrived(false)
    }
    expect(guard.interruption).toBeNull()
    vi.advanceTimersByTime(500)
    expect(guard.interruption).toBe('stalled')
  })

  it('waits at most two seconds for usage once the text is complete', () => {
    const guard = guardCall({ ...options, stallMs: 20_000 })
    guard.chunkArrived(true)
    guard.finishArrived()
    vi.advanceTimersByTime(1_999)
    expect(guard.interruption).toBeNull()
    vi.advanceTimersByTime(1)
    expect(guard.interruption).toBe('stalled')
  })

  it('does not count silence while the reader is busy, but the deadline goes on', async () => {
    const guard = guardCall({ ...options, remainingMs: 5_000 })
    guard.chunkArrived(true)
    const waiting = guard.waitForReader(new Promise(() => {}))
    const ended = expect(waiting).rejects.toThrow(/reader/)
    vi.advanceTimersByTime(4_999)
    expect(guard.interruption).toBeNull()
    vi.advanceTimersByTime(1)
    expect(guard.interruption).toBe('deadline')
    await ended
  })

  it('the first cause stands', () => {
    const controller = new AbortController()
    const guard = guardCall({ ...options, signal: controller.signal })
    controller.abort()
    vi.advanceTimersByTime(100_000)
    expect(guard.interruption).toBe('cancelled')
  })

  it('begins interrupted where the signal or the deadline is past', () => {
    expect(guardCall({ ...options, signal: AbortSignal.abort() }).interruption).toBe('cancelled')
    expect(guardCall({ ...options, remainingMs: 0 }).interruption).toBe('deadline')
  })

  it('a deadline beyond the longest timer does not fire at once', () => {
    const guard = guardCall({ ...options, remainingMs: Number.MAX_SAFE_INTEGER })
    guard.chunkArrived(true)
    vi.advanceTimersByTime(100)
    expect(guard.interruption).toBeNull()
  })

  it('leaves no timer and no listener after release', () => {
    const controller = new AbortController()
    const guard = guardCall({ ...options, signal: controller.signal })
    expect(vi.getTimerCount()).toBe(2)
    guard.release()
    expect(vi.getTimerCount()).toBe(0)
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    expect(guard.interruption).toBeNull()
  })
})
