/** Old events of runs go, in parts; those of a run that still goes on stay. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgres, type TestDatabase } from '../postgres.ts'

let server: PostgresServer
let database: TestDatabase

beforeAll(async () => {
  server = await startPostgres()
  database = await server.createDatabase()
})
beforeEach(() => database.clear())
afterAll(() => server.stop())

/** A run with one event for each of these ages. */
async function runWithEvents(status: 'running' | 'failed', agesInDays: readonly number[]): Promise<string> {
  const runId = randomUUID()
  await database.query(
    `insert into public.orchestration_runs (id, request_hash, request, status, lease_expires_at, http_status, result, error_code, finished_at)
     values ($1, 'hash', 'a counter', $2::text, now(), $3, $4, $5, case when $2::text = 'running' then null else now() end)`,
    [runId, status, ...(status === 'running' ? [null, null, null] : [502, '{}', 'all_models_failed'])],
  )
  await database.query(
    `insert into public.run_events (run_id, event_id, event, data, created_at)
     select $1, number, 'attempt.file', '{}', now() - age * interval '1 day'
     from unnest($2::float8[]) with ordinality as events (age, number)`,
    [runId, agesInDays],
  )
  return runId
}

const remaining = async () =>
  (
    await database.query<{ run_id: string; event_id: number }>(
      'select run_id, event_id from public.run_events order by run_id, event_id',
    )
  ).map((row) => `${row.run_id} ${row.event_id}`)
const deleteOld = async (parameters = '') =>
  Number(
    (
      await database.query<{ deleted: string }>(
        `select private.delete_old_run_events(${parameters}) as deleted`,
      )
    )[0]?.deleted,
  )

describe('delete_old_run_events', () => {
  it('deletes what is older than thirty days, and nothing of a run that goes on', async () => {
    const ended = await runWithEvents('failed', [31, 30.01, 29.9, 0])
    const running = await runWithEvents('running', [400])
    expect(await deleteOld()).toBe(2)
    expect(await remaining()).toEqual([`${ended} 3`, `${ended} 4`, `${running} 1`].sort())
    expect(await deleteOld()).toBe(0)
  })

  it('takes another age, and deletes so many at a time', async () => {
    await runWithEvents('failed', [9, 8, 8, 6])
    expect(await deleteOld('keep_days => 7, at_most => 2')).toBe(2)
    expect(await deleteOld('keep_days => 7, at_most => 2')).toBe(1)
    expect(await remaining()).toHaveLength(1)
  })

  it('refuses to delete what may still be listened to', async () => {
    await expect(deleteOld('keep_days => 0')).rejects.toThrow('kept a day at least')
  })
})
