/** The main job against a mock provider with keys set: what goes over the wire, what is paid, what fails. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { type BreakableProxy, startBreakableProxy } from '../../support/breakableProxy.ts'
import {
  type MockProvider,
  type MockReply,
  SMALL_PROJECT,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { eventually, invoke, type Person, signUp } from '../../support/people.ts'

const FUNCTION = 'multi-model-orchestrator'
const KEY = 'sk-test-only-000111222333'

let dataDir: string
let provider: MockProvider
let proxy: BreakableProxy
let stack: Stack
let ada: Person
let replies: Record<string, (earlierCalls: number) => MockReply>
const logged: string[] = []

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider((model, earlierCalls) =>
    (replies[model] ?? (() => ({ status: 404 })))(earlierCalls),
  )
  stack = await startStack({
    port: 0,
    dataDir,
    environment: {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: `${provider.url}/v1`,
      GEMINI_API_KEY: KEY,
      GEMINI_BASE_URL: provider.url,
    },
    internalSupabaseUrl: async (url) => {
      proxy = await startBreakableProxy(url)
      return proxy.url
    },
    log: (line) => logged.push(line),
  })
  ada = await signUp(stack)
})

beforeEach(() => {
  replies = {}
  provider.requests.length = 0
})

afterAll(async () => {
  await stack?.stop()
  await proxy?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const orchestrate = (body: Record<string, unknown>, headers?: Record<string, string>) =>
  invoke(ada.client, FUNCTION, { body: { request: 'Build a counter', policy: 'static', ...body }, headers })
const rowsOf = async (table: string, runId: string) =>
  (await ada.client.from(table).select('*').eq('run_id', runId)).data ?? []
const recorded = (runId: string, timeoutMs?: number) =>
  eventually(async () => {
    const rows = await rowsOf('model_performance', runId)
    return rows.length > 0 ? rows : undefined
  }, timeoutMs)

describe('with provider keys set', () => {
  it('calls the provider, not the sandbox', async () => {
    expect(stack.sandboxUrl).toBeUndefined()
    const { body } = await invoke(ada.client, `${FUNCTION}/models`, { method: 'GET' })
    expect(body.models.filter((model: { provider: string }) => model.provider === 'sandbox')).toEqual([])
  })

  // List prices of 2026-11, dollars a million tokens: input, cached input, output.
  const priced: [string, number, number, number][] = [
    ['gpt-4o-mini', 0.15, 0.075, 0.6],
    ['gemini-3.8-flash', 0.75, 0.075, 3.75],
  ]
  for (const [model, input, cached, output] of priced) {
    it(`logs what ${model} cost to the nano-dollar, cached and reasoning tokens included`, async () => {
      const usage = {
        inputTokens: 12_345,
        cachedInputTokens: 2_048,
        outputTokens: 6_789,
        reasoningTokens: 1_000,
      }
      replies[model] = () => ({ text: SMALL_PROJECT, usage })
      const { status, body } = await orchestrate({ models: [model] })
      expect(status).toBe(200)
      const nanoUsd = Math.round(((12_345 - 2_048) * input + 2_048 * cached + 6_789 * output) * 1_000)
      expect(Math.round(body.metrics.costUsd * 1e9)).toBe(nanoUsd)
      expect(body.metrics.attempts[0].costIsEstimate).toBe(false)
      const [attempt] = await recorded(body.runId)
      expect(attempt).toMatchObject({ cost_nano_usd: nanoUsd, input_tokens: 12_345, output_tokens: 6_789 })
      const [call] = await rowsOf('model_usage', body.runId)
      expect(call).toMatchObject({
        model,
        success: true,
        cost_nano_usd: nanoUsd,
        cached_input_tokens: 2_048,
        reasoning_tokens: 1_000,
      })
    })
  }

  it('goes on to the second model when the first answers 500, and logs both', async () => {
    replies['gpt-4o-mini'] = () => ({ status: 500 })
    replies['gpt-4.1'] = () => ({ text: SMALL_PROJECT })
    replies['gemini-3.8-flash'] = () => ({ status: 500 })
    const models = ['gpt-4o-mini', 'gemini-3.8-flash', 'gpt-4.1']
    const { status, body } = await orchestrate({ models, qualityThreshold: 50 })
    expect(status).toBe(200)
    expect(body.strategy.model).toBe('gpt-4.1')
    const failed = body.metrics.attempts.filter((attempt: { status: string }) => attempt.status === 'failed')
    expect(body.metrics.strategiesTried).toBe(failed.length + 1)
    for (const attempt of failed) expect(attempt.errorCode).toBe('server_error')
    const rows = await recorded(body.runId)
    expect(rows).toHaveLength(body.metrics.attempts.length)
    expect(rows.filter((row) => row.status === 'failed')).toHaveLength(failed.length)
  })

  it('asks the same model once more after one 500, and books both calls', async () => {
    replies['gpt-4o-mini'] = (earlierCalls) =>
      earlierCalls === 0 ? { status: 500 } : { text: SMALL_PROJECT }
    const { status, body } = await orchestrate({ models: ['gpt-4o-mini'] })
    expect(status).toBe(200)
    expect(body.metrics.strategiesTried).toBe(1)
    await recorded(body.runId)
    expect((await rowsOf('model_usage', body.runId)).map((call) => call.success)).toEqual([false, true])
  })

  it('waits as long as a 429 asks for, then asks once more', async () => {
    replies['gpt-4o-mini'] = (earlierCalls) =>
      earlierCalls === 0 ? { status: 429, headers: { 'retry-after': '1' } } : { text: SMALL_PROJECT }
    expect((await orchestrate({ models: ['gpt-4o-mini'] })).status).toBe(200)
    const [first, second] = provider.requests
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(1_000)
  })

  it('plans, writes by the plan and repairs what the scorer finds, where the progressive approach is asked for', async () => {
    const broken = SMALL_PROJECT.replace("from './App'", "from './Nowhere'")
    const repair = SMALL_PROJECT.slice(SMALL_PROJECT.indexOf('<file path="src/main.tsx">'))
    const paths = [...SMALL_PROJECT.matchAll(/<file path="([^"]+)">/g)].map(([, path]) => path)
    const plan = JSON.stringify({
      files: paths.map((path) => ({ path, purpose: 'needed', exports: '', dependsOn: [] })),
    })
    replies['gpt-4o-mini'] = (earlierCalls) => ({ text: [plan, broken, repair][earlierCalls] ?? '' })
    const { status, body } = await orchestrate({ models: ['gpt-4o-mini'], approach: 'progressive' })
    expect(status).toBe(200)
    expect(body.strategy.approach).toBe('progressive')
    expect(body.files['src/main.tsx']).toContain("from './App'")
    await recorded(body.runId)
    expect((await rowsOf('model_usage', body.runId)).map((call) => call.stage)).toEqual([
      'plan',
      'generate',
      'repair',
    ])
  })

  it('answers 502 with each reason when all fail', async () => {
    replies['gpt-4o-mini'] = () => ({ status: 500 })
    replies['gpt-4.1'] = () => ({ text: 'I would rather not.' })
    const { status, body } = await orchestrate({ models: ['gpt-4o-mini', 'gpt-4.1'] })
    expect(status).toBe(502)
    expect(body.error.code).toBe('all_models_failed')
    expect(body.runId).toEqual(expect.any(String))
    const reasons = Object.fromEntries(
      body.error.details.attempts.map((attempt: { model: string; errorCode: string }) => [
        attempt.model,
        attempt.errorCode,
      ]),
    )
    expect(reasons).toEqual({ 'gpt-4o-mini': 'server_error', 'gpt-4.1': 'unusable_output' })
    expect(await recorded(body.runId)).toHaveLength(2)
  })

  it('takes a cut-off answer for unusable, not for a smaller project', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT.slice(0, -60), finishReason: 'length' })
    const { status, body } = await orchestrate({ models: ['gpt-4o-mini'] })
    expect(status).toBe(502)
    expect(body.error.details.attempts[0]).toMatchObject({ status: 'failed', errorCode: 'unusable_output' })
  })

  it('says when no model can run, and which name is unknown', async () => {
    expect(await orchestrate({ models: ['claude-opus-5'] })).toMatchObject({
      status: 503,
      body: { error: { code: 'no_model_available' } },
    })
    expect(await orchestrate({ models: ['nonsense'] })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request', message: expect.stringContaining('nonsense') } },
    })
  })

  it('spends nothing where the budget is too small', async () => {
    expect(await orchestrate({ budgetUsd: 0.0000001 })).toMatchObject({
      status: 402,
      body: { error: { code: 'budget_exceeded' } },
    })
    expect(provider.requests).toEqual([])
  })

  it('ends at the deadline', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 10_000 })
    const startedAtMs = Date.now()
    expect(await orchestrate({ models: ['gpt-4o-mini'], deadlineMs: 1_000 })).toMatchObject({
      status: 504,
      body: { error: { code: 'deadline_exceeded' } },
    })
    expect(Date.now() - startedAtMs).toBeLessThan(5_000)
    expect(await provider.requests[0]?.ended).toBe('aborted')
  })

  it('in parallel, answers with the first good result and ends the others on the wire', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    replies['gpt-4.1'] = () => ({ text: SMALL_PROJECT, delayMs: 100 })
    const { status, body } = await orchestrate({
      models: ['gpt-4o-mini', 'gpt-4.1'],
      parallelExecution: true,
      qualityThreshold: 50,
    })
    expect(status).toBe(200)
    expect(body.strategy.model).toBe('gpt-4.1')
    expect(body.metrics.durationMs).toBeLessThan(10_000)
    const loser = body.metrics.attempts.find((attempt: { model: string }) => attempt.model === 'gpt-4o-mini')
    expect(loser).toMatchObject({ status: 'cancelled', costIsEstimate: true })
    expect(await provider.requests.find((request) => request.model === 'gpt-4o-mini')?.ended).toBe('aborted')
  })

  for (const stream of [false, true]) {
    it(`ends the call on the wire when the caller hangs up${stream ? ' on a stream' : ''}, and books it`, async () => {
      replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
      const caller = new AbortController()
      const asked = fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
        body: JSON.stringify({ request: 'Build a counter', models: ['gpt-4o-mini'], stream }),
        signal: caller.signal,
      }).then((response) => response.text())
      const request = await eventually(async () => provider.requests[0])
      caller.abort()
      await expect(asked).rejects.toThrow()
      expect(await request.ended).toBe('aborted')
      const run = await eventually(async () => {
        const [newest] =
          (
            await ada.client
              .from('orchestration_runs')
              .select('*')
              .order('started_at', { ascending: false })
              .limit(1)
          ).data ?? []
        return newest?.status === 'cancelled' ? newest : undefined
      })
      expect(await rowsOf('model_usage', run.id)).toMatchObject([
        { success: false, error_code: 'cancelled', cost_is_estimate: true },
      ])
    })
  }

  it('goes on without its caller where an Idempotency-Key says they will ask again', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 1_000 })
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const body = { request: 'Build a counter', policy: 'static', models: ['gpt-4o-mini'] }
    const caller = new AbortController()
    const asked = fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey, ...headers },
      body: JSON.stringify(body),
      signal: caller.signal,
    })
    const request = await eventually(async () => provider.requests[0])
    caller.abort()
    await expect(asked).rejects.toThrow()
    expect(await orchestrate({ models: ['gpt-4o-mini'] }, headers)).toMatchObject({ status: 200 })
    expect(await request.ended).toBe('finished')
    expect(provider.requests).toHaveLength(1)
  })

  it('keeps the keys to itself', async () => {
    replies['gpt-4o-mini'] = () => ({ status: 401 })
    const { body } = await orchestrate({ models: ['gpt-4o-mini'] })
    await recorded(body.runId)
    const everything = JSON.stringify([
      body,
      await stack.query('select * from public.orchestration_runs'),
      await stack.query('select * from public.model_performance'),
      logged,
    ])
    expect(everything).not.toContain(KEY)
  })
})

describe('an Idempotency-Key', () => {
  it('sent 20 times at once makes one run and one set of calls, and all get the same answer', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 200 })
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => orchestrate({ models: ['gpt-4o-mini'] }, headers)),
    )
    for (const answer of answers) expect(JSON.stringify(answer)).toBe(JSON.stringify(answers[0]))
    expect(answers[0]?.status).toBe(200)
    expect(provider.requests).toHaveLength(1)
    const again = await orchestrate({ models: ['gpt-4o-mini'] }, headers)
    expect(again).toEqual(answers[0])
    expect(provider.requests).toHaveLength(1)
  })

  it('gives a stored failure again as well', async () => {
    replies['gpt-4o-mini'] = () => ({ status: 500 })
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const first = await orchestrate({ models: ['gpt-4o-mini'] }, headers)
    const calls = provider.requests.length
    expect(await orchestrate({ models: ['gpt-4o-mini'] }, headers)).toEqual(first)
    expect(first.status).toBe(502)
    expect(provider.requests).toHaveLength(calls)
  })

  it('with another body is a conflict', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT })
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    await orchestrate({ models: ['gpt-4o-mini'] }, headers)
    const other = await orchestrate({ models: ['gpt-4o-mini'], maxStrategies: 2 }, headers)
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'idempotency_conflict' } } })
  })
})

describe('the database down while a run ends', () => {
  it('does not keep the answer from the caller; the record arrives when it is back, once', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 300 })
    const asked = orchestrate({ models: ['gpt-4o-mini'] })
    await eventually(async () => provider.requests[0])
    proxy.break()
    const { status, body } = await asked
    expect(status).toBe(200)
    await eventually(async () => (proxy.refused >= 2 ? true : undefined))
    expect(await rowsOf('model_performance', body.runId)).toEqual([])
    proxy.mend()
    expect(await recorded(body.runId, 20_000)).toHaveLength(1)
    expect(await rowsOf('model_usage', body.runId)).toHaveLength(1)
    expect(await rowsOf('model_selections', body.runId)).toHaveLength(1)
  })

  it('leaves a line in the log where the worker ends first', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 300 })
    const asked = orchestrate({ models: ['gpt-4o-mini'] })
    await eventually(async () => provider.requests[0])
    proxy.break()
    const { body } = await asked
    await stack.functions.get(FUNCTION)?.stop()
    proxy.mend()
    const line = logged.find((each) => each.includes('run_not_recorded'))
    expect(line).toContain(body.runId)
    expect(line).toContain('"costNanoUsd"')
  })
})
