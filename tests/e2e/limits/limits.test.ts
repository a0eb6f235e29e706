/** What limits and hostile input look like to a caller of the running stack. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { anyAnswer, anyBody } from '../../fixtures/hostileText.ts'
import {
  type MockProvider,
  type MockReply,
  SMALL_PROJECT,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { eventually, type Person, signUp } from '../../support/people.ts'

const MODEL = 'gpt-4o-mini'
const GOOD: MockReply = { text: SMALL_PROJECT }

let dataDir: string
let provider: MockProvider
let stack: Stack
let ada: Person
let reply: () => MockReply
const logged: string[] = []

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider(() => reply())
  stack = await startStack({
    port: 0,
    dataDir,
    environment: { OPENAI_API_KEY: 'sk-test-openai-0123456789', OPENAI_BASE_URL: `${provider.url}/v1` },
    log: (line) => logged.push(line),
  })
})
beforeEach(async () => {
  reply = () => GOOD
  provider.requests.length = 0
  logged.length = 0
  ada = await signUp(stack)
  for (const table of ['rate_limits', 'spend_limits', 'provider_health'])
    await stack.query(`delete from public.${table}`)
})
afterAll(async () => {
  await stack?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function post(body: unknown) {
  const response = await fetch(`${stack.url}/functions/v1/multi-model-orchestrator`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ada.accessToken}`,
      apikey: stack.publishableKey,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    retryAfter: Number(response.headers.get('retry-after')),
    body: await response.json(),
  }
}
const ask = (more: Record<string, unknown> = {}) =>
  post({ request: 'Build a counter', models: [MODEL], maxStrategies: 1, qualityThreshold: 50, ...more })

describe('limits', () => {
  it('let exactly 60 of 100 requests in a minute through; the rest get 429 with Retry-After and cost nothing', async () => {
    await stack.query('insert into public.rate_limits (per_user, requests_per_minute) values (true, 60)')
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask()))
    const refused = answers.filter(({ status }) => status === 429)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60)
    expect(refused).toHaveLength(40)
    for (const { retryAfter, body } of refused) {
      expect(body.error.code).toBe('rate_limited')
      expect(retryAfter).toBeGreaterThan(0)
      expect(retryAfter).toBeLessThanOrEqual(62)
    }
    expect(provider.requests).toHaveLength(60)
  })

  it('refuse with 402 what a cap does not allow, before any model is called, and settle the rest', async () => {
    await stack.query(
      `insert into public.spend_limits (user_id, period, limit_nano_usd) values ($1, 'day', 200000000)`,
      [ada.userId],
    )
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ budgetUsd: 0.05 })))
    for (const { status, body } of answers) {
      if (status !== 402) expect(status).toBe(200)
      else expect(body.error.code).toBe('budget_exceeded')
    }
    const passed = answers.filter(({ status }) => status === 200)
    expect(passed.length).toBeGreaterThanOrEqual(4)
    expect(provider.requests).toHaveLength(passed.length)
    const cost = passed.reduce((sum, { body }) => sum + Math.round(body.metrics.costUsd * 1e9), 0)
    await eventually(async () => {
      const [counter] = await stack.query<{ spent: unknown; reserved: unknown }>(
        'select spent_nano_usd as spent, reserved_nano_usd as reserved from private.spend_counters where subject = $1',
        [ada.userId],
      )
      return Number(counter?.reserved) === 0 && Number(counter?.spent) === cost ? true : undefined
    })
    expect((await ask({ budgetUsd: 0.3 })).status).toBe(402)
  })

  it('on a model hold its calls back until there is room', async () => {
    await stack.query('insert into public.rate_limits (model, requests_per_minute) values ($1, 60)', [MODEL])
    expect((await ask()).status).toBe(200)
    await stack.query('update private.model_buckets set requests = 0, filled_at = clock_timestamp()')
    expect((await ask()).status).toBe(200)
    const [first, second] = provider.requests
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(700)
    await stack.query(`update private.model_buckets set requests = -30, filled_at = clock_timestamp()`)
    const held = await ask({ deadlineMs: 5_000 })
    expect(held.status).toBe(502)
    expect(held.body.error.details.attempts[0].errorCode).toBe('throttled')
    expect(provider.requests).toHaveLength(2)
  })
})

it('a model whose circuit is open is not called: 503 with Retry-After, until its probe finds it well', async () => {
  reply = () => ({ status: 500 })
  for (let index = 0; index < 5; index++) expect((await ask()).status).toBe(502)
  const isOpen = async () => {
    const [health] = await stack.query<{ state: string }>('select state from public.provider_health')
    return health?.state === 'open' ? true : undefined
  }
  await eventually(isOpen)
  provider.requests.length = 0
  const refused = await ask()
  expect(refused).toMatchObject({ status: 503, body: { error: { code: 'no_model_available' } } })
  expect(refused.retryAfter).toBeGreaterThan(0)
  expect(refused.retryAfter).toBeLessThanOrEqual(15)
  expect(provider.requests).toEqual([])
  reply = () => GOOD
  await stack.query('update public.provider_health set retry_at = clock_timestamp()')
  expect((await ask()).status).toBe(200)
  await eventually(async () => ((await isOpen()) ? undefined : true))
  expect((await ask()).status).toBe(200)
})

describe('hostile input', () => {
  /** Statuses that the contract knows, `internal` not among them. */
  const KNOWN = [200, 400, 402, 403, 413, 502, 503, 504]

  it('400 bodies get no 500 and none hangs', async () => {
    const bodies = fc
      .sample(anyBody([MODEL, 'gpt-4.1', 'no-such-model']), { numRuns: 400, seed: 20_261_121 })
      // a background run's end is not waited for here, and a stream's answer is no JSON
      .map((body) =>
        typeof body === 'object' && body !== null ? { ...body, stream: false, background: false } : body,
      )
    const statuses = new Map<number, number>()
    for (let start = 0; start < bodies.length; start += 20) {
      await Promise.all(
        bodies.slice(start, start + 20).map(async (body) => {
          const startedAtMs = performance.now()
          const { status } = await post(body)
          expect(KNOWN, JSON.stringify(body).slice(0, 2_000)).toContain(status)
          expect(performance.now() - startedAtMs).toBeLessThan(20_000)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }),
      )
    }
    expect(statuses.get(200)).toBeGreaterThan(20)
    expect(statuses.get(400)).toBeGreaterThan(50)
    expect(
      logged.filter((line) => line.includes('unexpected_error') || line.includes('run_not_recorded')),
    ).toEqual([])
  })

  it('200 answers of a model become projects inside their folder or failed attempts', async () => {
    const answers = fc.sample(anyAnswer, { numRuns: 200, seed: 20_261_121 })
    let next = 0
    reply = () => ({ text: answers[next++] ?? '' })
    const statuses = new Map<number, number>()
    for (let index = 0; index < 200; index += 10) {
      // by an answer nobody can use no circuit opens; an empty one is none at all
      const ends = await Promise.all(Array.from({ length: 10 }, () => ask()))
      for (const { status, body } of ends) {
        expect([200, 502], JSON.stringify(body)).toContain(status)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        for (const path of Object.keys(body.files ?? {}))
          expect(posix.resolve('/project', path).startsWith('/project/')).toBe(true)
      }
    }
    expect([...statuses.keys()].toSorted()).toEqual([200, 502])
    expect(
      logged.filter((line) => line.includes('unexpected_error') || line.includes('run_not_recorded')),
    ).toEqual([])
  })
})
