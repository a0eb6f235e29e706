/**
 * A worker in this process, whole but for its HTTP door: the worker with the real SDKs, a provider that misbehaves over real
 * HTTP, and the store on a real Postgres.
 */
import { sleep } from '../../../supabase/functions/_shared/execution/sleep.ts'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { beginRun } from '../../../supabase/functions/_shared/runs/beginRun.ts'
import { createEventBuffers } from '../../../supabase/functions/_shared/runs/eventBuffer.ts'
import { createLeaseHeartbeat } from '../../../supabase/functions/_shared/runs/leaseHeartbeat.ts'
import { orchestrationRequestSchema } from '../../../supabase/functions/_shared/runs/orchestrationRequest.ts'
import type { RunWorker } from '../../../supabase/functions/_shared/runs/runWorker.ts'
import { createRunRecorder } from '../../../supabase/functions/_shared/store/runRecorder.ts'
import { createStore, type Store } from '../../../supabase/functions/_shared/store/store.ts'
import {
  type MockProvider,
  type MockReply,
  type MockRequest,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { type DataApi, openDataApi } from '../dataApi.ts'
import { type PostgresServer, startPostgres, type TestDatabase } from '../postgres.ts'

export interface RunEnd {
  runId: string
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of many shapes, and assert what they find
  body: any
  tookMs: number
  attempts: Record<string, unknown>[]
  calls: Record<string, unknown>[]
  run: Record<string, unknown>
}

export interface Workbench {
  database: TestDatabase
  store: Store
  worker: RunWorker
  provider: MockProvider
  logged: string[]
  /** What the provider does; the request's place among all since the last `reset`, from 0. */
  reply: (request: MockRequest, place: number) => MockReply
  /** Forgets what was asked and recorded: health, evidence, limits and their counters. */
  reset(): Promise<void>
  /** One run to its end, its record included. Throws the ApiError of what was refused. */
  run(body: Record<string, unknown>): Promise<RunEnd>
  stop(): Promise<void>
}

/** `patience`: how long the worker waits for a provider's first token, and for each further one. */
export async function openWorkbench(
  patience: { firstTokenMs?: number; stallMs?: number } = {},
): Promise<Workbench> {
  const server: PostgresServer = await startPostgres()
  const database = await server.createDatabase()
  const dataApi: DataApi = await openDataApi(database, 20)
  const store = createStore(dataApi.admin)
  const provider = await startMockProvider((_model, _earlier, request) =>
    bench.reply(request, provider.requests.indexOf(request)),
  )
  const settings = parseProviderSettings({
    OPENAI_API_KEY: 'sk-test-openai-0123456789',
    OPENAI_BASE_URL: `${provider.url}/v1`,
    GEMINI_API_KEY: 'AIza-test-gemini-0123456789',
    GEMINI_BASE_URL: provider.url,
  })
  const callModel = createCallModel({ settings })
  const background = new Set<Promise<unknown>>()
  const logged: string[] = []
  const waitUntil = (work: Promise<unknown>) => {
    background.add(work)
    void work.finally(() => background.delete(work))
  }
  const worker: RunWorker = {
    functionName: 'multi-model-orchestrator',
    catalog: createCatalog(settings),
    callModel: (call) => callModel({ ...call, ...patience }),
    logger: { error: (line) => void logged.push(line) },
    recorder: createRunRecorder({ waitUntil, logLine: (line) => logged.push(line), now: Date.now, sleep }),
    eventBuffers: createEventBuffers(),
    heartbeat: createLeaseHeartbeat({
      heartbeatMs: 10_000,
      sleep,
      onFault: (error) => logged.push(String(error)),
    }),
    leaseMs: 30_000,
    waitUntil,
    now: Date.now,
    sleep,
    random: Math.random,
  }
  const rows = (table: string, runId: string, order: string) =>
    database.query<Record<string, unknown>>(`select * from ${table} where run_id = $1 order by ${order}`, [
      runId,
    ])

  const bench: Workbench = {
    database,
    store,
    worker,
    provider,
    logged,
    reply: () => ({ status: 404 }),
    async reset() {
      provider.requests.length = 0
      logged.length = 0
      for (const table of ['provider_health', 'model_evidence', 'rate_limits', 'spend_limits'])
        await database.query(`delete from ${table}`)
    },
    async run(body) {
      const startedAtMs = performance.now()
      const begun = await beginRun(worker, {
        body: orchestrationRequestSchema.parse({ request: 'Build a counter', policy: 'static', ...body }),
        userId: null,
        idempotencyKey: null,
        store,
      })
      const answer = await begun.answer()
      const tookMs = performance.now() - startedAtMs
      await Promise.all(background)
      const [run] = await database.query<Record<string, unknown>>(
        'select * from orchestration_runs where id = $1',
        [begun.runId],
      )
      return {
        runId: begun.runId,
        status: answer.status,
        body: answer.body,
        tookMs,
        attempts: await rows('model_performance', begun.runId, 'attempt_number'),
        calls: await rows('model_usage', begun.runId, 'call_number'),
        run: run ?? {},
      }
    },
    async stop() {
      await Promise.all(background)
      await provider.stop()
      await dataApi.close()
      await server.stop()
    },
  }
  return bench
}
