/** Limits on requests a minute, and token buckets of models: exact under load, and fair about when to come back. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { TestDatabase } from '../postgres.ts'
import { beginInput } from '../runRecords.ts'
import { withStoreForEach } from '../testStore.ts'

let database: TestDatabase
let store: Store
let userId: string

withStoreForEach((opened) => {
  database = opened.database
  store = opened.store
}, 60)
beforeEach(async () => {
  userId = await database.createUser()
})

const begin = (forUser: string | null = userId) => store.beginRun(beginInput({ userId: forUser }))
const passed = (answers: { state: string }[]) => answers.filter(({ state }) => state === 'started').length

/** Lets so many seconds of the request windows pass. */
const elapse = (seconds: number) =>
  database.query(
    `update private.request_counters set window_started_at = window_started_at - $1 * interval '1 second'`,
    [seconds],
  )

describe('60 requests a minute', () => {
  it('let exactly 60 of 100 at once through, and tell the others when to come back', async () => {
    await database.query('insert into rate_limits (user_id, requests_per_minute) values ($1, 60)', [userId])
    const answers = await Promise.all(Array.from({ length: 100 }, () => begin()))
    expect(passed(answers)).toBe(60)
    for (const answer of answers) {
      if (answer.state === 'started') continue
      if (answer.state !== 'rate_limited') throw new Error(answer.state)
      expect(answer.retryAfterMs).toBeGreaterThan(50_000)
      expect(answer.retryAfterMs).toBeLessThanOrEqual(62_000)
    }
    expect(await database.query('select count(*)::int as runs from orchestration_runs')).toEqual([
      { runs: 60 },
    ])
  })

  it('are as exact when the 100 come spread over the minute', async () => {
    await database.query('insert into rate_limits (per_user, requests_per_minute) values (true, 60)')
    const answers = []
    for (let index = 0; index < 100; index++) {
      answers.push(await begin())
      await elapse(0.55)
    }
    expect(passed(answers)).toBe(60)
  })

  it('admit whoever waits as long as they were told, and no sooner', async () => {
    await database.query('insert into rate_limits (requests_per_minute) values (60)')
    await Promise.all(Array.from({ length: 60 }, () => begin()))
    const refused = await begin()
    if (refused.state !== 'rate_limited') throw new Error(refused.state)
    await elapse(refused.retryAfterMs / 1000 - 1)
    expect((await begin()).state).toBe('rate_limited')
    await elapse(1)
    expect((await begin()).state).toBe('started')
    expect((await begin()).state).toBe('rate_limited')
  })

  it('do not let twice as many through where two windows meet', async () => {
    await database.query('insert into rate_limits (requests_per_minute) values (60)')
    await begin()
    await elapse(59)
    expect(passed(await Promise.all(Array.from({ length: 59 }, () => begin())))).toBe(59)
    await elapse(2)
    expect(passed(await Promise.all(Array.from({ length: 60 }, () => begin())))).toBeLessThanOrEqual(2)
  })

  it('hold for each user by themselves and for all together', async () => {
    const other = await database.createUser()
    await database.query('insert into rate_limits (per_user, requests_per_minute) values (true, 2)')
    await database.query('insert into rate_limits (requests_per_minute) values (3)')
    const states = []
    for (const who of [userId, userId, userId, other, other, null]) states.push((await begin(who)).state)
    expect(states).toEqual(['started', 'started', 'rate_limited', 'started', 'rate_limited', 'rate_limited'])
  })

  it('are not used up by what is refused on other grounds', async () => {
    await database.query('insert into rate_limits (user_id, requests_per_minute) values ($1, 2)', [userId])
    await database.query(`insert into spend_limits (period, limit_nano_usd) values ('total', 0)`)
    for (let index = 0; index < 5; index++) expect((await begin()).state).toBe('over_budget')
    await database.query('delete from spend_limits')
    expect(passed([await begin(), await begin(), await begin()])).toBe(2)
  })
})

describe('a model’s rate', () => {
  const take = (tokens: number, requests = 1, isSettling = false) =>
    store.takeModelRate({ model: 'gpt-4.1', tokens, requests, isSettling })
  const limit = (requests: number | null, tokens: number | null) =>
    database.query(
      `insert into rate_limits (model, requests_per_minute, tokens_per_minute) values ('gpt-4.1', $1, $2)`,
      [requests, tokens],
    )

  it('is told to runs that may meet it', async () => {
    await limit(1, 1)
    expect(await begin()).toMatchObject({ limitedModels: ['gpt-4.1'] })
    expect(await store.takeModelRate({ model: 'free', requests: 1, tokens: 1e9, isSettling: false })).toBe(0)
  })

  it('gives 200 calls at once no more tokens than a minute holds', async () => {
    await limit(null, 100_000)
    const startedAtMs = Date.now()
    const waits = await Promise.all(Array.from({ length: 200 }, () => take(1_000)))
    const refilled = Math.ceil(((Date.now() - startedAtMs) / 60_000) * 100)
    const admitted = waits.filter((wait) => wait === 0).length
    expect(admitted).toBeGreaterThanOrEqual(100)
    expect(admitted).toBeLessThanOrEqual(100 + refilled)
    // 1,000 tokens come back in 600 ms
    for (const wait of waits.filter((each) => each > 0)) expect(wait).toBeLessThanOrEqual(600)
  })

  it('takes requests and tokens together or neither', async () => {
    await limit(1, 1_000)
    expect(await take(1_000, 1)).toBe(0)
    expect(await take(0, 1)).toBeGreaterThan(55_000)
    await database.query(`update private.model_buckets set requests = 1, tokens = 0`)
    for (let index = 0; index < 3; index++) expect(await take(500, 1)).toBeGreaterThan(20_000)
    await database.query(`update private.model_buckets set tokens = 1000`)
    expect(await take(500, 1)).toBe(0)
  })

  it('settles what a call took beyond what was thought, even into debt, and gives back what it did not', async () => {
    await limit(null, 6_000)
    expect(await take(1_000)).toBe(0)
    expect(await take(8_000, 0, true)).toBe(0)
    // 3,000 in debt and 1,000 asked, at 100 a second
    const wait = await take(1_000)
    expect(wait).toBeGreaterThan(38_000)
    expect(wait).toBeLessThanOrEqual(40_000)
    expect(await take(-8_000, 0, true)).toBe(0)
    expect(await take(1_000)).toBe(0)
  })
})
