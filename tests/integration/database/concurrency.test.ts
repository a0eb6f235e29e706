/** Many runs at once: nothing is lost, nothing counted twice, nothing deadlocks. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { finishRunRetry } from '../../../supabase/functions/_shared/store/finishRunRetry.ts'
import type { RunRecord } from '../../../supabase/functions/_shared/store/runRecord.ts'
import { createStore, type Store } from '../../../supabase/functions/_shared/store/store.ts'
import { StoreError } from '../../../supabase/functions/_shared/store/storeError.ts'
import { type DataApi, openDataApi } from '../dataApi.ts'
import { type PostgresServer, startPostgres, type TestDatabase } from '../postgres.ts'
import { attempt, beginInput, runRecord } from '../runRecords.ts'

let server: PostgresServer
let database: TestDatabase
let dataApi: DataApi
let store: Store

beforeAll(async () => {
  server = await startPostgres()
})
beforeEach(async () => {
  database = await server.createDatabase()
  dataApi = await openDataApi(database, 200)
  store = createStore(dataApi.admin)
  return () => dataApi.close()
})
afterAll(() => server.stop())

async function begin(userId: string) {
  const begun = await store.beginRun(beginInput({ userId }))
  if (begun.state !== 'started') throw new Error(begun.state)
  return begun
}

async function deadlocks(): Promise<unknown> {
  const [row] = await database.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return row?.deadlocks
}

it('200 runs that end at once on the same evidence lose no update, in whatever order their attempts came', async () => {
  const users = await Promise.all(Array.from({ length: 5 }, () => database.createUser()))
  const models = ['model-a', 'model-b', 'model-c']
  const records = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const { runId, leaseToken } = await begin(users[index % users.length] ?? '')
      const first = index % models.length
      const rotated = [...models.slice(first), ...models.slice(0, first)]
      return runRecord({
        runId,
        leaseToken,
        attempts: rotated.map((model, place) => attempt({ model, quality: (index * 7 + place * 13) % 101 })),
        calls: [],
      })
    }),
  )
  const answers = await Promise.all(records.map((record) => store.finishRun(record)))
  expect(answers.filter((answer) => answer === 'applied')).toHaveLength(200)

  // all of it happened within seconds, so nothing has faded by more than a millionth
  const differences = await database.query(`
    with recount as (
      select model, count(*) as known, avg(quality_score) as mean, var_pop(quality_score) * count(*) as m2
      from model_performance group by model
    )
    select e.tier, e.model, abs(e.quality_weight - r.known) < 0.01 and abs(e.success_weight - r.known) < 0.01
      and abs(e.quality_mean - r.mean) < 0.001 and abs(e.quality_m2 / r.m2 - 1) < 0.0001 as agrees
    from model_evidence e join recount r using (model) where e.tier <> 'user' order by 1, 2`)
  expect(differences).toEqual(
    ['all', 'task', 'task_complexity'].flatMap((tier) =>
      models.map((model) => ({ tier, model, agrees: true })),
    ),
  )
  expect(
    await database.query(
      `select count(*)::int as rows, round(sum(success_weight)::numeric, 2)::float8 as known from model_evidence where tier = 'user'`,
    ),
  ).toEqual([{ rows: 15, known: 600 }])
  expect(await deadlocks()).toBe('0')
})

const EVIDENCE = `
  select tier, user_id, task_type, complexity, model, approach, quality_weight, quality_mean, quality_m2, quality_shift,
    success_weight, failure_weight, duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd, cost_shift, updated_at
  from model_evidence order by 1, 2, 3, 4, 5, 6`

it('500 runs that end at once, their connections cut midway, are each learnt once: the evidence equals a recount', async () => {
  const users = await Promise.all(Array.from({ length: 5 }, () => database.createUser()))
  const models = ['model-a', 'model-b', 'model-c']
  const records: RunRecord[] = []
  for (let index = 0; index < 500; index++) {
    const { runId, leaseToken } = await begin(users[index % users.length] ?? '')
    const first = index % models.length
    const rotated = [...models.slice(first), ...models.slice(0, first)]
    records.push(
      runRecord({
        runId,
        leaseToken,
        attempts: rotated.map((model, place) =>
          attempt({ model, quality: 60 + ((index * 7 + place * 13) % 31) }),
        ),
        calls: [],
      }),
    )
  }

  let ended = 0
  const lost: string[] = []
  const endings = Promise.all(
    records.map(async (record) => {
      const state = await finishRunRetry({
        finishRun: (each) => store.finishRun(each),
        record,
        logLine: (line) => lost.push(line),
        now: Date.now,
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 10)),
      })
      ended++
      return state
    }),
  )
  let cuts = 0
  while (ended < records.length && cuts < 60) {
    const cut = await database.query(`
      select pg_terminate_backend(pid) from (
        select pid from pg_stat_activity
        where datname = current_database() and state <> 'idle' and query like '%finish_run%' and pid <> pg_backend_pid()
        order by random() limit 3
      ) busy`)
    cuts += cut.length
  }
  await endings
  expect(lost).toEqual([])
  expect(cuts).toBeGreaterThanOrEqual(20)

  expect(await database.query('select count(*)::int as attempts from model_performance')).toEqual([
    { attempts: 1500 },
  ])
  const counted = await database.query(`
    select e.tier, e.model,
      abs(e.success_weight - 500) < 0.05 and abs(e.quality_weight - 500) < 0.05 and abs(e.quality_mean - r.mean) < 0.001
        as agrees
    from model_evidence e
    join (select model, avg(quality_score) as mean from model_performance group by model) r using (model)
    where e.tier <> 'user' order by 1, 2`)
  expect(counted).toEqual(
    ['all', 'task', 'task_complexity'].flatMap((tier) =>
      models.map((model) => ({ tier, model, agrees: true })),
    ),
  )
  const learnt = await database.query(EVIDENCE)
  await database.query('select rebuild_evidence()')
  expect(await database.query(EVIDENCE)).toEqual(learnt)
  expect(await deadlocks()).toBe('0')
}, 180_000)

it('evidence that is made anew while runs end, feedback comes and users go loses nothing and deadlocks with nobody', async () => {
  const users = await Promise.all(Array.from({ length: 12 }, () => database.createUser()))
  const begun = await Promise.all(users.flatMap((user) => [begin(user), begin(user), begin(user)]))
  const leaving = users.slice(0, 4)
  const ignoreGone = (error: unknown) => {
    if (!StoreError.isInstance(error) || error.code !== 'run_gone') throw error
  }
  await Promise.all([
    ...begun.map(async ({ runId, leaseToken }) => {
      await store.finishRun(runRecord({ runId, leaseToken })).catch(ignoreGone)
      await store.recordFeedback({ runId, userId: null, rating: 0.7 })
    }),
    ...Array.from({ length: 6 }, () => database.query('select rebuild_evidence()')),
    ...leaving.map((user) => database.query('delete from auth.users where id = $1', [user])),
  ])
  // what users who left had taught may have gone with them, or not; all else is there
  await database.query('select rebuild_evidence()')
  expect(
    await database.query(`
      select round(success_weight::numeric, 2)::float8 as runs, round(quality_weight::numeric, 2)::float8 as verdicts
      from model_evidence where tier = 'all'`),
  ).toEqual([{ runs: 24, verdicts: 48 }])
  expect(
    await database.query(`select count(*)::int as rows from model_evidence where tier = 'user'`),
  ).toEqual([{ rows: 8 }])
  expect(await deadlocks()).toBe('0')
})

it('a user deleted while their runs end takes everything along, and neither side deadlocks', async () => {
  const users = await Promise.all(Array.from({ length: 20 }, () => database.createUser()))
  const records = await Promise.all(
    users.flatMap((user) =>
      Array.from({ length: 4 }, async () => {
        const { runId, leaseToken } = await begin(user)
        return runRecord({ runId, leaseToken })
      }),
    ),
  )
  const endings = records.map(async (record) => {
    try {
      return await store.finishRun(record)
    } catch (error) {
      if (StoreError.isInstance(error)) return error.code
      throw error
    }
  })
  const deletions = users.map((user) => database.query('delete from auth.users where id = $1', [user]))
  const states = await Promise.all(endings)
  await Promise.all(deletions)

  expect(states.filter((state) => state !== 'applied' && state !== 'run_gone')).toEqual([])
  expect(
    await database.query(`
      select id::text from orchestration_runs union all select id::text from model_performance
      union all select id::text from model_usage union all select id::text from model_selections
      union all select id::text from model_evidence where user_id is not null`),
  ).toEqual([])
  const applied = states.filter((state) => state === 'applied').length
  expect(
    await database.query(
      `select coalesce(round(sum(success_weight)::numeric, 2), 0)::float8 as known from model_evidence where tier = 'all'`,
    ),
  ).toEqual([{ known: applied }])
  expect(await deadlocks()).toBe('0')
})

it('a run that ends while its user is being deleted waits for the outcome and holds nothing meanwhile', async () => {
  const user = await database.createUser()
  const { runId, leaseToken } = await begin(user)
  const deleter = await database.connect()
  await deleter.query('begin')
  // what a delete of the user takes first
  await deleter.query('select from auth.users where id = $1 for update', [user])
  const ending = store.finishRun(runRecord({ runId, leaseToken }))
  const outcome = expect(ending).rejects.toMatchObject({ code: 'run_gone' })
  await untilSomeoneWaitsForALock()

  await deleter.query('delete from auth.users where id = $1', [user])
  await deleter.query('commit')
  deleter.release()
  await outcome
  expect(await deadlocks()).toBe('0')
})

async function untilSomeoneWaitsForALock(): Promise<void> {
  for (;;) {
    const waiting = await database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (waiting.length > 0) return
  }
}
