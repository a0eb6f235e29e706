/**
 * A worker of the queue in a process of its own, as `npm run worker` is, but that it reaches its Postgres itself: the Data
 * API between them is in this process.
 *
 *   DATABASE_URL=… OPENAI_API_KEY=… OPENAI_BASE_URL=… node workerProcess.ts
 *
 * BARE: claims and completes rows of `bare_queue` one by one and does nothing else, over the same Data API.
 * MERIT_INSTANT_ANSWER: models answer with this text at once and in this process, to measure the queue and nothing else.
 * Prints `ready`, waits for a line on stdin, and ends with stdin: it never outlives who started it.
 */
import { createInterface } from 'node:readline'
import { sleep } from '../../../supabase/functions/_shared/execution/sleep.ts'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import type { CallModel } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { drainQueue } from '../../../supabase/functions/queue/drainQueue.ts'
import { createExtractionStore } from '../../../supabase/functions/queue/store/extractionStore.ts'
import { openRpcApi } from '../rpcApi.ts'

const { DATABASE_URL = '', BARE, MERIT_INSTANT_ANSWER, CONCURRENCY = '8', LEASE_MS = '10000' } = process.env

const settings = parseProviderSettings(process.env)
const api = openRpcApi({ url: DATABASE_URL }, 2)
const leaseMs = Number(LEASE_MS)

function answeringAtOnce(text: string): CallModel {
  return async () => ({
    ok: true,
    text,
    usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 50, reasoningTokens: 0 },
    usageIsEstimate: false,
    costNanoUsd: 1_000,
    costIsEstimate: false,
    durationMs: 1,
    firstTokenAfterMs: 1,
    startedAtMs: Date.now(),
  })
}

const input = createInterface({ input: process.stdin })
input.on('close', () => process.exit(0))
const begun = new Promise<void>((resolve) => input.once('line', () => resolve()))
console.log('ready')
await begun
if (BARE !== undefined) {
  // biome-ignore lint/suspicious/noExplicitAny: the table is the benchmark's own, and not among the generated types
  const bare: any = api.admin
  const ask = async (name: string, body: object) => {
    const { data, error } = await bare.rpc(name, body)
    if (error) throw error
    return data
  }
  const claim = () => ask('bare_claim', { claim: {} })
  for (let id = await claim(); id !== null; id = await claim()) await ask('bare_complete', { done: id })
} else
  await drainQueue({
    store: createExtractionStore(api.admin),
    catalog: createCatalog(settings),
    callModel:
      MERIT_INSTANT_ANSWER === undefined
        ? createCallModel({ settings })
        : answeringAtOnce(MERIT_INSTANT_ANSWER),
    concurrency: Number(CONCURRENCY),
    leaseMs,
    heartbeatMs: leaseMs / 4,
    pollMs: 100,
    stop: new AbortController().signal,
    hangUp: new AbortController().signal,
    onFault: (error) => console.error(error),
    now: Date.now,
    random: Math.random,
    sleep,
    newId: () => crypto.randomUUID(),
  })
