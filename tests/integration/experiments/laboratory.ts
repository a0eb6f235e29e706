/** Experiments on a real Postgres with a real provider over HTTP, in time that passes only while everybody waits for it. */

import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { seededRandom } from '../../../supabase/functions/_shared/random/seededRandom.ts'
import type { WorkerContext } from '../../../supabase/functions/_shared/worker/workerContext.ts'
import { reportOf } from '../../../supabase/functions/experiments/analysis/report.ts'
import { beginExperiment } from '../../../supabase/functions/experiments/beginExperiment.ts'
import {
  type ConductResult,
  executeExperiment,
} from '../../../supabase/functions/experiments/execution/executeExperiment.ts'
import type { ExperimentRow } from '../../../supabase/functions/experiments/store/experimentRows.ts'
import {
  createExperimentStore,
  type ExperimentStore,
} from '../../../supabase/functions/experiments/store/experimentStore.ts'
import {
  type MockProvider,
  type MockReply,
  type MockRequest,
  startMockProvider,
} from '../../support/mockProvider.ts'
import { createVirtualTime, type VirtualTime } from '../../support/virtualTime.ts'
import type { DataApi } from '../dataApi.ts'

export interface Arrival {
  request: MockRequest
  /** On the laboratory's clock. */
  atMs: number
  /** Whether the provider gave a whole answer. */
  isAnswered: boolean
}

export interface Laboratory {
  time: VirtualTime
  store: ExperimentStore
  arrivals: Arrival[]
  begin(text: string, userId?: string): Promise<ExperimentRow>
  /** One worker's share of the work. */
  conduct(experiment: ExperimentRow, store?: ExperimentStore): Promise<ConductResult>
  /** Workers one after the other until it has ended. */
  conductToTheEnd(experiment: ExperimentRow): Promise<ExperimentRow>
  read(id: string): Promise<ExperimentRow>
  report(id: string): Promise<ReturnType<typeof reportOf>>
  close(): Promise<void>
}

/** @param reply decides by the request and how often the same request came before. */
export async function openLaboratory(
  dataApi: DataApi,
  reply: (request: MockRequest, earlier: number) => MockReply,
): Promise<Laboratory> {
  const time = createVirtualTime(Date.now())
  const arrivals: Arrival[] = []
  const seen = new Map<string, number>()
  const provider: MockProvider = await startMockProvider((model, _earlierCalls, request) => {
    const key = `${model} ${JSON.stringify(request.body)}`
    const earlier = seen.get(key) ?? 0
    seen.set(key, earlier + 1)
    const planned = reply(request, earlier)
    const isAnswered = planned.status === undefined && planned.fault === undefined
    arrivals.push({ request, atMs: time.now(), isAnswered })
    return planned
  })
  const settings = parseProviderSettings({
    ...{ OPENAI_API_KEY: 'key', OPENAI_BASE_URL: provider.url },
    ...{ GEMINI_API_KEY: 'key', GEMINI_BASE_URL: provider.url },
  })
  const callModel = createCallModel({ settings, clock: time.now })
  const random = seededRandom(1, 'laboratory')
  const worker: WorkerContext = {
    functionName: 'experiments',
    catalog: createCatalog(settings),
    callModel: (call) => time.during(() => callModel(call)),
    logger: console,
    leaseMs: 30_000,
    waitUntil: () => {},
    now: time.now,
    sleep: time.sleep,
    random: random.next,
  }
  const store = timed(createExperimentStore(dataApi.admin), time)

  async function read(id: string): Promise<ExperimentRow> {
    const experiment = await store.read(id, null)
    if (experiment === null) throw new Error('no experiment')
    return experiment
  }

  const conduct = (experiment: ExperimentRow, through = store) =>
    time.run(executeExperiment(worker, through, experiment))

  return {
    time,
    store,
    arrivals,
    read,
    conduct,
    async begin(text, userId) {
      const input = { text, owner: userId ?? null, resume: false, hasVariable: () => true }
      return (await beginExperiment(worker, store, input)).experiment
    },
    async conductToTheEnd(experiment) {
      let held = experiment
      while ((await conduct(held)) === 'handed_over') {
        const next = await store.claim({ experimentId: experiment.id, leaseMs: 60_000 })
        if (next === null) throw new Error('its lease is not free')
        held = next
      }
      return read(experiment.id)
    },
    async report(id) {
      const [agents, rounds, totals] = await Promise.all([
        store.agents(id),
        store.rounds(id),
        store.totals(id),
      ])
      return reportOf({ experiment: await read(id), agents, rounds, totals })
    },
    close: () => provider.stop(),
  }
}

/** Time stands still while the database works. */
function timed(store: ExperimentStore, time: VirtualTime): ExperimentStore {
  return new Proxy(store, {
    get(target, name: keyof ExperimentStore) {
      const method = target[name] as (...given: unknown[]) => Promise<unknown>
      return (...given: unknown[]) => time.during(() => method(...given))
    },
  })
}
