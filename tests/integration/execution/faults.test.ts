/**
 * The faults that providers are known for, over real HTTP and both wire formats: what the provider saw, how long it took,
 * what was recorded and what it cost.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MockReply, MockRequest } from '../../support/mockProvider.ts'
import { SMALL_PROJECT } from '../../support/mockProvider.ts'
import { openWorkbench, type RunEnd, type Workbench } from './workbench.ts'

const FIRST_TOKEN_MS = 400
const STALL_MS = 400

let bench: Workbench

beforeAll(async () => {
  bench = await openWorkbench({ firstTokenMs: FIRST_TOKEN_MS, stallMs: STALL_MS })
  // each wire's SDK is loaded by its first call, which must not count as the provider's silence
  bench.reply = () => GOOD
  for (const { models } of WIRES) await bench.run({ models: [models[0]] })
})
beforeEach(() => bench.reset())
afterAll(() => bench?.stop())

const GOOD: MockReply = { text: SMALL_PROJECT, usage: { inputTokens: 1_000, outputTokens: 2_000 } }
/** The longest pause before a second try, and what a loaded machine may add to anything. */
const RETRY_PAUSE_MS = 500
const SLACK_MS = 1_500

/** Nano-dollars a token, list prices of 2026-11: input, output. */
const PRICES: Record<string, [number, number]> = {
  'gpt-4.1': [2_000, 8_000],
  'gpt-4o-mini': [150, 600],
  'gemini-3.8-flash': [750, 3_750],
  'gemini-3.5-flash': [1_500, 9_000],
}
const costOfGood = (model: string) => {
  const [input, output] = PRICES[model] ?? [Number.NaN, Number.NaN]
  return 1_000 * input + 2_000 * output
}

const WIRES = [
  {
    wire: 'openai',
    models: ['gpt-4.1', 'gpt-4o-mini'],
    refusal: 'content_filter',
    tooLong: { message: 'Your input exceeds the context window', code: 'context_length_exceeded' },
  },
  {
    wire: 'gemini',
    models: ['gemini-3.8-flash', 'gemini-3.5-flash'],
    refusal: 'SAFETY',
    tooLong: {
      message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      status: 'INVALID_ARGUMENT',
    },
  },
] as const

/** The primary is whichever model is asked first. It answers by how often it was asked; the fallback always the same. */
function script(primary: (earlierCalls: number) => MockReply, fallback: (request: MockRequest) => MockReply) {
  let earlierCalls = 0
  bench.reply = (request) =>
    request.model === bench.provider.requests[0]?.model ? primary(earlierCalls++) : fallback(request)
}

/** `P` for each call of the primary, `F` for each of the fallback, in the order they came in. */
const asked = () =>
  bench.provider.requests
    .map((request) => (request.model === bench.provider.requests[0]?.model ? 'P' : 'F'))
    .join('')

const gap = (place: number) =>
  (bench.provider.requests[place]?.atMs ?? Number.NaN) -
  (bench.provider.requests[place - 1]?.atMs ?? Number.NaN)

const errorsOf = (end: RunEnd) => end.calls.map((call) => call.error_code)

/** The answer, the run's row, its attempts and its calls tell one story. */
function agree(end: RunEnd) {
  const nano = (row: Record<string, unknown>) => Number(row.cost_nano_usd)
  const sum = (rows: Record<string, unknown>[]) => rows.reduce((total, row) => total + nano(row), 0)
  expect(end.calls).toHaveLength(bench.provider.requests.length)
  expect(end.calls.map((call) => call.model)).toEqual(bench.provider.requests.map((request) => request.model))
  expect(sum(end.attempts)).toBe(sum(end.calls))
  expect(nano(end.run)).toBe(sum(end.calls))
  const told = end.body.metrics?.attempts ?? end.body.error.details.attempts
  expect(
    told.map((attempt: Record<string, unknown>) => [
      attempt.model,
      attempt.status,
      attempt.errorCode ?? null,
    ]),
  ).toEqual(end.attempts.map((attempt) => [attempt.model, attempt.status, attempt.error_code]))
  expect(told.map((attempt: { costUsd: number }) => Math.round(attempt.costUsd * 1e9))).toEqual(
    end.attempts.map(nano),
  )
  if (end.status === 200) expect(Math.round(end.body.metrics.costUsd * 1e9)).toBe(sum(end.calls))
  expect(end.run.status).toBe(end.status === 200 ? 'succeeded' : 'failed')
  expect(bench.logged).toEqual([])
}

