/** Spend caps under load: reserved before, settled after, never exceeded by a nano-dollar. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { TestDatabase } from '../postgres.ts'
import { attempt, beginInput, call, runRecord } from '../runRecords.ts'
import { withStoreForEach } from '../testStore.ts'

const CENTS_5 = 50_000_000
const DOLLARS_5 = 5_000_000_000

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

const exactly = (nanoUsd: number) => ({ mostNanoUsd: nanoUsd, leastNanoUsd: nanoUsd })
const begin = (nanoUsd = CENTS_5, forUser: string | null = userId) =>
  store.beginRun(beginInput({ userId: forUser, reservation: exactly(nanoUsd) }))

async function begun(nanoUsd = CENTS_5, forUser: string | null = userId) {
  const run = await begin(nanoUsd, forUser)
  if (run.state !== 'started') throw new Error(run.state)
  return run
}

const finish = (run: { runId: string; leaseToken: string }, costNanoUsd: number | null) =>
  store.finishRun(
    runRecord({
      runId: run.runId,
      leaseToken: run.leaseToken,
      attempts: [attempt({ quality: 80, costNanoUsd })],
      calls: [call({ costNanoUsd })],
    }),
  )

async function cap(limit: { userId?: string; perUser?: boolean; period?: string; nanoUsd: number }) {
  await database.query(
    'insert into spend_limits (user_id, per_user, period, limit_nano_usd) values ($1, $2, $3, $4)',
    [limit.userId ?? null, limit.perUser ?? false, limit.period ?? 'total', limit.nanoUsd],
  )
}

async function counters() {
  const rows = await database.query<{ spent: string; reserved: string }>(
    'select spent_nano_usd as spent, reserved_nano_usd as reserved from private.spend_counters order by id',
  )
  return rows.map(({ spent, reserved }) => ({ spent: Number(spent), reserved: Number(reserved) }))
}

describe('a cap', () => {
  it('of $5.00 lets exactly 100 of 1,000 requests at once through that may cost $0.05 each; the rest leave nothing behind', async () => {
    await cap({ nanoUsd: DOLLARS_5 })
    const run = {
      user_id: userId,
      request_hash: 'hash',
      request: 'Build a todo app',
      lease_ms: 60_000,
      reserve_nano_usd: CENTS_5,
      reserve_at_least_nano_usd: CENTS_5,
    }
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const [row] = await database.query<{ state: string }>(
          `select public.begin_run($1::jsonb) ->> 'state' as state`,
          [run],
        )
        return { state: row?.state }
      }),
    )
    expect(answers.filter(({ state }) => state === 'started')).toHaveLength(100)
    expect(answers.filter(({ state }) => state === 'over_budget')).toHaveLength(900)
    expect(await counters()).toEqual([{ spent: 0, reserved: DOLLARS_5 }])
    expect(await database.query('select count(*)::int as runs from orchestration_runs')).toEqual([
      { runs: 100 },
    ])
  })

  it('holds through 300 requests that settle while others begin: spent is what the calls cost, to the nano-dollar', async () => {
    await cap({ nanoUsd: 30 * CENTS_5 })
    let most = 0
    let spent = 0
    let started = 0
    const watch = async () => {
      const [counter] = await counters()
      most = Math.max(most, (counter?.spent ?? 0) + (counter?.reserved ?? 0))
    }
    await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const run = await begin()
        if (index % 20 === 0) await watch()
        if (run.state !== 'started') return
        started++
        const cost = 20_000_001 + (index % 7) * 1_000_003
        spent += cost
        await finish(run, cost)
      }),
    )
    expect(most).toBeLessThanOrEqual(30 * CENTS_5)
    expect(started).toBeGreaterThanOrEqual(30)
    expect(await counters()).toEqual([{ spent, reserved: 0 }])
    expect(spent).toBeLessThanOrEqual(30 * CENTS_5)
    expect(await database.query('select * from private.spend_reservations')).toEqual([])
  })
})

describe('reservations', () => {
  it('are refunded but for what the run cost, and only once', async () => {
    await cap({ nanoUsd: DOLLARS_5 })
    const run = await begun()
    expect(run.budgetNanoUsd).toBe(CENTS_5)
    expect(await finish(run, 12_345_678)).toBe('applied')
    expect(await finish(run, 12_345_678)).toBe('already_applied')
    expect(await counters()).toEqual([{ spent: 12_345_678, reserved: 0 }])
  })

  it('grant what is left where the run can do with less', async () => {
    await cap({ nanoUsd: 30_000_000 })
    const run = await store.beginRun(
      beginInput({ userId, reservation: { mostNanoUsd: CENTS_5, leastNanoUsd: 1_000_000 } }),
    )
    expect(run).toMatchObject({ state: 'started', budgetNanoUsd: 30_000_000 })
    expect((await begin(1)).state).toBe('over_budget')
  })

  it('count whole where nobody knows what the run cost', async () => {
    await cap({ nanoUsd: DOLLARS_5 })
    await finish(await begun(), null)
    expect(await counters()).toEqual([{ spent: CENTS_5, reserved: 0 }])
  })

  it('of a run that is deleted under way count as spent', async () => {
    await cap({ nanoUsd: DOLLARS_5 })
    const run = await begun()
    await database.query('delete from orchestration_runs where id = $1', [run.runId])
    expect(await counters()).toEqual([{ spent: CENTS_5, reserved: 0 }])
  })

  it('of a deleted user still count for the project, and their own are gone', async () => {
    await cap({ nanoUsd: DOLLARS_5 })
    await cap({ perUser: true, nanoUsd: DOLLARS_5 })
    await begun()
    expect(await counters()).toHaveLength(2)
    await database.query('delete from auth.users where id = $1', [userId])
    expect(await counters()).toEqual([{ spent: CENTS_5, reserved: 0 }])
  })

  it('stay with a run that another worker takes over', async () => {
    await cap({ nanoUsd: DOLLARS_5 })
    const input = beginInput({ userId, idempotencyKey: 'key', leaseMs: 0, reservation: exactly(CENTS_5) })
    await store.beginRun(input)
    expect(await store.beginRun(input)).toMatchObject({
      state: 'started',
      takenOver: true,
      budgetNanoUsd: CENTS_5,
    })
    expect(await counters()).toEqual([{ spent: 0, reserved: CENTS_5 }])
  })
})

describe('caps', () => {
  it('are none by default, and a run without one has no budget', async () => {
    expect((await begun(DOLLARS_5 * 1_000)).budgetNanoUsd).toBeNull()
  })

  it('hold for each user by themselves, for one user, and for the project, all at once', async () => {
    const other = await database.createUser()
    await cap({ perUser: true, nanoUsd: 2 * CENTS_5 })
    await cap({ userId: other, nanoUsd: CENTS_5 })
    await cap({ nanoUsd: 3 * CENTS_5 })
    const states = []
    for (const who of [userId, userId, userId, other, other, null, null])
      states.push((await begin(CENTS_5, who)).state)
    expect(states).toEqual([
      'started',
      'started',
      'over_budget',
      'started',
      'over_budget',
      'over_budget',
      'over_budget',
    ])
  })

  it('of a day forget what earlier days spent', async () => {
    await cap({ period: 'day', nanoUsd: CENTS_5 })
    await finish(await begun(), CENTS_5)
    expect((await begin()).state).toBe('over_budget')
    await database.query(
      `update private.spend_counters set period_started_at = period_started_at - interval '1 day'`,
    )
    expect((await begin()).state).toBe('started')
  })

  it('give a stored answer again, though nothing is left', async () => {
    await cap({ nanoUsd: CENTS_5 })
    const input = beginInput({ userId, idempotencyKey: 'key', reservation: exactly(CENTS_5) })
    const run = await store.beginRun(input)
    if (run.state !== 'started') throw new Error(run.state)
    await finish(run, CENTS_5)
    expect((await begin()).state).toBe('over_budget')
    expect((await store.beginRun(input)).state).toBe('replay')
  })

  it('are read by their user and set by no user', async () => {
    await cap({ userId, nanoUsd: CENTS_5 })
    const asUser = { role: 'authenticated', userId } as const
    expect(await database.queryAs(asUser, 'select limit_usd from spend_limits')).toEqual([
      { limit_usd: 0.05 },
    ])
    const stranger = { role: 'authenticated', userId: await database.createUser() } as const
    expect(await database.queryAs(stranger, 'select * from spend_limits')).toEqual([])
    await expect(database.queryAs(asUser, 'update spend_limits set limit_nano_usd = 1')).rejects.toThrow(
      'permission denied',
    )
    await expect(database.queryAs(asUser, 'select * from private.spend_counters')).rejects.toThrow(
      'permission denied',
    )
  })
})
