/** The line in Postgres: who is next, who holds what, and that nobody else can write. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  ClaimedItem,
  ExtractionRecord,
} from '../../../supabase/functions/queue/store/extractionStore.ts'
import type { ItemRow } from '../../../supabase/functions/queue/store/queueRows.ts'
import { INVOICE, ONE_STAGE, openQueueBench, type QueueBench } from './queueBench.ts'

let bench: QueueBench

beforeAll(async () => {
  bench = await openQueueBench()
})
beforeEach(() => bench.database.clear())
afterAll(() => bench.stop())

async function queued(item: Parameters<QueueBench['add']>[0] = {}): Promise<ItemRow> {
  const added = await bench.add({ stages: ONE_STAGE, ...item })
  await bench.start(added, { stage_models: { extract: ['gpt-4.1'] } })
  return added
}

async function claim(most = 100, leaseMs = 60_000): Promise<ClaimedItem[]> {
  return (await bench.store.claim({ most, leaseMs })).items
}

function resultOf(item: ClaimedItem, end: ExtractionRecord['end'] = null): ExtractionRecord {
  const call = {
    stage: 'extract',
    model: 'gpt-4.1',
    provider: 'openai',
    usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, reasoningTokens: 0 },
    usageIsEstimate: false,
    costNanoUsd: 7,
    costIsEstimate: false,
    durationMs: 3,
    firstTokenAfterMs: 1,
    startedAtMs: Date.now(),
    id: crypto.randomUUID(),
  }
  const place = { stage: 'extract', repeat: 0, role: 'stage', model: 'gpt-4.1' } as const
  const result = {
    ...place,
    id: crypto.randomUUID(),
    stageNumber: 1,
    provider: 'openai',
    status: 'succeeded' as const,
    output: INVOICE,
    rawAnswer: '',
    accuracy: null,
    error: null,
    calls: [call],
  }
  return { itemId: item.id, leaseToken: item.leaseToken, stage: 'extract', results: [result], end }
}

const COMPLETED: ExtractionRecord['end'] = {
  kind: 'completed',
  result: INVOICE,
  stageReports: [],
  accuracy: null,
}

async function count(table: string): Promise<number> {
  const [row] = await bench.database.query<{ count: string }>(`select count(*) from ${table}`)
  return Number(row?.count)
}

function expireLeases(): Promise<unknown> {
  return bench.database.query("update ai_extraction_queue set wake_at = now() where status = 'processing'")
}

describe('who is next', () => {
  it('is the highest priority, and within it users take turns: a thousand items do not keep three waiting', async () => {
    const [ada, grace, urgent] = await Promise.all([1, 2, 3].map(() => bench.database.createUser()))
    if (!ada || !grace || !urgent) throw new Error('no users')
    const pattern = await queued({ userId: ada })
    await bench.database.query(
      `insert into ai_extraction_queue (user_id, input_type, input_text, schema, stages, status, model_config, round, turn)
       select user_id, input_type, input_text, schema, stages, 'queued', model_config, 1, number
       from ai_extraction_queue, generate_series(1, 999) number where id = $1`,
      [pattern.id],
    )
    const first = await claim(10)
    expect(first).toHaveLength(10)
    const graces = [
      await queued({ userId: grace }),
      await queued({ userId: grace }),
      await queued({ userId: grace }),
    ]
    const late = await queued({ userId: urgent, priority: 5 })
    const next = await claim(7)
    expect(next[0]?.id).toBe(late.id)
    const places = graces.map(({ id }) => next.findIndex((item) => item.id === id))
    // turn about with the other user's items
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual([...places].sort((left, right) => left - right))
    // what comes back to a line that has moved on saves no turns up
    const again = await queued({ userId: ada })
    const [row] = await bench.database.query<{ turn: string }>(
      'select turn from ai_extraction_queue where id = $1',
      [again.id],
    )
    expect(Number(row?.turn)).toBe(1000)
  })

  it('is found by the index, however long the line is', async () => {
    const pattern = await queued()
    await bench.database.query(
      `insert into ai_extraction_queue (input_type, input_text, schema, stages, status, model_config, round, turn)
       select input_type, input_text, schema, stages, 'queued', model_config, 1, number
       from ai_extraction_queue, generate_series(1, 20000) number where id = $1`,
      [pattern.id],
    )
    await bench.database.query('vacuum analyze ai_extraction_queue')
    const [row] = await bench.database.query<{ 'QUERY PLAN': { Plan: object }[] }>(
      `explain (analyze, buffers, format json)
       select item.id from ai_extraction_queue item
       where item.status = 'queued'
         and not exists (select from private.queue_pauses pause where pause.user_id = item.user_id)
       order by item.priority desc, item.turn, item.position limit 8 for update skip locked`,
    )
    const plan = JSON.stringify(row?.['QUERY PLAN'])
    expect(plan).toContain('ai_extraction_queue_line')
    expect(plan).not.toContain(
      'Seq Scan","Parallel Aware":false,"Async Capable":false,"Relation Name":"ai_extraction_queue"',
    )
    const read =
      Number(/"Shared Hit Blocks":(\d+)/.exec(plan)?.[1]) +
      Number(/"Shared Read Blocks":(\d+)/.exec(plan)?.[1])
    expect(read).toBeLessThan(60)
  })

  it('is nobody twice: side by side, workers claim different items', async () => {
    await Promise.all(Array.from({ length: 40 }, () => queued()))
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(3)))
    const ids = claims.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(40)
  })
})

describe('a pause', () => {
  it('holds what a user has waiting and lets the others go; resumed, it is behind nobody it was before', async () => {
    const [ada, grace] = await Promise.all([bench.database.createUser(), bench.database.createUser()])
    const adas = await queued({ userId: ada })
    const under = await claim(1)
    const second = await queued({ userId: ada })
    expect(await bench.queue.pause(ada)).toBe(1)
    const third = await bench.add({ userId: ada, stages: ONE_STAGE })
    await expect(bench.start(third)).rejects.toThrow('paused')
    const graces = await queued({ userId: grace })
    expect((await claim()).map(({ id }) => id)).toEqual([graces.id])
    // what was under way goes on
    expect(under[0]?.id).toBe(adas.id)
    const [held] = under
    if (held === undefined) throw new Error('nothing claimed')
    expect((await bench.store.record([resultOf(held, COMPLETED)])).get(held.id)).toBe('recorded')
    expect(await bench.queue.pauses(ada)).toEqual({ everybody: false, user: true })
    expect(await bench.queue.resume(ada)).toBe(2)
    expect((await claim()).map(({ id }) => id)).toEqual([second.id, third.id])
  })

  it('of everybody stops the line, and nothing is lost', async () => {
    const item = await queued()
    await bench.queue.pause(null)
    expect(await claim()).toEqual([])
    expect(await bench.store.isAnythingWaiting()).toBe(false)
    await bench.queue.resume(null)
    expect((await claim()).map(({ id }) => id)).toEqual([item.id])
  })
})

describe('a lease', () => {
  it('that ran out passes the item on with what is stored, and fences its worker off', async () => {
    const item = await queued()
    const [slow] = await claim()
    if (slow === undefined) throw new Error('nothing claimed')
    expect((await bench.store.record([resultOf(slow)])).get(item.id)).toBe('recorded')
    await expireLeases()
    const [next] = await claim()
    expect(next).toMatchObject({
      id: item.id,
      attempt: 1,
      calls: 1,
      results: [{ stage: 'extract', output: INVOICE }],
    })
    const before = [await count('extraction_results'), await count('model_usage')]
    expect((await bench.store.record([resultOf(slow, COMPLETED)])).get(item.id)).toBe('superseded')
    expect([await count('extraction_results'), await count('model_usage')]).toEqual(before)
    expect((await bench.read(item)).status).toBe('processing')
    const states = await bench.store.renew([{ itemId: item.id, leaseToken: slow.leaseToken }], 1_000)
    expect(states.get(slow.leaseToken)).toBe('superseded')
  })

  it('is renewed by a heartbeat, and a worker that keeps dying is not fed for ever', async () => {
    const item = await queued()
    const [held] = await claim(1, 50)
    if (held === undefined) throw new Error('nothing claimed')
    const lease = { itemId: item.id, leaseToken: held.leaseToken }
    expect((await bench.store.renew([lease], 60_000)).get(held.leaseToken)).toBe('held')
    expect(await claim()).toEqual([])
    for (let death = 0; death < 10; death += 1) {
      await expireLeases()
      expect(await claim()).toHaveLength(1)
    }
    await expireLeases()
    expect(await claim()).toEqual([])
    expect(await bench.read(item)).toMatchObject({ status: 'dead_letter', error_code: 'worker_lost' })
  })
})

describe('what is recorded', () => {
  it('is recorded once, however often it is sent, and all or nothing', async () => {
    await Promise.all([queued(), queued()])
    const items = await claim()
    const records = items.map((item) => resultOf(item, COMPLETED))
    for (let time = 0; time < 2; time += 1) {
      expect([...(await bench.store.record(records)).values()]).toEqual(['recorded', 'recorded'])
    }
    expect([await count('extraction_results'), await count('model_usage')]).toEqual([2, 2])
    for (const item of items) expect(await bench.read(item)).toMatchObject({ status: 'completed', calls: 1 })

    const [more] = [await queued()]
    const [held] = await claim()
    if (held === undefined) throw new Error('nothing claimed')
    const wrong = resultOf(held, COMPLETED)
    await expect(
      bench.store.record([
        { ...wrong, results: wrong.results.map((result) => ({ ...result, id: 'no uuid' })) },
      ]),
    ).rejects.toThrow()
    expect([await count('extraction_results'), await count('model_usage')]).toEqual([2, 2])
    expect((await bench.read(more)).status).toBe('processing')
  })
})

describe('a spend cap', () => {
  it('lets items reserve what they may cost, and holds those back that it leaves too little for', async () => {
    await bench.database.query('insert into spend_limits (limit_nano_usd) values (1000)')
    const item = await queued()
    expect(await claim()).toEqual([])
    expect(await bench.read(item)).toMatchObject({
      status: 'waiting',
      error_code: 'budget_exceeded',
      calls: 0,
    })
    await bench.database.query('update spend_limits set limit_nano_usd = 100000000000')
    await bench.database.query('update ai_extraction_queue set wake_at = now()')
    const [held] = await claim()
    expect(held?.reservedNanoUsd).toBeGreaterThan(0)
    if (held === undefined) throw new Error('nothing claimed')
    await bench.store.record([resultOf(held, COMPLETED)])
    const [counter] = await bench.database.query<{ spent: string; reserved: string }>(
      'select spent_nano_usd as spent, reserved_nano_usd as reserved from private.spend_counters',
    )
    expect(counter).toEqual({ spent: '7', reserved: '0' })
  })
})
