/** A cap of one's own holds beside the project's: it can hold its user back further, and never let more through. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { TestDatabase } from '../postgres.ts'
import { attempt, beginInput, call, runRecord } from '../runRecords.ts'
import { withStore } from '../testStore.ts'

const DOLLAR = 1_000_000_000

let database: TestDatabase
let store: Store
let userId: string

withStore((opened) => {
  database = opened.database
  store = opened.store
})
beforeEach(async () => {
  userId = await database.createUser()
})

const setOwn = (nanoUsd: number | null, period = 'month', user = userId) =>
  database.queryAs({ role: 'authenticated', userId: user }, 'select set_own_spend_cap($1, $2)', [
    period,
    nanoUsd,
  ])

const ownSpend = async () => {
  const [row] = await database.queryAs<{ own_spend: { caps: Record<string, unknown>[]; month_usd: number } }>(
    { role: 'authenticated', userId },
    'select own_spend()',
  )
  if (row === undefined) throw new Error('no answer')
  return row.own_spend
}

async function spend(nanoUsd: number) {
  const run = await store.beginRun(
    beginInput({ userId, reservation: { mostNanoUsd: nanoUsd, leastNanoUsd: nanoUsd } }),
  )
  if (run.state !== 'started') return run.state
  await store.finishRun(
    runRecord({
      runId: run.runId,
      leaseToken: run.leaseToken,
      attempts: [attempt({ quality: 80, costNanoUsd: nanoUsd })],
      calls: [call({ costNanoUsd: nanoUsd })],
    }),
  )
  return 'spent'
}

describe('a cap of one’s own', () => {
  it('counts what was spent before it was set', async () => {
    expect(await spend(2 * DOLLAR)).toBe('spent')
    await setOwn(3 * DOLLAR)
    expect(await spend(2 * DOLLAR)).toBe('over_budget')
    expect(await spend(DOLLAR)).toBe('spent')
    expect(await ownSpend()).toMatchObject({
      caps: [{ period: 'month', set_by: 'user', limit_usd: 3, spent_usd: 3, reserved_usd: 0 }],
      month_usd: 3,
    })
  })

  it('is raised and taken back by its user, and the project’s cap holds all the same', async () => {
    await database.query(
      `insert into spend_limits (user_id, period, limit_nano_usd) values ($1, 'month', $2), (null, 'month', $3)`,
      [userId, 2 * DOLLAR, 100 * DOLLAR],
    )
    await setOwn(DOLLAR)
    expect(await spend(2 * DOLLAR)).toBe('over_budget')
    await setOwn(50 * DOLLAR)
    expect(await spend(3 * DOLLAR)).toBe('over_budget')
    expect(await spend(2 * DOLLAR)).toBe('spent')
    await setOwn(null)
    expect(await spend(DOLLAR)).toBe('over_budget')
    expect((await ownSpend()).caps).toMatchObject([{ set_by: 'project', limit_usd: 2, spent_usd: 2 }])
  })

  it('is of its user alone', async () => {
    const other = await database.createUser()
    await setOwn(DOLLAR)
    await setOwn(null, 'month', other)
    expect(await spend(2 * DOLLAR)).toBe('over_budget')
    await expect(database.queryAs({ role: 'anon' }, `select set_own_spend_cap('day', 1)`)).rejects.toThrow(
      /permission denied/,
    )
    await expect(setOwn(-1)).rejects.toThrow(/check constraint/)
    await expect(setOwn(1, 'year')).rejects.toThrow(/check constraint/)
  })
})
