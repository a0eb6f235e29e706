/** Whose rows are whose: what each kind of caller sees, may do, and what is left when a user goes. */
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { Actor, TestDatabase } from '../postgres.ts'
import { attempt, beginInput, plan, runRecord } from '../runRecords.ts'
import { withStore } from '../testStore.ts'

let database: TestDatabase
let store: Store

withStore((opened) => {
  database = opened.database
  store = opened.store
})

async function run(userId: string | null, record: Parameters<typeof runRecord>[0] = {}) {
  const begun = await store.beginRun(beginInput({ userId }))
  if (begun.state !== 'started') throw new Error(begun.state)
  await store.finishRun(runRecord({ runId: begun.runId, leaseToken: begun.leaseToken, ...record }))
}

const OWN_ROWS = ['orchestration_runs', 'model_performance', 'model_selections', 'model_usage']
const VIEWS = [
  'model_performance_analytics',
  'approach_success_rates',
  'model_selection_analysis',
  'daily_model_cost',
]

function signedIn(userId: string): Actor {
  return { role: 'authenticated', userId }
}

describe('a signed-in user', () => {
  it.each([...OWN_ROWS, ...VIEWS])('sees their own rows of %s alone', async (relation) => {
    const [ada, bob] = await Promise.all([database.createUser(), database.createUser()])
    await run(ada)
    await run(bob)
    await run(null)
    const seen = await database.queryAs<{ user_id: string }>(signedIn(ada), `select user_id from ${relation}`)
    expect(seen).toEqual([{ user_id: ada }])
    const all = await database.queryAs({ role: 'service_role' }, `select user_id from ${relation}`)
    expect(all).toHaveLength(3)
    await expect(database.queryAs({ role: 'anon' }, `select 1 from ${relation}`)).rejects.toMatchObject({
      code: '42501',
    })
  })

  it.each([
    ['reading evidence', 'select 1 from model_evidence'],
    ['changing a run', `update orchestration_runs set status = 'failed'`],
    ['deleting an attempt', 'delete from model_performance'],
    [
      'making a run',
      `insert into orchestration_runs (request_hash, request, lease_expires_at) values ('', '', now())`,
    ],
    ['beginning a run', `select begin_run('{}')`],
    ['finishing a run', `select finish_run('{}')`],
    ['teaching', `select private.learn_from_attempts('{}')`],
  ])('is refused %s', async (_, statement) => {
    const ada = await database.createUser()
    await run(ada)
    await expect(database.queryAs(signedIn(ada), statement)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('get_best_model_for_task', () => {
  const ASK = 'select * from get_best_model_for_task(user_id => $1, task_type => $2)'

  it('knows nothing at first', async () => {
    const ada = await database.createUser()
    expect(await database.queryAs(signedIn(ada), ASK, [ada, 'generation'])).toEqual([])
  })

  it('answers users for themselves and service callers for anyone', async () => {
    const [ada, bob] = await Promise.all([database.createUser(), database.createUser()])
    await run(ada)
    const expected = (quality: number) => [
      {
        model: 'model-a',
        provider: 'sandbox',
        approach: 'simple',
        expected_quality: expect.closeTo(quality, 2),
        success_rate: expect.closeTo((10 * (20 / 21) + 1) / 11, 6),
        avg_cost_usd: 0.0025,
        avg_duration_ms: expect.closeTo(1200, 6),
        samples: expect.closeTo(1, 4),
      },
    ]
    // half of the way from the prior of 72 to the one result of 80, and further for whose result it was
    expect(await database.queryAs(signedIn(ada), ASK, [ada, 'generation'])).toEqual(expected(75.831))
    expect(await database.queryAs({ role: 'service_role' }, ASK, [bob, 'generation'])).toEqual(
      expected(75.354),
    )
    await expect(database.queryAs(signedIn(bob), ASK, [ada, 'generation'])).rejects.toMatchObject({
      code: '42501',
    })
    await expect(database.queryAs({ role: 'anon' }, ASK, [ada, 'generation'])).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('prefers what serves the task, and the user where they differ from others', async () => {
    const [ada, bob] = await Promise.all([database.createUser(), database.createUser()])
    const scored = (model: string, quality: number) =>
      Array.from({ length: 20 }, () => attempt({ model, quality }))
    for (let round = 0; round < 20; round++) {
      await run(bob, {
        attempts: [attempt({ model: 'model-a', quality: 90 }), attempt({ model: 'model-b', quality: 60 })],
        calls: [],
      })
      await run(bob, {
        attempts: [attempt({ model: 'model-a', quality: 40 }), attempt({ model: 'model-b', quality: 85 })],
        calls: [],
        profile: { ...runRecord().profile, type: 'review' },
      })
    }
    const best = async (user: string, task: string) =>
      (await database.queryAs<{ model: string }>({ role: 'service_role' }, ASK, [user, task]))[0]?.model
    expect(await best(ada, 'generation')).toBe('model-a')
    expect(await best(ada, 'review')).toBe('model-b')

    await run(ada, { attempts: [...scored('model-a', 10), ...scored('model-b', 95)], calls: [] })
    expect(await best(ada, 'generation')).toBe('model-b')
  })

  it('weighs money as the selector does: a cent costs a point', async () => {
    const ada = await database.createUser()
    const many = (model: string, quality: number, costNanoUsd: number) =>
      Array.from({ length: 15 }, () => attempt({ model, quality, costNanoUsd }))
    await run(null, {
      attempts: [...many('model-a', 85, 200_000_000), ...many('model-b', 75, 1_000_000)],
      calls: [],
    })
    expect(await database.queryAs(signedIn(ada), ASK, [ada, 'generation'])).toMatchObject([
      { model: 'model-b' },
    ])
  })

  it('does not recommend what often fails to answer', async () => {
    const failures = Array.from({ length: 20 }, () =>
      attempt({ model: 'model-a', status: 'failed', errorCode: 'rate_limited' }),
    )
    await run(null, {
      attempts: [
        ...failures,
        attempt({ model: 'model-a', quality: 90 }),
        attempt({ model: 'model-b', quality: 75 }),
      ],
      calls: [],
    })
    const ada = await database.createUser()
    expect(await database.queryAs(signedIn(ada), ASK, [ada, 'generation'])).toMatchObject([
      { model: 'model-b' },
    ])
  })
})

describe('views', () => {
  it('tell what happened', async () => {
    const ada = await database.createUser()
    await run(ada, {
      plan: plan('model-a', 'model-b'),
      attempts: [
        attempt({ quality: 60, durationMs: 1000 }),
        attempt({ model: 'model-b', quality: 90, priority: 2 }),
        attempt({ model: 'model-c', status: 'failed', errorCode: 'stalled', costNanoUsd: null }),
        attempt({ model: 'model-d', status: 'skipped' }),
      ],
      winner: 1,
    })
    await run(ada, { attempts: [attempt({ quality: 80, durationMs: 3000 })] })
    const ask = (sql: string) => database.queryAs(signedIn(ada), sql)

    expect(await ask('select * from model_performance_analytics order by model')).toMatchObject([
      {
        model: 'model-a',
        attempts: 2,
        succeeded: 2,
        failed: 0,
        wins: 1,
        success_rate: 1,
        avg_quality_score: 70,
        min_quality_score: 60,
        max_quality_score: 80,
        avg_duration_ms: 2000,
        p95_duration_ms: 2900,
        avg_cost_usd: 0.0025,
        total_cost_usd: 0.005,
        total_input_tokens: 1800,
        total_output_tokens: 8000,
      },
      { model: 'model-b', attempts: 1, wins: 1 },
      {
        model: 'model-c',
        attempts: 1,
        failed: 1,
        success_rate: 0,
        avg_quality_score: null,
        avg_cost_usd: null,
      },
      { model: 'model-d', attempts: 0, success_rate: null },
    ])
    expect(await ask('select * from approach_success_rates')).toMatchObject([
      {
        approach: 'simple',
        task_type: 'generation',
        attempts: 4,
        succeeded: 3,
        failed: 1,
        success_rate: 0.75,
      },
    ])
    expect(await ask('select * from model_selection_analysis')).toMatchObject([
      {
        policy: 'thompson',
        chosen_model: 'model-a',
        selections: 2,
        comparable_selections: 1,
        optimal_selections: 0,
        optimality_rate: 0,
        first_choice_win_rate: 0.5,
        exploration_rate: 0,
        avg_propensity: 0.5,
        avg_quality_score: 85,
      },
    ])
    expect(await ask('select *, day::text from daily_model_cost')).toMatchObject([
      {
        model: 'model-a',
        calls: 2,
        successful_calls: 2,
        unpriced_calls: 0,
        cost_usd: 0.005,
        input_tokens: 1800,
        day: new Date().toISOString().slice(0, 10),
      },
    ])
  })
})

describe('deleting a user', () => {
  it('removes what is theirs and leaves what everyone taught', async () => {
    const [ada, bob] = await Promise.all([database.createUser(), database.createUser()])
    await run(ada)
    await run(bob)
    await database.query('delete from auth.users where id = $1', [ada])
    for (const relation of [...OWN_ROWS, 'model_evidence']) {
      expect(await database.query(`select 1 from ${relation} where user_id = $1`, [ada])).toEqual([])
      expect(await database.query(`select 1 from ${relation} where user_id = $1`, [bob])).toHaveLength(1)
    }
    expect(
      await database.query(
        `select tier, round(success_weight::numeric, 3)::float8 as known from model_evidence where user_id is null order by 1`,
      ),
    ).toEqual([
      { tier: 'all', known: 2 },
      { tier: 'task', known: 2 },
      { tier: 'task_complexity', known: 2 },
    ])
  })
})

describe('a platform that keeps auth.users to itself', () => {
  it('has its runs recorded all the same', async () => {
    const ada = await database.createUser()
    await database.query(`
      create role keeps_nothing;
      grant usage, create on schema private to keeps_nothing;
      alter function private.hold_user(uuid) owner to keeps_nothing`)
    await run(ada)
    expect(await database.query('select status from orchestration_runs')).toEqual([{ status: 'succeeded' }])
  })
})
