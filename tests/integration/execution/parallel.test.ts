/** Parallel runs: as quick as the first good answer, and nothing of the others is left behind. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { SMALL_PROJECT } from '../../support/mockProvider.ts'
import { openWorkbench, type Workbench } from './workbench.ts'

const MODELS = ['gpt-4.1', 'gemini-3.8-flash']
const GOOD = { text: SMALL_PROJECT }

let bench: Workbench

beforeAll(async () => {
  bench = await openWorkbench()
  // each wire's SDK and the scorer are loaded by the first run
  bench.reply = () => GOOD
  for (const model of MODELS) await bench.run({ models: [model] })
})
beforeEach(() => bench.reset())
afterAll(() => bench?.stop())

const run = (more: Record<string, unknown> = {}) =>
  bench.run({ models: MODELS, parallelExecution: true, maxStrategies: 2, qualityThreshold: 50, ...more })

it.each(MODELS)(
  'answers when %s is done after 0.2 s though the other takes 5 s, and hangs up on that',
  async (good) => {
    const endedAtMs: Record<string, number> = {}
    bench.reply = (request) => {
      void request.ended.then(() => {
        endedAtMs[request.model] = performance.now()
      })
      return { ...GOOD, delayMs: request.model === good ? 200 : 5_000 }
    }
    const end = await run()
    const slow = bench.provider.requests.find(({ model }) => model !== good)
    expect(await slow?.ended).toBe('aborted')
    expect(end.status).toBe(200)
    expect(end.body.strategy.model).toBe(good)
    expect(end.body.metrics.durationMs).toBeLessThan(600)
    expect((endedAtMs[slow?.model ?? ''] ?? Number.NaN) - (endedAtMs[good] ?? Number.NaN)).toBeLessThan(500)
    expect(Object.fromEntries(end.attempts.map(({ model, status }) => [model, status]))).toEqual(
      Object.fromEntries(MODELS.map((model) => [model, model === good ? 'succeeded' : 'cancelled'])),
    )
    // what was under way is not free
    const cancelled = end.calls.find(({ error_code }) => error_code === 'cancelled')
    expect(cancelled).toMatchObject({ cost_is_estimate: true })
    expect(Number(cancelled?.cost_nano_usd)).toBeGreaterThan(0)
  },
)

it('leaves no open exchange, timer or reservation after 200 runs under a cap', async () => {
  await bench.database.query(
    `insert into spend_limits (period, limit_nano_usd) values ('total', 100000000000)`,
  )
  bench.reply = ({ model }) => ({ ...GOOD, delayMs: model === MODELS[0] ? 10 : 5_000 })
  await run({ budgetUsd: 0.5 })
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
  // the mock's own, one for each answer that nobody waits for any more
  const before = timers() - bench.provider.requests.length / 2
  let cost = 0
  for (let batch = 0; batch < 20; batch++) {
    const ends = await Promise.all(Array.from({ length: 10 }, () => run({ budgetUsd: 0.5 })))
    for (const end of ends) {
      expect(end.status).toBe(200)
      cost += Number(end.run.cost_nano_usd)
    }
  }
  const slow = bench.provider.requests.filter(({ model }) => model !== MODELS[0])
  expect(new Set(await Promise.all(slow.map((request) => request.ended)))).toEqual(new Set(['aborted']))
  expect(timers()).toBeLessThanOrEqual(before + slow.length + 20)
  expect(await bench.database.query('select * from private.spend_reservations')).toEqual([])
  const [counter] = await bench.database.query<{ spent: string; reserved: string }>(
    'select spent_nano_usd as spent, reserved_nano_usd as reserved from private.spend_counters',
  )
  expect(Number(counter?.spent)).toBeGreaterThanOrEqual(cost)
  expect(counter?.reserved).toBe('0')
})

it('keeps to the cap through failures, retries and lost races, and refuses with 402 when it is reached', async () => {
  const cap = 60_000_000
  await bench.database.query(`insert into spend_limits (period, limit_nano_usd) values ('total', $1)`, [cap])
  bench.reply = (_request, place) => (place % 3 === 0 ? { ...GOOD, fault: 'cut' } : { ...GOOD, delayMs: 5 })
  const ends = await Promise.all(
    Array.from({ length: 60 }, () =>
      run({ budgetUsd: 0.005, maxStrategies: 1, deadlineMs: 20_000 }).catch((error: { status?: number }) => {
        if (error.status !== 402) throw error
        return null
      }),
    ),
  )
  expect(ends.filter((end) => end !== null).length).toBeGreaterThanOrEqual(12)
  const [counter] = await bench.database.query<{ spent: string; reserved: string }>(
    'select spent_nano_usd as spent, reserved_nano_usd as reserved from private.spend_counters',
  )
  const [recorded] = await bench.database.query<{ cost: string }>(
    `select sum(cost_nano_usd) as cost from orchestration_runs where id = any ($1)`,
    [ends.flatMap((end) => (end === null ? [] : [end.runId]))],
  )
  expect(counter).toEqual({ spent: recorded?.cost, reserved: '0' })
  expect(Number(counter?.spent)).toBeLessThanOrEqual(cap)
})
