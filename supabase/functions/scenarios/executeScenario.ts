/**
 * Conducts an execution that this worker holds: models side by side, the steps of each in order, every cell saved as it
 * lands. Cells that are full are left alone, so a worker that takes an execution over does only what is missing.
 */
import { compareItems, nothingRight } from '../_shared/comparison/compareItems.ts'
import { readItems } from '../_shared/comparison/readItems.ts'
import { keepLease, retryWhileUnavailable } from '../_shared/durable/heldLease.ts'
import { persistentCall } from '../_shared/generation/persistentCall.ts'
import { unmadeCall } from '../_shared/models/callAccounting.ts'
import type { Model } from '../_shared/models/model.ts'
import type { CallAccounting, Message } from '../_shared/models/modelCall.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { answerSchema, messagesFor } from './answerForm.ts'
import { readAnswer } from './readAnswer.ts'
import type { CellRecord, ExecutionStore } from './store/executionStore.ts'
import type { ExecutionRow, ResultRow, StepSnapshot } from './store/scenarioRows.ts'

/** A worker lives 400 s at most: from here on it begins no step and hands over. With the longest call it stays inside. */
const HAND_OVER_AFTER_MS = 240_000
const CALL_DEADLINE_MS = 120_000
/** Models that reason say nothing for a while. */
const FIRST_TOKEN_MS = 60_000

/** `completed`: all cells are full. `handed_over`: some are not, and the lease is free. `lost`: cancelled, or another's. */
export type ConductResult = 'completed' | 'handed_over' | 'lost'

type Store = Pick<ExecutionStore, 'results' | 'renew' | 'save' | 'complete'>

/** Throws a StoreError where the database is away for longer than the lease. */
export async function executeScenario(
  worker: WorkerContext,
  store: Store,
  execution: ExecutionRow,
): Promise<ConductResult> {
  const lost = new AbortController()
  const ended = new AbortController()
  const lease = { executionId: execution.id, leaseToken: execution.lease_token }
  const renew = (leaseMs: number) => store.renew({ ...lease, leaseMs })
  const heartbeat = keepLease(worker, renew, { lost, ended: ended.signal })
  const stopStartingAtMs = worker.now() + HAND_OVER_AFTER_MS
  try {
    const done = await retryWhileUnavailable(worker, lost.signal, () => store.results(execution.id))
    const conducted = await Promise.allSettled(
      execution.models.map((model) =>
        conductModel(
          { worker, store, execution, signal: lost.signal, stopStartingAtMs, lose: () => lost.abort() },
          model.model_name,
          model.provider,
          done.filter((result) => result.model_name === model.model_name),
        ),
      ),
    )
    const failed = conducted.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
    if (lost.signal.aborted) return 'lost'
    if (conducted.every((outcome) => outcome.status === 'fulfilled' && outcome.value)) {
      const complete = () => store.complete(execution.id, execution.lease_token)
      return (await retryWhileUnavailable(worker, lost.signal, complete)) ? 'completed' : 'lost'
    }
    return (await retryWhileUnavailable(worker, lost.signal, () => renew(0))) ? 'handed_over' : 'lost'
  } finally {
    ended.abort()
    await heartbeat
  }
}

interface Conducting {
  worker: WorkerContext
  store: Store
  execution: ExecutionRow
  signal: AbortSignal
  stopStartingAtMs: number
  lose: () => void
}

/** True where every step of the model has its cell. */
async function conductModel(
  conducting: Conducting,
  modelName: string,
  provider: string,
  done: readonly ResultRow[],
): Promise<boolean> {
  const { worker, execution, signal, stopStartingAtMs } = conducting
  const resolved = worker.catalog.resolve(modelName)
  const schema = answerSchema(execution.scenario, execution.steps)
  const turns: { text: string; answer: string }[] = []
  for (const step of execution.steps) {
    const earlier = done.find((result) => result.step_number === step.step_number)
    if (earlier !== undefined) {
      turns.push({ text: step.text, answer: earlier.raw_llm_response })
      continue
    }
    if (signal.aborted || worker.now() >= stopStartingAtMs) return false
    const identity = { modelName, provider, step }
    const cell =
      'model' in resolved
        ? await askModel(conducting, resolved.model, identity, {
            messages: messagesFor(execution.scenario, schema, turns, step.text),
            schema,
          })
        : emptyCell(conducting, identity)
    if (cell === null) return false
    const saved = await retryWhileUnavailable(worker, signal, () => conducting.store.save(cell))
    if (saved === 'superseded' || saved === 'gone') {
      conducting.lose()
      return false
    }
    turns.push({ text: step.text, answer: cell.rawLlmResponse })
  }
  return true
}

