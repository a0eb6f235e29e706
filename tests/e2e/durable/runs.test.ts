/** Runs that outlive their callers and their workers: events from anywhere, cancellation from anywhere, kill -9. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { allEventsOf, eventsOf, type ReceivedEvent } from '../../support/eventStream.ts'
import {
  type MockProvider,
  type MockReply,
  SMALL_PROJECT,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { eventually, invoke, type Person, signUp } from '../../support/people.ts'

const FUNCTION = 'multi-model-orchestrator'
const LEASE_MS = 800

/** Cannot start, and so scores too low to stop at. */
const BROKEN_PROJECT = SMALL_PROJECT.replace("from './App'", "from './Nowhere'")

let dataDir: string
let provider: MockProvider
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
      OPENAI_API_KEY: 'sk-test-only',
      OPENAI_BASE_URL: `${provider.url}/v1`,
      MERIT_LEASE_MS: String(LEASE_MS),
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
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const MODELS = ['gpt-4o-mini', 'gpt-4.1']
const inBackground = (body: Record<string, unknown> = {}, person = ada) =>
  invoke(person.client, FUNCTION, {
    body: { request: 'Build a counter', policy: 'static', models: MODELS, background: true, ...body },
  })
const view = async (runId: string, person = ada) =>
  (await invoke(person.client, `${FUNCTION}/runs/${runId}`, { method: 'GET' })).body
const ended = (runId: string, timeoutMs?: number) =>
  eventually(async () => {
    const run = await view(runId)
    // The request that meets a dying process gets the platform's own error, which has no state.
    return run.state === undefined || run.state === 'running' ? undefined : run
  }, timeoutMs)
const listen = (runId: string, lastEventId?: number, person = ada) =>
  fetch(`${stack.url}/functions/v1/${FUNCTION}/runs/${runId}/events`, {
    headers: {
      authorization: `Bearer ${person.accessToken}`,
      apikey: stack.publishableKey,
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
  })
const post = (body: Record<string, unknown>, signal?: AbortSignal) =>
  fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
    body: JSON.stringify({ request: 'Build a counter', policy: 'static', models: MODELS, ...body }),
    signal,
  })
const cancel = (runId: string, person = ada) =>
  invoke(person.client, `${FUNCTION}/runs/${runId}`, { method: 'DELETE' })
const names = (events: readonly ReceivedEvent[]) => events.map(({ event }) => event)
const callsOf = (model: string) => provider.requests.filter((request) => request.model === model)

/** kill -9 of the worker, as it is. */
function killWorker(): void {
  const processId = stack.functions.get(FUNCTION)?.processId
  if (processId !== undefined) process.kill(processId, 'SIGKILL')
}

describe('a background run', () => {
  it('answers 202 at once and ends on record', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 500 })
    const startedAtMs = Date.now()
    const { status, body } = await inBackground({ qualityThreshold: 50 })
    expect(status).toBe(202)
    expect(body).toEqual({ runId: expect.any(String) })
    expect(Date.now() - startedAtMs).toBeLessThan(500)
    const run = await ended(body.runId)
    expect(run).toMatchObject({ state: 'succeeded', result: { success: true, runId: body.runId } })
    expect(await stack.query('select * from public.run_checkpoints where run_id = $1', [body.runId])).toEqual(
      [],
    )
  })

  it('tells the same to who listens live, to who comes late, and the rest to who comes back', async () => {
    replies['gpt-4o-mini'] = () => ({ status: 400 })
    replies['gpt-4.1'] = () => ({ text: SMALL_PROJECT, delayMs: 300 })
    const { body } = await inBackground({ qualityThreshold: 50 })
    const live = await allEventsOf(await listen(body.runId))
    expect(live.map(({ id }) => id)).toEqual(live.map((_, index) => index + 1))
    const told = names(live)
    expect(told.slice(0, 3)).toEqual(['run', 'profile', 'plan'])
    expect(told.at(-1)).toBe('result')
    expect(told).toContain('attempt.failed')
    expect(told).toContain('attempt.file')
    expect(told.indexOf('attempt.scored')).toBe(told.length - 2)
    const run = await ended(body.runId)
    expect(live.at(-1)?.data).toEqual(run.result)

    const late = await allEventsOf(await listen(body.runId))
    expect(late).toEqual(live)
    for (let lastId = 1; lastId <= live.length; lastId++) {
      expect(await allEventsOf(await listen(body.runId, lastId))).toEqual(live.slice(lastId))
    }
  })

  it('shows how far it has come', async () => {
    const reply = () => ({ text: BROKEN_PROJECT, delayMs: provider.requests.length === 2 ? 1_000 : 0 })
    for (const model of MODELS) replies[model] = reply
    const { body } = await inBackground()
    const run = await eventually(async () => {
      const now = await view(body.runId)
      return now.state === 'running' && now.progress.strategiesTried === 1 ? now : undefined
    })
    expect(run.progress.attempts).toMatchObject([{ status: 'succeeded', model: provider.requests[0]?.model }])
    expect((await ended(body.runId)).progress.strategiesTried).toBe(2)
  })

  it('is nobody else’s to hear or to end', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 300 })
    const { body } = await inBackground()
    const eve = await signUp(stack)
    expect((await listen(body.runId, undefined, eve)).status).toBe(404)
    expect((await cancel(body.runId, eve)).status).toBe(404)
    expect((await listen(crypto.randomUUID())).status).toBe(404)
    const heard = await eve.client.from('run_events').select('*').eq('run_id', body.runId)
    expect(heard.data).toEqual([])
    await ended(body.runId)
  })

  it('goes on when a listener hangs up', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 600 })
    const { body } = await inBackground({ qualityThreshold: 50 })
    const hearing = eventsOf(await listen(body.runId))
    await hearing.next()
    await hearing.return(undefined)
    expect((await ended(body.runId)).state).toBe('succeeded')
    expect(provider.requests).toHaveLength(1)
  })
})

