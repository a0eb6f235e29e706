/** Executions in Postgres: who holds one, that a cell is filled once, and what is booked. */
import { beforeEach, describe, expect, it } from 'vitest'
import { itemRulesSchema } from '../../../supabase/functions/_shared/comparison/itemRules.ts'
import {
  type CellRecord,
  createExecutionStore,
  type ExecutionStore,
} from '../../../supabase/functions/scenarios/store/executionStore.ts'
import type { ExecutionRow } from '../../../supabase/functions/scenarios/store/scenarioRows.ts'
import {
  createScenarioStore,
  type NewStep,
} from '../../../supabase/functions/scenarios/store/scenarioStore.ts'
import type { DataApi } from '../dataApi.ts'
import type { TestDatabase } from '../postgres.ts'
import { withStoreForEach } from '../testStore.ts'

const RULES = itemRulesSchema.parse({ key_fields: ['name'] })
const MODELS = ['model-a', 'model-b']

let database: TestDatabase
let dataApi: DataApi
let store: ExecutionStore
let userId: string

withStoreForEach((opened) => {
  database = opened.database
  dataApi = opened.dataApi
  store = createExecutionStore(dataApi.admin)
})
beforeEach(async () => {
  userId = await database.createUser()
})

async function start(leaseMs = 60_000): Promise<ExecutionRow> {
  const scenarios = createScenarioStore(dataApi.admin)
  const steps: NewStep[] = [1, 2].map((step_number) => ({
    step_number,
    input_type: 'text',
    text: `say ${step_number}`,
    audio_url: null,
    ground_truth: [{ name: 'tea', quantity: step_number }],
  }))
  const scenario = { name: 's', kind: 'cart', system_prompt: null, item_rules: RULES, item_schema: null }
  const more = { description: null, models: [], model_name: null }
  const id = await scenarios.create(userId, { ...scenario, ...more, steps })
  const stored = await scenarios.read(id, userId)
  return store.start({
    scenarioId: id,
    userId,
    models: MODELS.map((model_name) => ({ model_name, provider: 'sandbox', requested: [] })),
    scenario: { ...scenario, item_rules: { ...RULES, key_fields: ['name'] } },
    steps: stored?.steps ?? [],
    leaseUntilMs: Date.now() + leaseMs,
  })
}

function cell(
  execution: ExecutionRow,
  modelName: string,
  stepNumber: number,
  more: Partial<CellRecord> = {},
) {
  return {
    executionId: execution.id,
    leaseToken: execution.lease_token,
    stepId: execution.steps.find((step) => step.step_number === stepNumber)?.id ?? '',
    stepNumber,
    modelName,
    provider: 'sandbox',
    status: 'succeeded',
    llmTranscription: 'heard',
    aiResponse: 'said',
    rawLlmResponse: 'raw \u0000 text',
    predictedCart: [{ name: 'tea' }],
    account: {
      usage: { inputTokens: 10, cachedInputTokens: 2, outputTokens: 5, reasoningTokens: 1 },
      usageIsEstimate: false,
      costNanoUsd: 1_000,
      costIsEstimate: false,
      durationMs: 123.4,
      firstTokenAfterMs: 10,
      startedAtMs: Date.UTC(2026, 10, 21),
    },
    tries: 1,
    f1Score: 0.5,
    exactMatch: false,
    ...more,
  } satisfies CellRecord
}

async function fill(execution: ExecutionRow): Promise<void> {
  for (const model of MODELS) {
    for (const step of [1, 2]) expect(await store.save(cell(execution, model, step))).toBe('saved')
  }
}

const booked = () =>
  database.query<{ attempts: number; calls: number; learnt: number; cost: number }>(`
    select
      (select count(*)::int from model_performance) as attempts,
      (select count(*)::int from model_usage) as calls,
      (select round(sum(success_weight))::int from model_evidence where tier = 'all') as learnt,
      (select sum(cost_nano_usd)::int from orchestration_runs) as cost`)

describe('a lease', () => {
  it('is nobody else’s while it holds', async () => {
    const execution = await start()
    expect(await store.claim({ leaseMs: 1_000 })).toBeNull()
    expect(await store.claim({ executionId: execution.id, leaseMs: 1_000 })).toBeNull()
  })

  it('goes to one of many who ask, once it has run out', async () => {
    const execution = await start(-1)
    const claims = await Promise.all(Array.from({ length: 12 }, () => store.claim({ leaseMs: 60_000 })))
    const taken = claims.filter((claim) => claim !== null)
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatchObject({ id: execution.id, takeovers: 1 })
    expect(taken[0]?.lease_token).not.toBe(execution.lease_token)
  })

  it('given up is the next one’s at once', async () => {
    const { id, lease_token } = await start()
    expect(await store.renew({ executionId: id, leaseToken: lease_token, leaseMs: 0 })).toBe(true)
    expect(await store.claim({ leaseMs: 1_000 })).toMatchObject({ id })
  })

  it('that was lost lets its worker change nothing any more', async () => {
    const old = await start(-1)
    const now = await store.claim({ leaseMs: 60_000 })
    if (now === null) throw new Error('not claimed')
    expect(await store.save(cell(old, 'model-a', 1))).toBe('superseded')
    expect(await store.renew({ executionId: old.id, leaseToken: old.lease_token, leaseMs: 1_000 })).toBe(
      false,
    )
    expect(await store.complete(old.id, old.lease_token)).toBe(false)
    expect(await store.results(old.id)).toEqual([])
    expect(await store.save(cell(now, 'model-a', 1))).toBe('saved')
  })
})