describe.each(WIRES)('over the $wire wire', ({ models, refusal, tooLong }) => {
  const run = (more: Record<string, unknown> = {}) =>
    bench.run({ models, maxStrategies: 2, qualityThreshold: 50, deadlineMs: 20_000, ...more })

  /** The run succeeded by way of the fallback, whose answer is all that cost. */
  function failedOver(end: RunEnd, calls: string, code: string) {
    expect(asked()).toBe(calls)
    agree(end)
    expect(end.status).toBe(200)
    expect(end.attempts.map((attempt) => [attempt.status, attempt.error_code])).toEqual([
      ['failed', code],
      ['succeeded', null],
    ])
    expect(errorsOf(end)).toEqual([...calls].map((who) => (who === 'P' ? code : null)))
    expect(end.calls.at(-1)?.cost_nano_usd).toBe(String(costOfGood(String(end.calls.at(-1)?.model))))
  }

  /** The primary itself succeeded in the end. */
  function recovered(end: RunEnd, errors: (string | null)[]) {
    expect(asked()).toBe('P'.repeat(errors.length))
    agree(end)
    expect(end.status).toBe(200)
    expect(end.attempts.map((attempt) => attempt.status)).toEqual(['succeeded', 'skipped'])
    expect(errorsOf(end)).toEqual(errors)
  }

  it('1. 429 with Retry-After: waits that long, then once more', async () => {
    script(
      (earlier) => (earlier === 0 ? { status: 429, headers: { 'retry-after': '1' } } : GOOD),
      () => GOOD,
    )
    const end = await run()
    recovered(end, ['rate_limited', null])
    expect(gap(1)).toBeGreaterThanOrEqual(1_000)
    expect(gap(1)).toBeLessThan(1_000 + SLACK_MS)
    expect(end.run.cost_nano_usd).toBe(String(costOfGood(String(end.calls[0]?.model))))
  })

  it('2. 429 that goes on: waits once, then the next model', async () => {
    script(
      () => ({ status: 429, headers: { 'retry-after': '1' } }),
      () => GOOD,
    )
    const end = await run()
    failedOver(end, 'PPF', 'rate_limited')
    expect(gap(1)).toBeGreaterThanOrEqual(1_000)
    expect(gap(2)).toBeLessThan(SLACK_MS)
    expect(end.run.cost_nano_usd).toBe(String(costOfGood(String(end.calls[2]?.model))))
  })

  it('2. 429 whose Retry-After is beyond the deadline, or missing: the next model at once', async () => {
    script(
      () => ({ status: 429, headers: { 'retry-after': '600' } }),
      () => GOOD,
    )
    failedOver(await run(), 'PF', 'rate_limited')
    expect(gap(1)).toBeLessThan(SLACK_MS)
    await bench.reset()
    script(
      () => ({ status: 429 }),
      () => GOOD,
    )
    failedOver(await run(), 'PF', 'rate_limited')
  })

  it('3. 500 once: once more after a pause', async () => {
    script(
      (earlier) => (earlier === 0 ? { status: 500 } : GOOD),
      () => GOOD,
    )
    recovered(await run(), ['server_error', null])
    expect(gap(1)).toBeLessThan(RETRY_PAUSE_MS + SLACK_MS)
  })

  it('4. 503 that goes on: once more, then the next model', async () => {
    script(
      () => ({ status: 503 }),
      () => GOOD,
    )
    const end = await run()
    failedOver(end, 'PPF', 'server_error')
    expect(end.tookMs).toBeLessThan(RETRY_PAUSE_MS + 2 * SLACK_MS)
  })

  it('5. connection reset before the headers: once more, then the next model', async () => {
    script(
      () => ({ fault: 'reset' }),
      () => GOOD,
    )
    failedOver(await run(), 'PPF', 'connection')
  })

  it('6. no response: the next model at once, the silent one not asked again, its socket closed', async () => {
    script(
      () => ({ fault: 'silent' }),
      () => GOOD,
    )
    const end = await run()
    failedOver(end, 'PF', 'first_token_timeout')
    expect(gap(1)).toBeGreaterThanOrEqual(FIRST_TOKEN_MS - 10)
    expect(gap(1)).toBeLessThan(FIRST_TOKEN_MS + SLACK_MS)
    expect(await bench.provider.requests[0]?.ended).toBe('aborted')
  })

  it('7. slow first token: too slow is as silent; within the limit it is an answer', async () => {
    script(
      () => ({ ...GOOD, firstTokenAfterMs: 30_000 }),
      () => GOOD,
    )
    failedOver(await run(), 'PF', 'first_token_timeout')
    expect(await bench.provider.requests[0]?.ended).toBe('aborted')
    await bench.reset()
    script(
      () => ({ ...GOOD, firstTokenAfterMs: FIRST_TOKEN_MS / 2 }),
      () => GOOD,
    )
    recovered(await run(), [null])
  })

  it('8. stream cut: once more from the start, nothing twice in the result', async () => {
    script(
      (earlier) => (earlier === 0 ? { ...GOOD, fault: 'cut' } : GOOD),
      () => GOOD,
    )
    const end = await run()
    recovered(end, ['stream_cut', null])
    expect(gap(1)).toBeLessThan(RETRY_PAUSE_MS + SLACK_MS)
    expect(end.body.files['src/App.tsx'].match(/export function App/g)).toHaveLength(1)
    expect(end.calls[0]).toMatchObject({ cost_is_estimate: true, usage_is_estimate: true })
    expect(Number(end.calls[0]?.cost_nano_usd)).toBeGreaterThan(0)
    await bench.reset()
    script(
      () => ({ ...GOOD, fault: 'cut' }),
      () => GOOD,
    )
    failedOver(await run(), 'PPF', 'stream_cut')
  })

  it('9. stream that stalls: the next model at once', async () => {
    script(
      () => ({ ...GOOD, fault: 'stall' }),
      () => GOOD,
    )
    const end = await run()
    failedOver(end, 'PF', 'stalled')
    expect(gap(1)).toBeLessThan(STALL_MS + SLACK_MS)
    expect(await bench.provider.requests[0]?.ended).toBe('aborted')
    expect(Number(end.calls[0]?.cost_nano_usd)).toBeGreaterThan(0)
  })

  it('10. malformed chunk: the next model, and half an answer is no answer', async () => {
    script(
      () => ({ ...GOOD, fault: 'malformed' }),
      () => GOOD,
    )
    failedOver(await run(), 'PF', 'malformed_response')
  })

  it('11. no end mark: an answer that says it is complete is one', async () => {
    script(
      () => ({ ...GOOD, fault: 'undone' }),
      () => GOOD,
    )
    const end = await run()
    recovered(end, [null])
    expect(end.calls[0]?.cost_nano_usd).toBe(String(costOfGood(String(end.calls[0]?.model))))
  })

  it('12. context length: only a model with a larger window is asked', async () => {
    script(
      () => ({ status: 400, error: tooLong }),
      () => GOOD,
    )
    const end = await run()
    const windows = end.attempts.map(({ model }) => {
      const resolved = bench.worker.catalog.resolve(String(model))
      return 'model' in resolved ? resolved.model.contextWindowTokens : 0
    })
    const isLarger = (windows[1] ?? 0) > (windows[0] ?? 0)
    if (isLarger) failedOver(end, 'PF', 'context_length')
    expect(asked()).toBe(isLarger ? 'PF' : 'P')
    agree(end)
    expect(end.status).toBe(isLarger ? 200 : 502)
    expect(end.attempts.map((attempt) => attempt.status)).toEqual([
      'failed',
      isLarger ? 'succeeded' : 'skipped',
    ])
  })

  it('13. content filter: stops, and says so', async () => {
    script(
      () => ({ ...GOOD, finishReason: refusal }),
      () => GOOD,
    )
    const end = await run()
    expect(asked()).toBe('P')
    agree(end)
    expect(end.status).toBe(502)
    expect(end.body.error.message).toContain('content')
    expect(end.attempts.map((attempt) => [attempt.status, attempt.error_code])).toEqual([
      ['failed', 'content_policy'],
      ['skipped', 'skipped'],
    ])
    // the provider bills what it then withheld
    expect(end.run.cost_nano_usd).toBe(String(costOfGood(String(end.calls[0]?.model))))
  })

  it('14. fallback that rejects a prefilled answer: is given none, and its own name', async () => {
    const endsWithAnswer = ({ body }: MockRequest) => {
      const turns = Array.isArray(body.messages) ? body.messages : body.contents
      return !Array.isArray(turns) || ['assistant', 'model'].includes(turns.at(-1)?.role)
    }
    script(
      () => ({ ...GOOD, fault: 'cut' }),
      (request) => (endsWithAnswer(request) ? { status: 400, error: { message: 'prefill' } } : GOOD),
    )
    const end = await run()
    failedOver(end, 'PPF', 'stream_cut')
    expect(JSON.stringify(bench.provider.requests[2]?.body)).not.toContain('export function App')
  })

  it('15. primary that flaps: is soon left alone, probed by one run at a time, and taken back when it is well', async () => {
    let isUp = false
    let primary = ''
    bench.reply = (request) => {
      primary ||= request.model
      return request.model === primary && !isUp ? { status: 503 } : GOOD
    }
    const callsOfPrimary = () => bench.provider.requests.filter(({ model }) => model === primary).length
    for (let index = 0; index < 12; index++) {
      // up every third time: well enough to tempt, not to rely on
      isUp = index % 3 === 2
      expect((await run()).status).toBe(200)
    }
    const [circuit] = await bench.store
      .beginRun({
        userId: null,
        conversationId: null,
        idempotencyKey: null,
        requestHash: 'look',
        request: 'look',
        options: {},
        leaseMs: 1_000,
      })
      .then((begun) => (begun.state === 'started' ? begun.circuits : []))
    expect(circuit).toMatchObject({ model: primary, state: 'open' })
    const before = callsOfPrimary()
    isUp = false
    for (let index = 0; index < 5; index++) expect((await run()).status).toBe(200)
    expect(callsOfPrimary()).toBe(before)
    await expect(run({ models: [primary] })).resolves.toMatchObject({ status: 503 })
    expect(callsOfPrimary()).toBe(before)

    // its time has come, and ten runs want it at once: one probes, and finds it down (both its tries)
    const elapse = () =>
      bench.database.query(`update provider_health set retry_at = now() where state = 'open'`)
    await elapse()
    const during = await Promise.all(Array.from({ length: 10 }, () => run()))
    expect(during.map((end) => end.status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(callsOfPrimary()).toBe(before + 2)
    const skipped = during
      .flatMap((end) => end.attempts)
      .filter((attempt) => attempt.error_code === 'circuit_open')
    expect(skipped.length).toBeGreaterThan(0)

    isUp = true
    await elapse()
    expect((await run()).body.strategy.model).toBe(primary)
    expect(callsOfPrimary()).toBe(before + 3)
    expect(await bench.database.query('select state from provider_health')).toEqual([{ state: 'closed' }])
    expect((await run()).body.strategy.model).toBe(primary)
  })

  it('16. after fail-over every call is on the bill, at its own model’s price', async () => {
    script(
      () => ({ ...GOOD, fault: 'cut' }),
      () => GOOD,
    )
    const end = await run()
    failedOver(end, 'PPF', 'stream_cut')
    const [first, second, third] = end.calls
    for (const call of [first, second]) {
      const [input, output] = PRICES[String(call?.model)] ?? [Number.NaN, Number.NaN]
      const cost = Number(call?.input_tokens) * input + Number(call?.output_tokens) * output
      expect(Number(call?.cost_nano_usd)).toBe(Math.round(cost))
      expect(Number(call?.output_tokens)).toBeGreaterThan(100)
      expect(call?.cost_is_estimate).toBe(true)
    }
    expect(third?.cost_is_estimate).toBe(false)
    expect(end.run).toMatchObject({ model: third?.model, cost_is_estimate: true })
    const evidence = await bench.database.query(
      `select model, success_weight::float8 as won, failure_weight::float8 as lost from model_evidence where tier = 'all' order by won`,
    )
    expect(evidence).toEqual([
      { model: first?.model, won: 0, lost: 1 },
      { model: third?.model, won: 1, lost: 0 },
    ])
  })
})