describe('DELETE /runs/:id', () => {
  it('ends a run on the wire, books it and says so', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    const { body } = await inBackground()
    const listening = listen(body.runId).then(allEventsOf)
    const request = await eventually(async () => provider.requests[0])
    const { status, body: run } = await cancel(body.runId)
    expect(status).toBe(200)
    expect(run).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } })
    expect(await request.ended).toBe('aborted')
    expect(names(await listening).slice(-2)).toEqual(['attempt.cancelled', 'error'])
    const { data: calls } = await ada.client.from('model_usage').select('*').eq('run_id', body.runId)
    expect(calls).toMatchObject([{ success: false, error_code: 'cancelled', cost_is_estimate: true }])
    expect((await cancel(body.runId)).body.state).toBe('cancelled')
  })

  it('reaches a run of another worker through Postgres', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    const { body } = await inBackground()
    const request = await eventually(async () => provider.requests[0])
    const startedAtMs = Date.now()
    await stack.query('select public.request_cancel($1, null)', [body.runId])
    expect(await request.ended).toBe('aborted')
    expect(Date.now() - startedAtMs).toBeLessThan(2_000)
    expect((await ended(body.runId)).state).toBe('cancelled')
  })

  it('ends a run whose caller still waits', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    const asked = post({})
    await eventually(async () => provider.requests[0])
    const run = await eventually(async () => {
      const { data } = await ada.client.from('orchestration_runs').select('id').eq('status', 'running')
      return data?.[0]
    })
    expect((await cancel(run.id)).body.state).toBe('cancelled')
    const answer = await asked
    expect(answer.status).toBe(499)
    expect(await answer.json()).toMatchObject({ error: { code: 'cancelled' } })
  })
})

describe('a stream', () => {
  it('tells a file when the file is complete, not at the end', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, pauseMs: 60 })
    const arrivedAtMs: Record<string, number> = {}
    for await (const { event } of eventsOf(await post({ stream: true, qualityThreshold: 50 })))
      arrivedAtMs[event] ??= Date.now()
    const firstFile = arrivedAtMs['attempt.file'] ?? Number.NaN
    expect((arrivedAtMs['attempt.scored'] ?? 0) - firstFile).toBeGreaterThan(200)
  })

  it('can be taken up again after its end, from where it broke off', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT })
    const told = await allEventsOf(await post({ stream: true, qualityThreshold: 50 }))
    const runId = told[0]?.data.runId
    await ended(runId)
    expect(await allEventsOf(await listen(runId, 4))).toEqual(told.slice(4))
  })
})

