/** Experiments on traffic: what begin_run tells of them, what a selection keeps, and what came of each arm. */
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { TestDatabase } from '../postgres.ts'
import { attempt, beginInput, call, runRecord } from '../runRecords.ts'
import { withStore } from '../testStore.ts'

let database: TestDatabase
let store: Store

withStore((opened) => {
  database = opened.database
  store = opened.store
})

const ARMS = [
  { name: 'control', weight: 1 },
  { name: 'ucb', weight: 3, settings: { policy: 'ucb' } },
]

async function experiment(name: string, given: Record<string, unknown> = {}): Promise<void> {
  const row = { name, arms: JSON.stringify(ARMS), ...given }
  const columns = Object.keys(row)
  await database.query(
    `insert into traffic_experiments (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  )
}

async function run(userId: string, arm: string, quality: number | null): Promise<void> {
  const begun = await store.beginRun(beginInput({ userId }))
  if (begun.state !== 'started') throw new Error(begun.state)
  await store.finishRun(
    runRecord({
      runId: begun.runId,
      leaseToken: begun.leaseToken,
      abTest: { name: 'policies', variant: arm },
      prices: { pointsPerUsd: 50, pointsPerSecond: 0 },
      durationMs: 1_000,
      calls: [call()],
      ...(quality === null
        ? {
            status: 'failed',
            httpStatus: 502,
            winner: null,
            attempts: [attempt({ status: 'failed', errorCode: 'stalled' })],
          }
        : { attempts: [attempt({ quality })] }),
    }),
  )
}

describe('begin_run', () => {
  it('tells of the experiments that run now, the oldest first', async () => {
    const hour = 3_600_000
    await experiment('second')
    await experiment('first', { share: 0.2, started_at: new Date(Date.now() - hour) })
    await experiment('switched off', { enabled: false })
    await experiment('over', {
      started_at: new Date(Date.now() - 2 * hour),
      ended_at: new Date(Date.now() - hour),
    })
    await experiment('to come', { started_at: new Date(Date.now() + hour) })
    const begun = await store.beginRun(beginInput())
    expect(begun.state === 'started' && begun.abTests).toEqual([
      { name: 'first', share: 0.2, variants: [{ name: 'control', weight: 1, settings: {} }, ARMS[1]] },
      { name: 'second', share: 1, variants: [{ name: 'control', weight: 1, settings: {} }, ARMS[1]] },
    ])
  })
})

describe('an experiment', () => {
  it.each([
    ['one arm', [ARMS[0]]],
    ['two arms of one name', [ARMS[0], ARMS[0]]],
    ['an arm of no weight', [ARMS[0], { name: 'b', weight: 0 }]],
    ['a weight that is no number', [ARMS[0], { name: 'b', weight: '1' }]],
    ['an arm without a name', [ARMS[0], { weight: 1 }]],
    ['settings that are no object', [ARMS[0], { name: 'b', weight: 1, settings: 'ucb' }]],
    ['arms that are no list', { control: 1 }],
  ])('is refused with %s', async (_, arms) => {
    await expect(experiment('odd', { arms: JSON.stringify(arms) })).rejects.toMatchObject({ code: '23514' })
  })
})

describe('experiment_results', () => {
  it('tells each arm’s means, with intervals that know that runs of one user are alike', async () => {
    const [ada, bob, eve] = await Promise.all([
      database.createUser(),
      database.createUser(),
      database.createUser(),
    ])
    await run(ada, 'ucb', 90)
    await run(ada, 'ucb', 80)
    await run(bob, 'ucb', 50)
    await run(bob, 'ucb', null)
    await run(eve, 'control', 70)

    const results = await database.queryAs<Record<string, unknown>>(
      { role: 'service_role' },
      `select * from experiment_results order by experiment_arm, measure`,
    )
    expect(results.map((row) => `${row.experiment_arm} ${row.measure}`)).toEqual([
      'control cost_usd',
      'control duration_ms',
      'control quality_score',
      'control success',
      'ucb cost_usd',
      'ucb duration_ms',
      'ucb quality_score',
      'ucb success',
    ])
    // users' sums lie 170 - 110 = 60 and 50 - 110 = -60 from what the mean would give: sqrt((60² + 60²) · 2) / 4 = 30
    expect(results.find((row) => row.experiment_arm === 'ucb' && row.measure === 'quality_score')).toEqual({
      experiment: 'policies',
      experiment_arm: 'ucb',
      measure: 'quality_score',
      users: 2,
      runs: 4,
      mean: 55,
      standard_error: expect.closeTo(30, 9),
      low: expect.closeTo(55 - 1.96 * 30, 9),
      high: expect.closeTo(55 + 1.96 * 30, 9),
    })
    expect(results.find((row) => row.experiment_arm === 'ucb' && row.measure === 'success')).toMatchObject({
      mean: 0.75,
    })
    expect(results.find((row) => row.experiment_arm === 'control')).toMatchObject({
      users: 1,
      standard_error: null,
      low: null,
    })
    expect(
      await database.query(
        'select distinct experiment, points_per_usd, points_per_second from model_selections',
      ),
    ).toEqual([{ experiment: 'policies', points_per_usd: 50, points_per_second: 0 }])
    // a user sees what is theirs
    const own = await database.queryAs(
      { role: 'authenticated', userId: eve },
      'select distinct experiment_arm from experiment_results',
    )
    expect(own).toEqual([{ experiment_arm: 'control' }])
  })
})
