/** Executions of scenarios: who holds one, what is done, and how it ended. Every write of a worker carries its lease token. */
import { z } from 'zod'
import type { CallAccounting } from '../../_shared/models/modelCall.ts'
import { jsonForPostgres } from '../../_shared/store/jsonForPostgres.ts'
import {
  CALL_TIMEOUT_MS,
  callFunction,
  type MeritClient,
  parseAnswer,
} from '../../_shared/store/meritClient.ts'
import type { Owner } from '../../_shared/store/owner.ts'
import { columnsOf } from '../../_shared/store/rowColumns.ts'
import { storeErrorFrom } from '../../_shared/store/storeError.ts'
import {
  type ChosenModel,
  type ExecutionRow,
  executionRow,
  type ProgressRow,
  progressRow,
  type ResultRow,
  resultRow,
  type ScenarioSnapshot,
  type StepSnapshot,
} from './scenarioRows.ts'

export interface NewExecution {
  scenarioId: string
  userId: string | null
  models: readonly ChosenModel[]
  scenario: ScenarioSnapshot
  steps: readonly StepSnapshot[]
  /** How long this worker has before another may take it; renewed while it works. */
  leaseUntilMs: number
}

export interface CellRecord {
  executionId: string
  leaseToken: string
  stepId: string
  stepNumber: number
  modelName: string
  provider: string
  status: 'succeeded' | 'failed'
  llmTranscription: string | null
  aiResponse: string | null
  rawLlmResponse: string
  predictedCart: unknown
  /** Of all tries together, but for the times, which are the last one's. */
  account: CallAccounting
  tries: number
  f1Score: number | null
  exactMatch: boolean | null
  error?: { code: string; message: string }
}

export type SaveResult = 'saved' | 'already_saved' | 'superseded' | 'gone'

/** Every method throws a StoreError and nothing else for what the database does. */
export interface ExecutionStore {
  start(execution: NewExecution): Promise<ExecutionRow>
  /** The one named, or the scenario's latest; `null` where there is none, or it is another's. */
  read(scenarioId: string, owner: Owner, executionId?: string): Promise<ExecutionRow | null>
  /** Which cells are full. */
  progress(executionId: string): Promise<ProgressRow[]>
  /** In the order in which they landed. */
  results(executionId: string): Promise<ResultRow[]>
  /** Takes a running execution whose lease has run out: the one named, or the one that waited longest. */
  claim(input: { executionId?: string; leaseMs: number }): Promise<ExecutionRow | null>
  /** False where the lease is another's or the execution has ended. A lease of 0 ms gives it up. */
  renew(input: { executionId: string; leaseToken: string; leaseMs: number }): Promise<boolean>
  save(cell: CellRecord): Promise<SaveResult>
  /** Ends it as its worker, with every cell full. False like `renew`. */
  complete(executionId: string, leaseToken: string): Promise<boolean>
  /** False where it was not running. */
  cancel(executionId: string): Promise<boolean>
  /** Sets an ended execution running again, with the cells of a model or of a step emptied. False while it is running. */
  reopen(input: { executionId: string; modelName?: string; stepNumber?: number }): Promise<boolean>
}

