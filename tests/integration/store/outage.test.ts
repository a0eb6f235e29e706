/** The database goes away while a run ends, and comes back: the record arrives, once. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { finishRunRetry } from '../../../supabase/functions/_shared/store/finishRunRetry.ts'
import { createStore } from '../../../supabase/functions/_shared/store/store.ts'
import { openDataApi } from '../dataApi.ts'
import { type PostgresServer, startPostgres } from '../postgres.ts'
import { beginInput, runRecord } from '../runRecords.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

async function scene() {
  const database = await server.createDatabase()
  const dataApi = await openDataApi(database)
  const store = createStore(dataApi.admin)
  const begun = await store.beginRun(beginInput({ userId: await database.createUser() }))
  if (begun.state !== 'started') throw new Error(begun.state)
  const record = runRecord({ runId: begun.runId, leaseToken: begun.leaseToken })
  const lines: string[] = []
  const counts = () =>
    database.query(`
      select (select count(*) from model_performance)::int as attempts, (select count(*) from model_usage)::int as calls,
             (select sum(success_weight) from model_evidence where tier = 'all') as learnt`)
  return { dataApi, store, record, lines, counts }
}

const ONCE = [{ attempts: 1, calls: 1, learnt: 1 }]

it('arrives once after the server was down', async () => {
  const { dataApi, store, record, lines, counts } = await scene()
  await server.takeDown()
  let failures = 0
  const result = await finishRunRetry({
    record,
    finishRun: store.finishRun,
    logLine: (line) => lines.push(line),
    now: Date.now,
    // the third wait lasts until the server is up again
    sleep: async () => {
      if (++failures === 3) await server.bringUp()
    },
  })
  expect(result).toBe('applied')
  expect(failures).toBeGreaterThanOrEqual(3)
  expect(lines).toEqual([])
  expect(await counts()).toEqual(ONCE)
  await dataApi.close()
})

it('arrives once where the record got through and only its answer was lost', async () => {
  const { dataApi, store, record, lines, counts } = await scene()
  dataApi.loseAnswers = 1
  const result = await finishRunRetry({
    record,
    finishRun: store.finishRun,
    logLine: (line) => lines.push(line),
    now: Date.now,
    sleep: async () => undefined,
  })
  expect(result).toBe('already_applied')
  expect(await counts()).toEqual(ONCE)
  await dataApi.close()
})
