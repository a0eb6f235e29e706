/** Circuit breakers that all workers share: opened by recorded failures, probed once at a time, closed by a success. */
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { TestDatabase } from '../postgres.ts'
import { attempt, beginInput, runRecord } from '../runRecords.ts'
import { withStoreForEach } from '../testStore.ts'

let database: TestDatabase
let store: Store

withStoreForEach((opened) => {
  database = opened.database
  store = opened.store
})

async function begin() {
  const run = await store.beginRun(beginInput())
  if (run.state !== 'started') throw new Error(run.state)
  return run
}

/** One run of one attempt of `model-a` that ended so; `quality` for a success. */
async function record(
  end: 'succeeded' | 'cancelled' | { errorCode: string },
  run?: Awaited<ReturnType<typeof begin>>,
) {
  const { runId, leaseToken } = run ?? (await begin())
  const succeeded = end === 'succeeded'
  await store.finishRun(
    runRecord({
      runId,
      leaseToken,
      status: succeeded ? 'succeeded' : 'failed',
      httpStatus: succeeded ? 200 : 502,
      winner: succeeded ? 0 : null,
      attempts: [
        succeeded
          ? attempt({ quality: 80 })
          : attempt({
              status: end === 'cancelled' ? 'cancelled' : 'failed',
              errorCode: end === 'cancelled' ? 'cancelled' : end.errorCode,
            }),
      ],
      calls: [],
    }),
  )
}

const failing = { errorCode: 'server_error' }
const circuits = async () => (await begin()).circuits
const health = async () =>
  (
    await database.query<{ state: string; openings: number }>('select state, openings from provider_health')
  )[0]
const takeProbe = (runId: string) =>
  store.takeProbe({ provider: 'sandbox', model: 'model-a', runId, leaseMs: 30_000 })
/** Lets so many seconds of every circuit pass. */
const elapse = (seconds: number) =>
  database.query(
    `update provider_health set retry_at = retry_at - $1 * interval '1 second',
      probe_expires_at = probe_expires_at - $1 * interval '1 second', updated_at = updated_at - $1 * interval '1 second'`,
    [seconds],
  )

async function open() {
  for (let index = 0; index < 5; index++) await record(failing)
}

describe('a circuit', () => {
  it('opens at the fifth failure in a row, for 15 seconds', async () => {
    for (let index = 0; index < 4; index++) await record(failing)
    expect(await circuits()).toEqual([])
    await record(failing)
    const [circuit] = await circuits()
    expect(circuit).toMatchObject({ provider: 'sandbox', model: 'model-a', state: 'open' })
    expect(circuit?.retryAfterMs).toBeGreaterThan(13_000)
    expect(circuit?.retryAfterMs).toBeLessThanOrEqual(15_000)
  })

  it('opens on a provider that flaps, failing every other time', async () => {
    for (let index = 0; index < 12; index++) await record(index % 2 === 0 ? 'succeeded' : failing)
    expect(await circuits()).toMatchObject([{ state: 'open' }])
  })

  it('stays closed where failures are few among many, or far apart', async () => {
    for (let index = 0; index < 30; index++) await record(index % 3 === 2 ? failing : 'succeeded')
    expect(await circuits()).toEqual([])
    for (let index = 0; index < 4; index++) {
      await record(failing)
      await elapse(120)
      await record('succeeded')
    }
    expect(await circuits()).toEqual([])
  })

  it('is not opened by what says nothing of the provider, nor by refusals', async () => {
    const codes = [
      'context_length',
      'content_policy',
      'unusable_output',
      'invalid_request',
      'deadline',
      'throttled',
    ]
    for (const errorCode of codes) for (let index = 0; index < 5; index++) await record({ errorCode })
    for (let index = 0; index < 5; index++) await record('cancelled')
    expect(await circuits()).toEqual([])
  })

  it('gives its one probe to one of 50 runs that ask at once, and closes when it succeeds', async () => {
    await open()
    const early = await begin()
    expect(await takeProbe(early.runId)).toBe(false)
    await elapse(15)
    expect(await circuits()).toMatchObject([{ state: 'half_open', retryAfterMs: 0 }])
    const runs = await Promise.all(Array.from({ length: 50 }, begin))
    const taken = await Promise.all(runs.map((run) => takeProbe(run.runId)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await circuits()).toMatchObject([{ state: 'open' }])
    await record('succeeded', runs[taken.indexOf(true)])
    expect(await circuits()).toEqual([])
    expect(await takeProbe(early.runId)).toBe(true)
  })

  it('opens for twice as long when its probe fails', async () => {
    await open()
    for (const [openings, pauseMs] of [
      [2, 30_000],
      [3, 60_000],
      [4, 120_000],
      [5, 240_000],
      [6, 240_000],
    ] as const) {
      await elapse(240)
      const run = await begin()
      expect(await takeProbe(run.runId)).toBe(true)
      await record(failing, run)
      const [circuit] = await circuits()
      expect(circuit?.retryAfterMs).toBeGreaterThan(pauseMs - 2_000)
      expect(circuit?.retryAfterMs).toBeLessThanOrEqual(pauseMs)
      expect(await health()).toEqual({ state: 'open', openings })
    }
  })

  it('is not moved by late news of runs that began before it opened', async () => {
    const late = await Promise.all([begin(), begin()])
    await open()
    await record('succeeded', late[0])
    await record(failing, late[1])
    expect(await health()).toEqual({ state: 'open', openings: 1 })
  })

  it('gives its probe to the next run where the first was cancelled, or died', async () => {
    await open()
    await elapse(15)
    const cancelled = await begin()
    expect(await takeProbe(cancelled.runId)).toBe(true)
    await record('cancelled', cancelled)
    const dead = await begin()
    expect(await takeProbe(dead.runId)).toBe(true)
    const next = await begin()
    expect(await takeProbe(next.runId)).toBe(false)
    await elapse(30)
    expect(await takeProbe(next.runId)).toBe(true)
    await record('succeeded', next)
    expect(await circuits()).toEqual([])
  })
})

it('shows signed-in users which models are up, and lets none of them say so', async () => {
  await record(failing)
  const user = { role: 'authenticated', userId: await database.createUser() } as const
  expect(await database.queryAs(user, 'select model, state from provider_health')).toEqual([
    { model: 'model-a', state: 'closed' },
  ])
  await expect(database.queryAs(user, 'delete from provider_health')).rejects.toThrow('permission denied')
})