describe('a cell', () => {
  it('is filled once', async () => {
    const execution = await start()
    const saves = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store.save(cell(execution, 'model-a', 1, { aiResponse: `said ${index}` })),
      ),
    )
    expect(saves.filter((state) => state === 'saved')).toHaveLength(1)
    expect(saves.filter((state) => state === 'already_saved')).toHaveLength(7)
    expect(await store.results(execution.id)).toMatchObject([
      {
        model_name: 'model-a',
        step_number: 1,
        latency_ms: 123,
        cost_usd: 0.000001,
        raw_llm_response: 'raw \uFFFD text',
      },
    ])
  })

  it('outlives its step', async () => {
    const execution = await start()
    await store.save(cell(execution, 'model-a', 1))
    await database.query('delete from scenario_steps')
    expect(await store.save(cell(execution, 'model-a', 2))).toBe('saved')
    expect(await store.results(execution.id)).toMatchObject([{ step_id: null }, { step_id: null }])
  })

  it('of an execution that is no more is gone', async () => {
    const execution = await start()
    await database.query('delete from scenarios')
    expect(await store.save(cell(execution, 'model-a', 1))).toBe('gone')
  })
})

describe('the end', () => {
  it('books each cell once, as an attempt, a call and evidence', async () => {
    const execution = await start()
    await fill(execution)
    expect(await store.complete(execution.id, execution.lease_token)).toBe(true)
    expect(await store.complete(execution.id, execution.lease_token)).toBe(false)
    expect(await store.cancel(execution.id)).toBe(false)
    expect(await booked()).toEqual([{ attempts: 4, calls: 4, learnt: 4, cost: 4_000 }])
    expect(
      await database.query(
        `select distinct task_type, quality_score, duration_ms, user_id from model_performance`,
      ),
    ).toEqual([{ task_type: 'scenario:cart', quality_score: 50, duration_ms: 123, user_id: userId }])
  })

  it('by cancelling books what there is; resumed, it books the rest', async () => {
    const execution = await start()
    await store.save(cell(execution, 'model-a', 1))
    expect(await store.cancel(execution.id)).toBe(true)
    expect(await store.save(cell(execution, 'model-a', 2))).toBe('superseded')
    expect(await booked()).toEqual([{ attempts: 1, calls: 1, learnt: 1, cost: 1_000 }])

    expect(await store.reopen({ executionId: execution.id })).toBe(true)
    const again = await store.claim({ executionId: execution.id, leaseMs: 60_000 })
    if (again === null) throw new Error('not claimed')
    expect(await store.save(cell(again, 'model-a', 1))).toBe('already_saved')
    await store.save(cell(again, 'model-a', 2))
    expect(await store.complete(again.id, again.lease_token)).toBe(true)
    expect(await booked()).toEqual([{ attempts: 2, calls: 2, learnt: 2, cost: 2_000 }])
  })

  it.each([
    ['one model', { modelName: 'model-a' }, ['model-b 1', 'model-b 2']],
    ['one step', { stepNumber: 2 }, ['model-a 1', 'model-b 1']],
    ['one cell', { modelName: 'model-a', stepNumber: 2 }, ['model-a 1', 'model-b 1', 'model-b 2']],
  ])('can be undone for %s, and what it cost stays booked', async (_, which, left) => {
    const execution = await start()
    await fill(execution)
    expect(await store.reopen({ executionId: execution.id, ...which })).toBe(false)
    await store.complete(execution.id, execution.lease_token)
    expect(await store.reopen({ executionId: execution.id, ...which })).toBe(true)
    const cells = (await store.results(execution.id)).map((row) => `${row.model_name} ${row.step_number}`)
    expect(cells.sort()).toEqual(left)
    expect(await booked()).toMatchObject([{ attempts: 4, calls: 4 }])
    expect(await store.claim({ leaseMs: 1_000 })).toMatchObject({ id: execution.id })
  })

  it('teaches nothing about quality where the cell failed, but about reliability', async () => {
    const execution = await start()
    const error = { code: 'unusable_output', message: 'prose' }
    await store.save(cell(execution, 'model-a', 1, { status: 'failed', f1Score: 0, error }))
    await store.cancel(execution.id)
    expect(
      await database.query(`select quality_weight, failure_weight from model_evidence where tier = 'all'`),
    ).toEqual([{ quality_weight: 0, failure_weight: 1 }])
  })
})

describe('rows', () => {
  const TABLES = ['scenarios', 'scenario_steps', 'scenario_executions', 'scenario_step_results']

  it('are their owner’s to read and nobody’s to write, and go with their owner', async () => {
    const execution = await start()
    await fill(execution)
    await store.complete(execution.id, execution.lease_token)
    const bob = await database.createUser()
    for (const table of TABLES) {
      const ask = `select user_id from ${table}`
      const own = await database.queryAs<{ user_id: string }>({ role: 'authenticated', userId }, ask)
      expect(new Set(own.map((row) => row.user_id))).toEqual(new Set([userId]))
      expect(await database.queryAs({ role: 'authenticated', userId: bob }, ask)).toEqual([])
      await expect(database.queryAs({ role: 'anon' }, ask)).rejects.toMatchObject({ code: '42501' })
      await expect(
        database.queryAs({ role: 'authenticated', userId }, `delete from ${table}`),
      ).rejects.toMatchObject({ code: '42501' })
    }
    await expect(
      database.queryAs({ role: 'authenticated', userId }, `select finish_scenario_execution($1, null)`, [
        execution.id,
      ]),
    ).rejects.toMatchObject({ code: '42501' })
    await database.query('delete from auth.users where id = $1', [userId])
    for (const table of TABLES) expect(await database.query(`select 1 from ${table}`)).toEqual([])
  })
})
