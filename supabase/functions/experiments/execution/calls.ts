/**
 * Makes calls: each waits for its model's rate, is written down and paid for out of the budget before it is made, and kept
 * with what it cost after. What is written goes to the database in batches.
 */

import { retryWhileUnavailable } from '../../_shared/durable/heldLease.ts'
import { withinModelRates } from '../../_shared/execution/modelRates.ts'
import { estimateInputTokens } from '../../_shared/models/callAccounting.ts'
import type { Model } from '../../_shared/models/model.ts'
import type { CallOutcome, Message } from '../../_shared/models/modelCall.ts'
import { costNanoUsd } from '../../_shared/models/pricing.ts'
import type { WorkerContext } from '../../_shared/worker/workerContext.ts'
import { DECISION_SCHEMA } from '../game/prompts.ts'
import { readDecision } from '../game/readDecision.ts'
import type { CallRow, ChosenModel, ExperimentRow } from '../store/experimentRows.ts'
import type { EndedCall, ExperimentStore, NewCall } from '../store/experimentStore.ts'
import { inBatches } from './batches.ts'
import type { Halt } from './halt.ts'
import { createMinuteLimiter, WINDOW_MS } from './minuteLimiter.ts'

const CALL_DEADLINE_MS = 120_000
/** Models that reason say nothing for a while. */
const FIRST_TOKEN_MS = 60_000
/** How often room in the budget, or in a model's own limit, is asked for where nobody says when there will be some. */
const ASK_AGAIN_MS = 200
const MAX_BATCH = 100
/** The size of a usual answer, which is what the project's own limit on a model takes for a call at first. */
const USUAL_ANSWER_TOKENS = 200
/** Token counts are estimates; this much is added before they are trusted with money. */
const TOKEN_ESTIMATE_MARGIN = 1.25

/** What is asked of whom, as which try. */
export interface PlannedCall extends Omit<NewCall, 'id' | 'model' | 'provider' | 'reservedNanoUsd'> {
  chosen: ChosenModel
  messages: readonly Message[]
}

export interface MadeCall {
  ended: EndedCall
  outcome: CallOutcome
}

export interface Calls {
  /** `null` where the work was halted before it was made, or before what came of it was kept. */
  make(call: PlannedCall, model: Model): Promise<MadeCall | null>
}