interface CellIdentity {
  modelName: string
  provider: string
  step: StepSnapshot
}

/** `null` where the execution was lost meanwhile: such an answer is nobody's. */
async function askModel(
  { worker, execution, signal }: Conducting,
  model: Model,
  identity: CellIdentity,
  question: { messages: Message[]; schema: Record<string, unknown> },
): Promise<CellRecord | null> {
  const deadlineAtMs = worker.now() + CALL_DEADLINE_MS
  const { callModel, now, random, sleep } = worker
  const { outcome, calls } = await persistentCall(
    { callModel, now, random, sleep, model, signal, deadlineAtMs },
    'scenario',
    () => ({
      model,
      messages: question.messages,
      responseSchema: { name: 'scenario_step', schema: question.schema },
      signal,
      deadlineAtMs,
      firstTokenMs: FIRST_TOKEN_MS,
    }),
  )
  if (signal.aborted) return null
  const base = { ...cellBase(execution, identity), account: summed(calls, outcome), tries: calls.length }
  const rules = execution.scenario.item_rules
  const truth = identity.step.ground_truth === null ? null : readItems(identity.step.ground_truth, rules)
  const expected = truth?.ok ? truth.items : null
  const scores = (comparison: { f1_score: number; exact_match: boolean } | null) => ({
    f1Score: comparison?.f1_score ?? null,
    exactMatch: comparison?.exact_match ?? null,
  })
  const wrong = scores(expected && nothingRight(expected, rules))
  if (!outcome.ok) {
    const { code, message } = outcome.error
    const nothing = { llmTranscription: null, aiResponse: null, predictedCart: null }
    return {
      ...base,
      ...nothing,
      ...wrong,
      status: 'failed',
      rawLlmResponse: outcome.text,
      error: { code, message },
    }
  }
  const answer = readAnswer(outcome.text, rules)
  const read = {
    llmTranscription: answer.llmTranscription,
    aiResponse: answer.aiResponse,
    predictedCart: answer.predictedCart,
    rawLlmResponse: outcome.text,
  }
  if (!answer.ok) {
    const error = { code: 'unusable_output', message: answer.reason }
    return { ...base, ...read, ...wrong, status: 'failed', error }
  }
  const comparison = expected && compareItems(expected, answer.items, rules)
  return { ...base, ...read, ...scores(comparison), status: 'succeeded' }
}

/** The model could run when the execution began, and can no longer. */
function emptyCell({ worker, execution }: Conducting, identity: CellIdentity): CellRecord {
  return {
    ...cellBase(execution, identity),
    status: 'failed',
    llmTranscription: null,
    aiResponse: null,
    rawLlmResponse: '',
    predictedCart: null,
    account: unmadeCall(worker.now()),
    tries: 1,
    f1Score: identity.step.ground_truth === null ? null : 0,
    exactMatch: identity.step.ground_truth === null ? null : false,
    error: { code: 'no_model_available', message: 'No key is set for this model any more.' },
  }
}

function cellBase(execution: ExecutionRow, { modelName, provider, step }: CellIdentity) {
  return {
    executionId: execution.id,
    leaseToken: execution.lease_token,
    stepId: step.id,
    stepNumber: step.step_number,
    modelName,
    provider,
  }
}

/** What all tries used and cost; a try without a known cost makes the sum unknown. */
function summed(tries: readonly CallAccounting[], last: CallAccounting): CallAccounting {
  const total = (count: (usage: CallAccounting['usage']) => number) =>
    tries.reduce((sum, { usage }) => sum + count(usage), 0)
  return {
    ...last,
    usage: {
      inputTokens: total((usage) => usage.inputTokens),
      cachedInputTokens: total((usage) => usage.cachedInputTokens),
      outputTokens: total((usage) => usage.outputTokens),
      reasoningTokens: total((usage) => usage.reasoningTokens),
    },
    usageIsEstimate: tries.some((each) => each.usageIsEstimate),
    costNanoUsd: tries.reduce<number | null>(
      (sum, { costNanoUsd }) => (sum === null || costNanoUsd === null ? null : sum + costNanoUsd),
      0,
    ),
    costIsEstimate: tries.some((each) => each.costIsEstimate),
  }
}
