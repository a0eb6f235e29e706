/** Leases, checkpoints and events over a real Postgres: one holder at a time, and the others are fenced off. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import type { DataApi } from '../dataApi.ts'
import type { TestDatabase } from '../postgres.ts'
import { beginInput, runRecord } from '../runRecords.ts'
import { withStoreForEach } from '../testStore.ts'

let database: TestDatabase
let dataApi: DataApi
let store: Store
let userId: string

withStoreForEach((opened) => {
  database = opened.database
  dataApi = opened.dataApi
  store = opened.store
})
beforeEach(async () => {
  userId = await database.createUser()
})

const DURABLE = { durable: { context: {} }, maxStrategies: 2 }

async function begin(input: Parameters<typeof beginInput>[0] = {}) {
  const begun = await store.beginRun(beginInput({ userId, options: DURABLE, leaseMs: 0, ...input }))
  if (begun.state !== 'started') throw new Error(`expected the run to start, it is ${begun.state}`)
  return { runId: begun.runId, leaseToken: begun.leaseToken, leaseMs: 60_000 }
}
const told = (id: number, event = 'attempt.file') => ({ id, event, data: { path: `src/${id}.ts` } })
const heard = async (runId: string, afterId = 0) =>
  (await store.readRunEvents({ runId, userId, afterId }))?.events.map(({ id }) => id)

describe('claimRun', () => {
  it('gives a run whose lease ran out to one of twenty who ask at once', async () => {
    const { runId, leaseToken } = await begin()
    const claims = await Promise.all(Array.from({ length: 20 }, () => store.claimRun({ leaseMs: 60_000 })))
    const claimed = claims.filter((claim) => claim !== null)
    expect(claimed).toHaveLength(1)
    expect(claimed[0]).toMatchObject({
      runId,
      userId,
      takeovers: 1,
      cancelRequested: false,
      options: DURABLE,
      progress: { nextEventId: 1, checkpoints: [] },
    })
    expect(claimed[0]?.leaseToken).not.toBe(leaseToken)
  })

  it('gives each of forty runs to one of eight workers', async () => {
    const begun = await Promise.all(Array.from({ length: 40 }, () => begin()))
    const taken: string[] = []
    const worker = async () => {
      for (;;) {
        const claim = await store.claimRun({ leaseMs: 60_000 })
        if (claim === null) return
        taken.push(claim.runId)
      }
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    // One that was locked while it was looked for waits for the next who asks.
    await worker()
    expect([...taken].sort()).toEqual(begun.map(({ runId }) => runId).sort())
  })

  it('leaves alone what is held, what has ended, and what its caller can take over', async () => {
    await begin({ leaseMs: 60_000 })
    const ended = await begin()
    await store.finishRun(runRecord(ended))
    await begin({ options: {}, idempotencyKey: 'mine' })
    expect(await store.claimRun({ leaseMs: 60_000 })).toBeNull()
  })

  it('gives out what nobody can go on with, so that it is ended', async () => {
    const keyless = await begin({ options: {} })
    expect(await store.claimRun({ leaseMs: 60_000 })).toMatchObject({ runId: keyless.runId, options: {} })
    const keyed = await begin({ options: {}, idempotencyKey: 'forgotten' })
    await database.query(
      `update public.orchestration_runs set lease_expires_at = now() - interval '61 minutes' where id = $1`,
      [keyed.runId],
    )
    expect(await store.claimRun({ leaseMs: 60_000 })).toMatchObject({ runId: keyed.runId })
  })

  it('brings the events’ next number and all that was finished', async () => {
    const lease = await begin()
    await store.appendRunEvents({
      ...lease,
      leaseMs: null,
      events: [told(1), told(2)],
      checkpoints: [
        { step: 2, state: { status: 'failed' } },
        { step: 0, state: { plan: {} } },
      ],
    })
    expect((await store.claimRun({ leaseMs: 60_000, runId: lease.runId }))?.progress).toEqual({
      nextEventId: 3,
      checkpoints: [
        { step: 0, state: { plan: {} } },
        { step: 2, state: { status: 'failed' } },
      ],
    })
  })
})

describe('appendRunEvents', () => {
  it('keeps the same events once, however often they are sent', async () => {
    const lease = await begin()
    const batch = { ...lease, events: [told(1), told(2)], checkpoints: [{ step: 1, state: { first: true } }] }
    dataApi.loseAnswers = 1
    await expect(store.appendRunEvents(batch)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await store.appendRunEvents(batch)).toBe('held')
    expect(await heard(lease.runId)).toEqual([1, 2])
    expect(await heard(lease.runId, 1)).toEqual([2])
  })

  it('renews the lease of a holder, expired or not', async () => {
    const lease = await begin()
    await store.appendRunEvents({ ...lease, events: [told(1)], checkpoints: [] })
    expect(await store.claimRun({ leaseMs: 60_000 })).toBeNull()
  })

  it('takes nothing from a worker that lost the run, nor after its end', async () => {
    const first = await begin()
    const second = await store.claimRun({ leaseMs: 60_000 })
    if (second === null) throw new Error('nothing to claim')
    const late = { ...first, events: [told(1)], checkpoints: [{ step: 1, state: {} }] }
    expect(await store.appendRunEvents(late)).toBe('superseded')
    expect((await store.renewLeases([first])).get(first.leaseToken)).toBe('superseded')
    await store.finishRun(runRecord({ runId: first.runId, leaseToken: second.leaseToken }))
    expect(await store.appendRunEvents({ ...late, leaseToken: second.leaseToken })).toBe('ended')
    expect(await heard(first.runId)).toEqual([])
    expect(await database.query('select from public.run_checkpoints')).toEqual([])
  })

  it('does not let what a deleted user’s run had to say outlive them', async () => {
    const lease = await begin()
    await store.appendRunEvents({ ...lease, events: [told(1)], checkpoints: [{ step: 0, state: {} }] })
    await database.query('delete from auth.users where id = $1', [userId])
    expect(await store.appendRunEvents({ ...lease, events: [told(2)], checkpoints: [] })).toBe('gone')
    expect(await database.query('select from public.run_events')).toEqual([])
  })

  it('and deleting its user at the same time end without a deadlock', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const owner = await database.createUser()
        const lease = await begin({ userId: owner })
        await Promise.all([
          store.appendRunEvents({ ...lease, events: [told(1)], checkpoints: [{ step: 0, state: {} }] }),
          database.query('delete from auth.users where id = $1', [owner]),
          store.renewLeases([lease]),
        ])
      }),
    )
  })
})

describe('renewLeases', () => {
  it('tells of many at once, each by its own token', async () => {
    const held = await begin()
    const cancelled = await begin()
    const ended = await begin()
    const gone = { runId: randomUUID(), leaseToken: randomUUID(), leaseMs: 60_000 }
    await store.requestCancel({ runId: cancelled.runId, userId })
    await store.finishRun(runRecord(ended))
    const states = await store.renewLeases([held, cancelled, ended, gone])
    expect([held, cancelled, ended, gone].map(({ leaseToken }) => states.get(leaseToken))).toEqual([
      'held',
      'cancel_requested',
      'ended',
      'gone',
    ])
    expect(await store.claimRun({ leaseMs: 60_000 })).toBeNull()
  })

  it('only asks where no time is given', async () => {
    const lease = await begin()
    expect((await store.renewLeases([{ ...lease, leaseMs: null }])).get(lease.leaseToken)).toBe('held')
    expect(await store.claimRun({ leaseMs: 60_000 })).toMatchObject({ runId: lease.runId })
  })
})

describe('requestCancel', () => {
  it('is for the owner, and for a service caller', async () => {
    const { runId } = await begin({ leaseMs: 60_000 })
    expect(await store.requestCancel({ runId, userId: await database.createUser() })).toEqual({
      state: 'not_found',
    })
    expect(await store.requestCancel({ runId, userId: null })).toEqual({ state: 'requested', isHeld: true })
    expect(await store.requestCancel({ runId, userId })).toEqual({ state: 'requested', isHeld: true })
  })

  it('says where nobody holds the run, and where it has ended', async () => {
    const lease = await begin()
    expect(await store.requestCancel({ runId: lease.runId, userId })).toEqual({
      state: 'requested',
      isHeld: false,
    })
    await store.finishRun(runRecord(lease))
    expect(await store.requestCancel({ runId: lease.runId, userId })).toEqual({ state: 'finished' })
  })
})

describe('the hosted clock', () => {
  it('finds work, and sends nothing where there is no way to', async () => {
    expect(await database.query('select private.wake_worker() as sent')).toEqual([{ sent: false }])
    await begin()
    expect(await database.query('select private.wake_worker() as sent')).toEqual([{ sent: false }])
  })

  it('knocks with the secret key where a run waits', async () => {
    await database.query(`
      create schema vault;
      create table vault.decrypted_secrets (name text, decrypted_secret text);
      insert into vault.decrypted_secrets values
        ('merit_project_url', 'https://project.supabase.co/'), ('merit_secret_key', 'sb_secret_x');
      create schema net;
      create table net.sent (url text, body jsonb, headers jsonb);
      create function net.http_post(url text, body jsonb, headers jsonb) returns bigint language sql as
        $$ insert into net.sent values (url, body, headers); select 1::bigint $$;`)
    expect(await database.query('select private.wake_worker() as sent')).toEqual([{ sent: false }])
    await begin()
    expect(await database.query('select private.wake_worker() as sent')).toEqual([{ sent: true }])
    expect(await database.query('select * from net.sent')).toEqual([
      {
        url: 'https://project.supabase.co/functions/v1/multi-model-orchestrator/internal/tick',
        body: {},
        headers: { 'content-type': 'application/json', apikey: 'sb_secret_x' },
      },
    ])
  })
})