export function createExecutionStore(admin: MeritClient): ExecutionStore {
  const patience = () => AbortSignal.timeout(CALL_TIMEOUT_MS)
  return {
    async start(execution) {
      const { data, error, status } = await admin
        .from('scenario_executions')
        .insert({
          scenario_id: execution.scenarioId,
          user_id: execution.userId,
          models: jsonForPostgres(execution.models) ?? [],
          scenario: jsonForPostgres(execution.scenario) ?? {},
          steps: execution.steps.map(({ id, step_number, text, ground_truth }) =>
            jsonForPostgres({ id, step_number, text, ground_truth }),
          ),
          lease_expires_at: new Date(execution.leaseUntilMs).toISOString(),
        })
        .select(columnsOf(executionRow))
        .abortSignal(patience())
        .single()
      if (error) throw storeErrorFrom('start execution', { error, status })
      return parseAnswer('start execution', executionRow, data)
    },

    async read(scenarioId, owner, executionId) {
      const query = admin
        .from('scenario_executions')
        .select(columnsOf(executionRow))
        .eq('scenario_id', scenarioId)
        .order('started_at', { ascending: false })
        .limit(1)
      const named = executionId === undefined ? query : query.eq('id', executionId)
      const owned = owner === null ? named : named.eq('user_id', owner)
      const { data, error, status } = await owned.abortSignal(patience())
      if (error) throw storeErrorFrom('read execution', { error, status })
      return parseAnswer('read execution', z.array(executionRow), data)[0] ?? null
    },

    async progress(executionId) {
      const { data, error, status } = await admin
        .from('scenario_step_results')
        .select(columnsOf(progressRow))
        .eq('execution_id', executionId)
        .abortSignal(patience())
      if (error) throw storeErrorFrom('read progress', { error, status })
      return parseAnswer('read progress', z.array(progressRow), data)
    },

    async results(executionId) {
      const { data, error, status } = await admin
        .from('scenario_step_results')
        .select(columnsOf(resultRow))
        .eq('execution_id', executionId)
        .order('created_at')
        .order('id')
        .abortSignal(patience())
      if (error) throw storeErrorFrom('read results', { error, status })
      return parseAnswer('read results', z.array(resultRow), data)
    },

    claim({ executionId, leaseMs }) {
      // The generated type knows no null arguments, which Postgres takes for every parameter.
      const wanted = (executionId ?? null) as string
      const args = { wanted, lease_ms: leaseMs }
      return callFunction(admin, 'claim_scenario_execution', args, executionRow.nullable())
    },

    renew({ executionId, leaseToken, leaseMs }) {
      const args = { held: executionId, token: leaseToken, lease_ms: leaseMs }
      return callFunction(admin, 'renew_scenario_lease', args, z.boolean())
    },

    save(cell) {
      const record = jsonForPostgres(cellRow(cell))
      const states = z.enum(['saved', 'already_saved', 'superseded', 'gone'])
      return callFunction(admin, 'save_scenario_step_result', { record }, states)
    },

    complete(executionId, leaseToken) {
      const args = { held: executionId, token: leaseToken }
      return callFunction(admin, 'finish_scenario_execution', args, z.boolean())
    },

    cancel(executionId) {
      const args = { held: executionId, token: null as unknown as string } // no token: whoever holds it
      return callFunction(admin, 'finish_scenario_execution', args, z.boolean())
    },

    reopen({ executionId, modelName, stepNumber }) {
      const args = {
        ended: executionId,
        of_model: (modelName ?? null) as string,
        of_step: (stepNumber ?? null) as number,
      }
      return callFunction(admin, 'reopen_scenario_execution', args, z.boolean())
    },
  }
}

function cellRow(cell: CellRecord): object {
  const { account } = cell
  const whole = (measure: number) => Math.max(0, Math.round(measure))
  const wholeOrNull = (measure: number | null) => (measure === null ? null : whole(measure))
  return {
    execution_id: cell.executionId,
    lease_token: cell.leaseToken,
    step_id: cell.stepId,
    step_number: cell.stepNumber,
    model_name: cell.modelName,
    provider: cell.provider,
    status: cell.status,
    llm_transcription: cell.llmTranscription,
    ai_response: cell.aiResponse,
    raw_llm_response: cell.rawLlmResponse,
    predicted_cart: cell.predictedCart,
    latency_ms: whole(account.durationMs),
    first_token_ms: wholeOrNull(account.firstTokenAfterMs),
    tries: cell.tries,
    input_tokens: whole(account.usage.inputTokens),
    cached_input_tokens: whole(account.usage.cachedInputTokens),
    output_tokens: whole(account.usage.outputTokens),
    reasoning_tokens: whole(account.usage.reasoningTokens),
    usage_is_estimate: account.usageIsEstimate,
    cost_nano_usd: wholeOrNull(account.costNanoUsd),
    cost_is_estimate: account.costIsEstimate,
    f1_score: cell.f1Score,
    exact_match: cell.exactMatch,
    error_code: cell.error?.code,
    error_message: cell.error?.message,
    executed_at: new Date(account.startedAtMs).toISOString(),
  }
}