/** Throws a StoreError where the database is away. */
export async function createCalls(
  worker: WorkerContext,
  store: ExperimentStore,
  experiment: ExperimentRow,
  halt: Halt,
): Promise<Calls> {
  const { signal } = halt
  const held = { experimentId: experiment.id, leaseToken: experiment.lease_token }
  // Twice as long ago as counts, as this worker's clock may not be the last one's.
  const sinceMs = worker.now() - 2 * WINDOW_MS
  const pacer = createMinuteLimiter(
    worker,
    await retryWhileUnavailable(worker, signal, () => store.reachedSince(experiment.id, sinceMs)),
  )
  const limits = limitsOf([...experiment.models, experiment.default_model])
  const callModel = withinModelRates(worker.callModel, {
    limitedModels: await retryWhileUnavailable(worker, signal, () => store.limitedModels()),
    expectedOutputTokens: USUAL_ANSWER_TOKENS,
    take: (rate) => store.takeModelRate(rate),
    waitUntil: worker.waitUntil,
    onFault: (error) =>
      worker.logger.error(JSON.stringify({ event: 'model_rate_not_asked', reason: String(error) })),
    now: worker.now,
  })
  let underWay = 0

  const begin = inBatches(async (calls: readonly NewCall[]) => {
    const begun = await retryWhileUnavailable(worker, signal, () => store.beginCalls(held, calls))
    return calls.map(({ id }) =>
      begun === null ? ('superseded' as const) : begun.has(id) ? 'begun' : 'no_room',
    )
  }, MAX_BATCH)
  const finish = inBatches(async (calls: readonly EndedCall[]) => {
    const saved = await retryWhileUnavailable(worker, signal, () => store.finishCalls(held, calls))
    return calls.map(() => saved)
  }, MAX_BATCH)

  /** Where the budget has no room but calls are under way, what they leave may be enough. True: it is under way too. */
  async function beginWithRoom(call: NewCall): Promise<boolean> {
    while (!signal.aborted) {
      underWay += 1
      const state = await begin(call)
      if (state === 'begun') return true
      underWay -= 1
      if (state === 'superseded') halt.lose()
      else if (underWay > 0) await worker.sleep(ASK_AGAIN_MS, signal)
      else halt.fail('budget_exceeded', 'The budget of the experiment does not pay for another call.')
      if (halt.isHalting) return false
    }
    return false
  }

  /** Waits as long as the project's own limit on the model says, and is not a try until the call was made. */
  async function makeCall(
    chosen: ChosenModel,
    model: Model,
    stage: CallRow['stage'],
    messages: readonly Message[],
  ): Promise<CallOutcome> {
    for (;;) {
      const outcome = await callModel({
        model,
        messages,
        maxOutputTokens: chosen.max_tokens,
        temperature: chosen.temperature,
        customParameters: chosen.custom_params,
        responseSchema: stage === 'decision' ? DECISION_SCHEMA : undefined,
        signal,
        deadlineAtMs: worker.now() + CALL_DEADLINE_MS,
        firstTokenMs: FIRST_TOKEN_MS,
      })
      if (outcome.ok || outcome.error.code !== 'throttled' || halt.isHalting) return outcome
      await worker.sleep(outcome.error.retryAfterMs ?? ASK_AGAIN_MS, signal)
    }
  }

  return {
    async make({ chosen, messages, ...call }, model) {
      const arrived = await pacer.wait(model.id, limits.get(model.id), signal)
      if (arrived === null) return null
      const id = crypto.randomUUID()
      const reservedNanoUsd = mostItCosts(model, messages, chosen.max_tokens, worker.now())
      const written = { ...call, id, model: chosen.model, provider: chosen.provider, reservedNanoUsd }
      if (halt.isHalting || !(await beginWithRoom(written))) {
        arrived('never')
        return null
      }
      halt.count()
      try {
        const outcome = await makeCall(chosen, model, call.stage, messages)
        arrived(outcome.startedAtMs + (outcome.firstTokenAfterMs ?? outcome.durationMs))
        const ended = endOf(id, call.stage, outcome)
        if (await finish(ended)) return { ended, outcome }
        halt.lose()
        return null
      } finally {
        underWay -= 1
      }
    },
  }
}

/** The strictest limit of all names that run on the same model: to the provider they are one. */
function limitsOf(models: readonly ChosenModel[]): ReadonlyMap<string, number> {
  const limits = new Map<string, number>()
  for (const { model, rate_limit: limit } of models) {
    if (limit !== undefined) limits.set(model, Math.min(limit, limits.get(model) ?? limit))
  }
  return limits
}

function mostItCosts(model: Model, messages: readonly Message[], maxTokens: number, nowMs: number): number {
  const input = Math.ceil(estimateInputTokens(messages) * TOKEN_ESTIMATE_MARGIN)
  const output = Math.min(maxTokens, model.maxOutputTokens)
  return costNanoUsd(model, { input_tokens: input, output_tokens: output }, nowMs) ?? 0
}

function endOf(id: string, stage: CallRow['stage'], outcome: CallOutcome): EndedCall {
  const base = { id, answer: outcome.text, account: outcome }
  if (!outcome.ok) {
    const { code, message } = outcome.error
    return { ...base, status: 'failed', decision: null, error: { code, message } }
  }
  if (stage === 'strategy') return { ...base, status: 'succeeded', decision: null }
  const decision = readDecision(outcome.text)
  return { ...base, status: decision === null ? 'unparseable' : 'succeeded', decision }
}
