/** The queue on a real Postgres, with the real SDKs and a provider that does as it is told: all but the HTTP door. */
import { sleep } from '../../../supabase/functions/_shared/execution/sleep.ts'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { type Drain, drainQueue } from '../../../supabase/functions/queue/drainQueue.ts'
import { DEFAULT_STAGES, type Stage } from '../../../supabase/functions/queue/extraction/stage.ts'
import type { Settings } from '../../../supabase/functions/queue/queueBody.ts'
import { resolveConfig } from '../../../supabase/functions/queue/resolveConfig.ts'
import {
  createExtractionStore,
  type ExtractionStore,
} from '../../../supabase/functions/queue/store/extractionStore.ts'
import type { ItemRow } from '../../../supabase/functions/queue/store/queueRows.ts'
import { createQueueStore, type QueueStore } from '../../../supabase/functions/queue/store/queueStore.ts'
import {
  type MockProvider,
  type MockReply,
  type MockRequest,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { type DataApi, openDataApi } from '../dataApi.ts'
import { startPostgres, type TestDatabase } from '../postgres.ts'

export const INVOICE_SCHEMA = {
  type: 'object',
  properties: {
    number: { type: 'string' },
    total: { type: 'number' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, price: { type: 'number' } },
        required: ['name', 'price'],
        additionalProperties: false,
      },
    },
  },
  required: ['number', 'total', 'lines'],
  additionalProperties: false,
}

export const INVOICE = {
  number: 'A-1',
  total: 12.5,
  lines: [
    { name: 'Tea', price: 4.5 },
    { name: 'Cake', price: 8 },
  ],
}

export const ONE_STAGE: readonly Stage[] = [{ name: 'extract', prompt: 'Extract it.' }]

export interface QueueBench {
  database: TestDatabase
  dataApi: DataApi
  queue: QueueStore
  store: ExtractionStore
  provider: MockProvider
  /** What the provider does. */
  reply: (model: string, request: MockRequest) => MockReply
  add(item?: Partial<Parameters<QueueStore['addItem']>[1]> & { userId?: string }): Promise<ItemRow>
  start(item: ItemRow, settings?: Settings, more?: Partial<Parameters<QueueStore['start']>[0]>): Promise<void>
  /** Until nothing is in line. */
  drain(changes?: Partial<Drain>): Promise<void>
  read(item: Pick<ItemRow, 'id'>): Promise<ItemRow>
  stop(): Promise<void>
}

/** What the prompt tells the model to be; stages are told apart by it. */
export function stageOf({ body }: MockRequest): string {
  const text = JSON.stringify(body)
  if (text.includes('You oversee a document extraction')) return 'orchestrator'
  return /You are the stage \\"([\w-]+)\\"/.exec(text)?.[1] ?? ''
}

/** The right answer of each default stage, and of any other. */
export function rightReply(request: MockRequest): MockReply {
  const stage = stageOf(request)
  if (stage === 'detect_structure') {
    return { text: JSON.stringify({ document_type: 'invoice', language: 'en', sections: [] }) }
  }
  if (stage === 'extract_products') return { text: JSON.stringify({ products: [] }) }
  if (stage === 'orchestrator') {
    return { text: JSON.stringify({ decision: 'accept', model: null, prompt: null }) }
  }
  return { text: JSON.stringify(INVOICE) }
}

export async function openQueueBench(): Promise<QueueBench> {
  const server = await startPostgres()
  const database = await server.createDatabase()
  const dataApi = await openDataApi(database, 20)
  const queue = createQueueStore(dataApi.admin)
  const store = createExtractionStore(dataApi.admin)
  const provider = await startMockProvider((model, _earlier, request) => bench.reply(model, request))
  const settings = parseProviderSettings({
    OPENAI_API_KEY: 'sk-test-openai-0123456789',
    OPENAI_BASE_URL: `${provider.url}/v1`,
    GEMINI_API_KEY: 'AIza-test-gemini-0123456789',
    GEMINI_BASE_URL: provider.url,
  })
  const catalog = createCatalog(settings)
  const bench: QueueBench = {
    database,
    dataApi,
    queue,
    store,
    provider,
    reply: (_model, request) => rightReply(request),
    add({ userId, ...item } = {}) {
      return queue.addItem(userId ?? null, {
        name: 'invoice',
        kind: 'invoice',
        input_type: 'text',
        input_text: 'Invoice A-1: Tea 4.50, Cake 8.00, total 12.50',
        input_data: null,
        input_mime_type: null,
        input_path: null,
        schema: INVOICE_SCHEMA,
        stages: DEFAULT_STAGES,
        ground_truth: null,
        priority: 0,
        ...item,
      })
    },
    async start(item, chosen = {}, more = {}) {
      const { config, reserve } = resolveConfig(catalog, chosen, item)
      const started = await queue.start({ itemId: item.id, config, configuration: null, reserve, ...more })
      if (started.state !== 'queued') throw new Error(started.state)
    },
    drain: (changes = {}) =>
      drainQueue({
        store,
        catalog,
        callModel: createCallModel({ settings }),
        concurrency: 4,
        leaseMs: 10_000,
        heartbeatMs: 50,
        pollMs: null,
        stop: new AbortController().signal,
        hangUp: new AbortController().signal,
        onFault: (error) => {
          throw error
        },
        now: Date.now,
        random: () => 0,
        sleep,
        newId: () => crypto.randomUUID(),
        ...changes,
      }),
    async read({ id }) {
      const item = await queue.readItem(id, null)
      if (item === null) throw new Error(`no item ${id}`)
      return item
    },
    async stop() {
      await dataApi.close()
      await provider.stop()
      await server.stop()
    },
  }
  return bench
}