describe('kill -9 of the worker', () => {
  it('leaves no run without an end, not even one whose caller cannot ask again', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    const asked = post({ deadlineMs: 1_000 })
    await eventually(async () => provider.requests[0])
    const [run] = await stack.query<{ id: string }>(
      `select id from public.orchestration_runs where status = 'running'`,
    )
    killWorker()
    expect((await asked).status).toBe(500)
    // What the deadline and its margin would bring about, without waiting for them.
    await stack.query('update public.orchestration_runs set lease_expires_at = now() where id = $1', [
      run?.id,
    ])
    expect(await ended(run?.id ?? '')).toMatchObject({ state: 'failed', error: { code: 'internal' } })
  })

  it('lets a cancelled run end as cancelled', async () => {
    replies['gpt-4o-mini'] = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    const { body } = await inBackground()
    await eventually(async () => provider.requests[0])
    killWorker()
    // The request that meets the dying process gets the platform's 500.
    await eventually(async () => ((await cancel(body.runId)).status < 300 ? true : undefined))
    expect((await ended(body.runId)).state).toBe('cancelled')
    expect(provider.requests).toHaveLength(1)
  })

  it('gives whoever asks again with the same key the one answer, and pays for no more than was lost', async () => {
    const reply = () => ({
      text: BROKEN_PROJECT,
      // The second attempt is the one that the kill cuts off.
      delayMs: provider.requests.length === 2 ? 30_000 : 0,
    })
    for (const model of MODELS) replies[model] = reply
    const asked = () =>
      invoke(ada.client, FUNCTION, {
        body: { request: 'Build a counter', policy: 'static', models: MODELS },
        headers: { 'Idempotency-Key': 'once-and-for-all' },
      })
    const broken = asked()
    await eventually(async () => {
      const [saved] = await stack.query('select from public.run_checkpoints where step > 0')
      return saved !== undefined && provider.requests.length === 2 ? true : undefined
    })
    killWorker()
    expect((await broken).status).toBe(500)
    const again = await eventually(async () => {
      const answer = await asked()
      return answer.status === 200 ? answer : undefined
    })
    expect(again.body.metrics.strategiesTried).toBe(2)
    const [first, second, ...others] = provider.requests.map(({ model }) => model)
    expect(first).not.toBe(second)
    expect(others).toEqual([second])
  })

  it('at 20 random moments costs no finished attempt twice, and each run ends once', async () => {
    const random = seeded(20_261_121)
    const models = ['gpt-4o-mini', 'gpt-4.1', 'gpt-5-mini']
    // None is good enough to stop at, so that a run has three attempts.
    for (const model of models)
      replies[model] = () => ({ text: BROKEN_PROJECT, delayMs: 20 + 100 * random() })
    let kills = 0
    let paidOnce = 0
    while (kills < 20) {
      provider.requests.length = 0
      const { body } = await inBackground({ models, maxStrategies: 3 })
      const { runId } = body
      let hearing = true
      const heard: ReceivedEvent[] = []
      const listening = (async () => {
        while (hearing) {
          const response = await listen(runId, heard.at(-1)?.id).catch(() => undefined)
          if (response?.status !== 200) continue
          try {
            for await (const event of eventsOf(response)) heard.push(event)
          } catch (error) {
            // The line breaks when the worker dies: this is what coming back is for.
            expect(error).toBeInstanceOf(Error)
          }
          if (['result', 'error'].includes(heard.at(-1)?.event ?? '')) hearing = false
        }
      })()
      /** How often the provider was asked by the time an attempt was known to be finished. */
      const paid = new Map<string, number>()
      let cut = 0
      for (let kill = 0; kill < 4 && kills < 20; kill++) {
        const toHear = heard.length + 1 + Math.floor(14 * random())
        await eventually(async () => (heard.length >= toHear || !hearing ? true : undefined))
        await new Promise((resolve) => setTimeout(resolve, 100 * random()))
        const [row] = await stack.query<{ status: string }>(
          'select status from public.orchestration_runs where id = $1',
          [runId],
        )
        if (row?.status !== 'running') break
        const finished = await stack.query<{ model: string }>(
          `select data ->> 'model' as model from public.run_events where run_id = $1 and event = 'attempt.scored'`,
          [runId],
        )
        for (const { model } of finished) paid.set(model, callsOf(model).length)
        killWorker()
        kills += 1
        cut += 1
        await eventually(async () => {
          const [run] = await stack.query<{ takeovers: number; status: string }>(
            'select takeovers, status from public.orchestration_runs where id = $1',
            [runId],
          )
          return run !== undefined && (run.takeovers >= cut || run.status !== 'running') ? true : undefined
        }, 20_000)
      }
      const run = await ended(runId, 30_000)
      await listening
      expect(run.state).toBe('succeeded')

      const rows = await stack.query<{ model: string; status: string }>(
        'select model, status from public.model_performance where run_id = $1',
        [runId],
      )
      expect(rows.map(({ model }) => model).sort()).toEqual(
        [...new Set(rows.map(({ model }) => model))].sort(),
      )
      for (const [model, calls] of paid) expect(callsOf(model)).toHaveLength(calls)
      paidOnce += paid.size
      // Every call that the books do not know was cut off by a kill: at most one for each.
      const { data: usage } = await ada.client.from('model_usage').select('id').eq('run_id', runId)
      expect(provider.requests.length - (usage?.length ?? 0)).toBeLessThanOrEqual(cut)

      // What was finished and told before a kill is told once, and no id comes twice or is left out.
      expect(heard.map(({ id }) => id)).toEqual(heard.map((_, index) => index + 1))
      const scored = heard.filter(({ event }) => event === 'attempt.scored').map(({ data }) => data.model)
      expect(scored.length).toBe(new Set(scored).size)
      expect(names(heard).filter((event) => event === 'result')).toHaveLength(1)
      expect(await allEventsOf(await listen(runId))).toEqual(heard)
    }

    // Otherwise the kills all came before there was anything to lose.
    expect(paidOnce).toBeGreaterThan(5)
    const learnt = await stack.query<{ model: string; weight: number }>(
      `select model, success_weight as weight from public.model_evidence where tier = 'all'`,
    )
    const succeeded = await stack.query<{ model: string; count: number }>(
      `select model, count(*)::int as count from public.model_performance where status = 'succeeded' group by 1`,
    )
    for (const { model, count } of succeeded)
      expect(learnt.find((row) => row.model === model)?.weight).toBeCloseTo(count, 1)
  })
})

/** Mulberry32 (Tommy Ettinger, 2017): the same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
