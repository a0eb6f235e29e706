/** Feedback and benchmark results: recorded once, learnt from once, and whose they are. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { BenchmarkRecord } from '../../../supabase/functions/_shared/store/recordBenchmark.ts'
import type { RunRecord } from '../../../supabase/functions/_shared/store/runRecord.ts'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { TestDatabase } from '../postgres.ts'
import { attempt, beginInput, runRecord } from '../runRecords.ts'
import { withStore } from '../testStore.ts'

let database: TestDatabase
let store: Store

withStore((opened) => {
  database = opened.database
  store = opened.store
})

async function run(userId: string | null, record: Partial<RunRecord> = {}): Promise<string> {
  const begun = await store.beginRun(beginInput({ userId }))
  if (begun.state !== 'started') throw new Error(begun.state)
  await store.finishRun(runRecord({ runId: begun.runId, leaseToken: begun.leaseToken, ...record }))
  return begun.runId
}

function evidence(): Promise<unknown[]> {
  return database.query(`
    select tier, model, round(quality_weight::numeric, 3)::float8 as weight, round(quality_mean::numeric, 2)::float8 as mean,
      round((success_weight + failure_weight)::numeric, 3)::float8 as calls
    from model_evidence order by model, array_position(array['all', 'task', 'task_complexity', 'user'], tier)`)
}

describe('recordFeedback', () => {
  it('blends into the quality of what the user got, in all tiers, and not into its reliability', async () => {
    const ada = await database.createUser()
    const runId = await run(ada, {
      attempts: [attempt({ model: 'model-b', quality: 60 }), attempt({ quality: 80, priority: 2 })],
      winner: 1,
    })
    expect(await store.recordFeedback({ runId, userId: ada, rating: 0.2, comment: 'It is grey.' })).toBe(
      'applied',
    )
    expect(await evidence()).toEqual([
      ...['all', 'task', 'task_complexity', 'user'].map((tier) => ({
        tier,
        model: 'model-a',
        weight: 2,
        mean: 50,
        calls: 1,
      })),
      ...['all', 'task', 'task_complexity', 'user'].map((tier) => ({
        tier,
        model: 'model-b',
        weight: 1,
        mean: 60,
        calls: 1,
      })),
    ])
    const incremental = await evidence()
    await database.query('select rebuild_evidence()')
    expect(await evidence()).toEqual(incremental)
    expect(
      await database.queryAs(
        { role: 'authenticated', userId: ada },
        'select rating, comment from run_feedback',
      ),
    ).toEqual([{ rating: 0.2, comment: 'It is grey.' }])
  })

  it('counts once for twenty at once, and keeps what was said first', async () => {
    const ada = await database.createUser()
    const runId = await run(ada)
    const said = await Promise.all(
      Array.from({ length: 20 }, () => store.recordFeedback({ runId, userId: ada, rating: 1 })),
    )
    expect(said.filter((state) => state === 'applied')).toHaveLength(1)
    expect(said.filter((state) => state === 'already_given')).toHaveLength(19)
    expect(await store.recordFeedback({ runId, userId: ada, rating: 0 })).toBe('already_given')
    // nor may a service caller say it again for the same user
    expect(await store.recordFeedback({ runId, userId: null, rating: 0 })).toBe('already_given')
    expect(await database.query('select rating from run_feedback')).toEqual([{ rating: 1 }])
    expect(await evidence()).toMatchObject(Array.from({ length: 4 }, () => ({ weight: 2, mean: 90 })))
  })

  it('is as old as the attempt it speaks of', async () => {
    const runId = await run(null)
    await database.query(`update model_performance set created_at = created_at - interval '14 days'`)
    await database.query('delete from model_evidence')
    await database.query('select rebuild_evidence()')
    await run(null, { attempts: [attempt({ quality: 80 })] })
    await store.recordFeedback({ runId, userId: null, rating: 0.8 })
    // half an attempt, one attempt, half a rating
    expect(await evidence()).toMatchObject(Array.from({ length: 3 }, () => ({ weight: 2, mean: 80 })))
  })

  it('of many users rings no alarm: what the scorer taught stays', async () => {
    for (let index = 0; index < 12; index++) await run(null)
    for (const { id } of await database.query<{ id: string }>('select id from orchestration_runs'))
      await store.recordFeedback({ runId: id, userId: null, rating: 0 })
    const [row] = await database.query<{ mean: number; changed: unknown }>(
      `select quality_mean as mean, quality_changed_at as changed from model_evidence where tier = 'all'`,
    )
    expect(row).toEqual({ mean: expect.closeTo(40, 3), changed: null })
  })

  it('says so where there is nothing to speak of', async () => {
    const [ada, bob] = await Promise.all([database.createUser(), database.createUser()])
    const runId = await run(ada)
    expect(await store.recordFeedback({ runId, userId: bob, rating: 1 })).toBe('not_found')
    expect(await store.recordFeedback({ runId: randomUUID(), userId: ada, rating: 1 })).toBe('not_found')
    const begun = await store.beginRun(beginInput({ userId: ada }))
    if (begun.state !== 'started') throw new Error(begun.state)
    expect(await store.recordFeedback({ runId: begun.runId, userId: ada, rating: 1 })).toBe('not_finished')
    const nobodys = await run(null)
    expect(await store.recordFeedback({ runId: nobodys, userId: ada, rating: 1 })).toBe('not_found')
  })

  it('of a run that gave nothing is kept, and teaches nothing', async () => {
    const ada = await database.createUser()
    const runId = await run(ada, {
      status: 'failed',
      httpStatus: 502,
      attempts: [attempt({ status: 'failed', errorCode: 'rate_limited' })],
      winner: null,
    })
    const before = await evidence()
    expect(await store.recordFeedback({ runId, userId: ada, rating: 0 })).toBe('applied')
    expect(await evidence()).toEqual(before)
  })

  it.each([
    ['a rating above 1', { rating: 1.01 }],
    ['a rating below 0', { rating: -0.01 }],
    ['a rating that is no number', { rating: Number.NaN }],
    ['a comment of more than 2,000 characters', { rating: 1, comment: 'x'.repeat(2001) }],
  ])('refuses %s', async (_, wrong) => {
    const runId = await run(null)
    await expect(store.recordFeedback({ runId, userId: null, ...wrong })).rejects.toMatchObject({
      name: 'StoreError',
    })
    expect(await database.query('select 1 from run_feedback')).toEqual([])
  })

  it('goes with its user; what it taught everyone stays', async () => {
    const ada = await database.createUser()
    const runId = await run(ada)
    await store.recordFeedback({ runId, userId: ada, rating: 0.2 })
    await database.query('delete from auth.users where id = $1', [ada])
    expect(await database.query('select 1 from run_feedback')).toEqual([])
    expect(await evidence()).toMatchObject([{ mean: 50 }, { mean: 50 }, { mean: 50 }])
  })
})

describe('recordBenchmark', () => {
  function benchmark(given: Partial<BenchmarkRecord> = {}): BenchmarkRecord {
    const { priority: _, ...result } = attempt({ quality: 70 })
    return {
      benchmarkRunId: null,
      userId: null,
      name: 'thirty projects',
      settings: { repetitions: 2 },
      isFinished: false,
      results: [
        { ...result, project: 'todo', repetition: 1, taskType: 'generation', complexity: 'low' },
        { ...result, project: 'todo', repetition: 2, taskType: 'generation', complexity: 'low' },
      ],
      ...given,
    }
  }

  it('learns from each result once, for all and for nobody in particular', async () => {
    const ada = await database.createUser()
    const first = await store.recordBenchmark(benchmark({ userId: ada }))
    expect(first.newResults).toBe(2)
    const again = await store.recordBenchmark(
      benchmark({ userId: ada, benchmarkRunId: first.benchmarkRunId, isFinished: true }),
    )
    expect(again).toEqual({ benchmarkRunId: first.benchmarkRunId, newResults: 0 })
    expect(await evidence()).toEqual(
      ['all', 'task', 'task_complexity'].map((tier) => ({
        tier,
        model: 'model-a',
        weight: 2,
        mean: 70,
        calls: 2,
      })),
    )
    const learnt = await evidence()
    await database.query('select rebuild_evidence()')
    expect(await evidence()).toEqual(learnt)
    const seen = `select name, finished_at is not null as finished, count(r.id)::int as results
      from benchmark_runs b join benchmark_results r on r.benchmark_run_id = b.id group by 1, 2`
    expect(await database.queryAs({ role: 'authenticated', userId: ada }, seen)).toEqual([
      { name: 'thirty projects', finished: true, results: 2 },
    ])
    const bob = await database.createUser()
    expect(await database.queryAs({ role: 'authenticated', userId: bob }, seen)).toEqual([])
  })

  it('says so where the user is unknown', async () => {
    await expect(store.recordBenchmark(benchmark({ userId: randomUUID() }))).rejects.toMatchObject({
      code: 'unknown_user',
    })
  })
})
