/** Keeps calls of limited models within their rates: what a call takes is asked for before it is made, and settled after. */
import { estimateInputTokens, unmadeCall } from '../models/callAccounting.ts'
import type { CallModel, CallOutcome, ModelCall } from '../models/modelCall.ts'
import { modelError } from '../models/modelFailure.ts'

export interface ModelRates {
  /** Ids of the models that have a limit; all others are called without asking. */
  limitedModels: readonly string[]
  /** How long an answer usually is, tokens: what is taken for it until it is known. */
  expectedOutputTokens: number
  /** Takes requests and tokens, both or neither: 0, or the milliseconds after which there is enough. */
  take: (rate: { model: string; requests: number; tokens: number; isSettling: boolean }) => Promise<number>
  /** Keeps the worker alive until the promise is settled. */
  waitUntil: (work: Promise<unknown>) => void
  /** Takes faults of our own, for the log. */
  onFault: (error: unknown) => void
  now: () => number
}

/**
 * `callModel` that fails with `throttled` and a `retryAfterMs`, at no cost, where a model's limit is reached. Where the
 * limits cannot be asked, the call is made: the provider has limits of its own.
 */
export function withinModelRates(callModel: CallModel, rates: ModelRates): CallModel {
  if (rates.limitedModels.length === 0) return callModel
  return async (call) => {
    if (!rates.limitedModels.includes(call.model.id)) return callModel(call)
    const taken = {
      model: call.model.id,
      requests: 1,
      tokens: estimateInputTokens(call.messages) + expectedAnswer(call, rates),
      isSettling: false,
    }
    const waitMs = await rates.take(taken).catch((error: unknown) => {
      rates.onFault(error)
      return 0
    })
    if (waitMs > 0) return heldBack(rates.now(), waitMs)
    const outcome = await callModel(call)
    const beyond = outcome.usage.inputTokens + outcome.usage.outputTokens - taken.tokens
    if (beyond !== 0) {
      const settling = { ...taken, requests: 0, tokens: beyond, isSettling: true }
      rates.waitUntil(rates.take(settling).catch(rates.onFault))
    }
    return outcome
  }
}

function expectedAnswer({ model, maxOutputTokens }: ModelCall, rates: ModelRates): number {
  return Math.min(rates.expectedOutputTokens, maxOutputTokens ?? model.maxOutputTokens, model.maxOutputTokens)
}

function heldBack(nowMs: number, retryAfterMs: number): CallOutcome {
  return { ok: false, text: '', error: modelError('throttled', { retryAfterMs }), ...unmadeCall(nowMs) }
}
