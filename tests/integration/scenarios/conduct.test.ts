/** Conducting an execution on a real Postgres, with models and a clock of the test's own. */
import { expect, it } from 'vitest'
import { sleep } from '../../../supabase/functions/_shared/execution/sleep.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import type { CallOutcome, ModelCall } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import type { WorkerContext } from '../../../supabase/functions/_shared/worker/workerContext.ts'
import { executeScenario } from '../../../supabase/functions/scenarios/executeScenario.ts'
import { newScenarioBody } from '../../../supabase/functions/scenarios/scenarioBody.ts'
import { snapshotOf } from '../../../supabase/functions/scenarios/snapshot.ts'
import {
  createExecutionStore,
  type ExecutionStore,
} from '../../../supabase/functions/scenarios/store/executionStore.ts'
import type { ExecutionRow } from '../../../supabase/functions/scenarios/store/scenarioRows.ts'
import { createScenarioStore } from '../../../supabase/functions/scenarios/store/scenarioStore.ts'
import type { DataApi } from '../dataApi.ts'
import { withStoreForEach } from '../testStore.ts'

const MODEL = 'sandbox-gemini-fast'

let dataApi: DataApi
let store: ExecutionStore

withStoreForEach((opened) => {
  dataApi = opened.dataApi
  store = createExecutionStore(dataApi.admin)
})

async function start(stepCount: number): Promise<ExecutionRow> {
  const scenarios = createScenarioStore(dataApi.admin)
  const steps = Array.from({ length: stepCount }, (_, index) => ({
    text: `step ${index + 1}`,
    ground_truth: [{ name: 'tea' }],
  }))
  const id = await scenarios.create(null, newScenarioBody.parse({ name: 's', steps }))
  const stored = await scenarios.read(id, null)
  if (stored === null) throw new Error('no scenario')
  return store.start({
    scenarioId: id,
    userId: null,
    models: [{ model_name: MODEL, provider: 'sandbox', requested: [] }],
    ...snapshotOf(stored),
    leaseUntilMs: Date.now() + 60_000,
  })
}

function answered(call: ModelCall, failure?: Extract<CallOutcome, { ok: false }>['error']): CallOutcome {
  const account = {
    usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
    usageIsEstimate: false,
    costNanoUsd: 7,
    costIsEstimate: false,
    durationMs: 1,
    firstTokenAfterMs: 1,
    startedAtMs: Date.now(),
  }
  const text = JSON.stringify({
    ai_response: `to ${call.messages.at(-1)?.content}`,
    predicted_cart: [{ name: 'Tea' }],
  })
  return failure ? { ok: false, text: '', error: failure, ...account } : { ok: true, text, ...account }
}

function workerWith(callModel: WorkerContext['callModel'], now = Date.now): WorkerContext {
  return {
    functionName: 'scenarios',
    catalog: createCatalog(parseProviderSettings({ MERIT_SANDBOX_URL: 'http://127.0.0.1:1' })),
    callModel,
    logger: console,
    leaseMs: 30_000,
    waitUntil: () => {},
    now,
    sleep,
    random: () => 0,
  }
}

it('hands over what its life is too short for, and the next worker does only that', async () => {
  const execution = await start(3)
  let nowMs = Date.now()
  const asked: string[][] = []
  const callModel: WorkerContext['callModel'] = async (call) => {
    asked.push(call.messages.slice(1).map(({ content }) => content))
    nowMs += 200_000
    return answered(call)
  }
  expect(
    await executeScenario(
      workerWith(callModel, () => nowMs),
      store,
      execution,
    ),
  ).toBe('handed_over')
  expect(asked).toHaveLength(2)
  const next = await store.claim({ leaseMs: 60_000 })
  if (next === null) throw new Error('its lease is not free')
  expect(await executeScenario(workerWith(callModel), store, next)).toBe('completed')
  expect(asked.map((turns) => turns.at(-1))).toEqual(['step 1', 'step 2', 'step 3'])
  // The second worker knows the conversation from the rows.
  expect(asked[2]).toEqual([
    'step 1',
    expect.stringContaining('to step 1'),
    'step 2',
    expect.stringContaining('to step 2'),
    'step 3',
  ])
  expect(await store.read(execution.scenario_id, null)).toMatchObject({ status: 'completed', takeovers: 1 })
})

it('hangs up on its models when the execution is cancelled, and writes nothing more', async () => {
  const execution = await start(2)
  const callModel: WorkerContext['callModel'] = async (call) => {
    await store.cancel(execution.id)
    await new Promise<void>((resolve) => call.signal?.addEventListener('abort', () => resolve()))
    return answered(call, { code: 'cancelled', message: 'cancelled' })
  }
  expect(await executeScenario(workerWith(callModel), store, execution)).toBe('lost')
  expect(await store.results(execution.id)).toEqual([])
  expect(await store.read(execution.scenario_id, null)).toMatchObject({ status: 'cancelled' })
})

it('asks once more after a failure that passes, and books both tries', async () => {
  const execution = await start(1)
  let tries = 0
  const callModel: WorkerContext['callModel'] = async (call) => {
    tries += 1
    return answered(call, tries === 1 ? { code: 'server_error', message: 'failed' } : undefined)
  }
  expect(await executeScenario(workerWith(callModel), store, execution)).toBe('completed')
  expect(await store.results(execution.id)).toMatchObject([
    { status: 'succeeded', input_tokens: 2, cost_usd: 14e-9, f1_score: 1 },
  ])
})

it('survives answers of the database that are lost on the way', async () => {
  const execution = await start(2)
  const asked: unknown[] = []
  const callModel: WorkerContext['callModel'] = async (call) => {
    asked.push(call.messages.at(-1)?.content)
    dataApi.loseAnswers = 1
    return answered(call)
  }
  expect(await executeScenario(workerWith(callModel), store, execution)).toBe('completed')
  expect(asked).toEqual(['step 1', 'step 2'])
  expect(await store.results(execution.id)).toHaveLength(2)
})
