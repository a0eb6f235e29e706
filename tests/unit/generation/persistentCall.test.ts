import { describe, expect, it } from 'vitest'
import type { GenerationTask } from '../../../supabase/functions/_shared/generation/generation.ts'
import { persistentCall } from '../../../supabase/functions/_shared/generation/persistentCall.ts'
import type { CallOutcome, ModelError } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { accountOf } from '../../fixtures/calls.ts'
import { generationTask } from './generationTask.ts'

const ACCOUNT = accountOf({ costNanoUsd: 0, costIsEstimate: true, durationMs: 5, firstTokenAfterMs: null })

/** Calls that end in these errors, in order, and then in success; tells how long was waited and how often was called. */
async function run(errors: ModelError[], more: Partial<GenerationTask> & { costNanoUsd?: number } = {}) {
  const { costNanoUsd = 0, ...rest } = more
  const waitedMs: number[] = []
  let called = 0
  const task = generationTask({
    request: 'Build a counter',
    sleep: async (ms) => void waitedMs.push(ms),
    async callModel(): Promise<CallOutcome> {
      const error = errors[called]
      called += 1
      return error
        ? { ok: false, text: '', error, ...ACCOUNT, costNanoUsd }
        : { ok: true, text: 'fine', ...ACCOUNT }
    },
    ...rest,
  })
  const { outcome, calls } = await persistentCall(task, 'generate', () => ({
    model: task.model,
    messages: [],
    deadlineAtMs: 60_000,
  }))
  return { outcome, calls, waitedMs, called: () => called }
}

const error = (code: ModelError['code'], retryAfterMs?: number): ModelError => ({
  code,
  message: code,
  retryAfterMs,
})

describe('persistentCall', () => {
  for (const code of ['server_error', 'connection', 'stream_cut'] as const) {
    it(`tries once more after ${code}, with jitter, and records both calls`, async () => {
      const { outcome, calls, waitedMs } = await run([error(code)])
      expect(outcome.ok).toBe(true)
      expect(waitedMs).toEqual([250])
      expect(calls.map((call) => call.error?.code)).toEqual([code, undefined])
    })
  }

  it('tries once more, not twice', async () => {
    const { outcome, calls } = await run([
      error('server_error'),
      error('server_error'),
      error('server_error'),
    ])
    expect(outcome).toMatchObject({ ok: false, error: { code: 'server_error' } })
    expect(calls).toHaveLength(2)
  })

  it('waits as long as a 429 asks for, where the deadline allows it', async () => {
    expect((await run([error('rate_limited', 3_000)])).waitedMs).toEqual([3_000])
    expect((await run([error('rate_limited', 59_500)])).calls).toHaveLength(1)
    expect((await run([error('rate_limited')])).calls).toHaveLength(1)
  })

  it('waits where our own limit on the model holds the call back, and records only the call that was made', async () => {
    const { outcome, calls, waitedMs } = await run([error('throttled', 800)])
    expect(outcome.ok).toBe(true)
    expect(waitedMs).toEqual([800])
    expect(calls.map((call) => call.error?.code)).toEqual([undefined])
    expect((await run([error('throttled', 59_500)])).calls).toEqual([])
  })

  for (const code of [
    'first_token_timeout',
    'stalled',
    'context_length',
    'content_policy',
    'authentication',
    'truncated',
    'cancelled',
    'deadline',
  ] as const) {
    it(`does not try again after ${code}`, async () => {
      expect((await run([error(code)])).calls).toHaveLength(1)
    })
  }

  it('does not try again what was cancelled while waiting', async () => {
    const cancelled = new AbortController()
    const sleep = async () => cancelled.abort()
    expect((await run([error('server_error')], { signal: cancelled.signal, sleep })).called()).toBe(1)
  })

  it('does not spend a budget twice', async () => {
    expect((await run([error('stream_cut')], { maxOutputTokens: 500, costNanoUsd: 7 })).calls).toHaveLength(1)
    expect((await run([error('server_error')], { maxOutputTokens: 500, costNanoUsd: 0 })).calls).toHaveLength(
      2,
    )
  })
})
