/** The second of a run's two round trips: records how it ended, all or nothing, once. */
import { z } from 'zod'
import type { Json } from './database.generated.ts'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import type { AttemptRecord, CallRecord, RunRecord } from './runRecord.ts'
import { StoreError } from './storeError.ts'

const answerSchema = z.object({ state: z.enum(['applied', 'already_applied', 'superseded', 'gone']) })

/**
 * Safe to repeat: the same record is applied once, and `already_applied` after that.
 * Throws a StoreError: `superseded`, `run_gone`, `unavailable`, `refused`.
 */
export async function finishRun(
  client: MeritClient,
  record: RunRecord,
): Promise<'applied' | 'already_applied'> {
  const { state } = await callFunction(client, 'finish_run', { record: toRow(record) }, answerSchema)
  if (state === 'superseded')
    throw new StoreError('superseded', `run ${record.runId} was ended or is held by another worker`)
  if (state === 'gone') throw new StoreError('run_gone', `run ${record.runId} is no more`)
  return state
}

function toRow(record: RunRecord): Json {
  return jsonForPostgres({
    run_id: record.runId,
    lease_token: record.leaseToken,
    status: record.status,
    http_status: record.httpStatus,
    body: record.body,
    error_code: record.errorCode,
    profile: record.profile,
    task_type: record.profile.type,
    complexity: record.profile.complexity,
    duration_ms: wholeNumber(record.durationMs),
    winner: record.winner === null ? null : attemptNumber(record.winner),
    attempts: record.attempts.map(attemptRow),
    calls: record.calls.map(callRow),
    selection: selectionRow(record),
  })
}

/** A measure as a column takes it. A clock that was set back must not cost a run its record. */
function wholeNumber(measure: number): number {
  return Number.isFinite(measure) ? Math.max(0, Math.round(measure)) : 0
}

function wholeNumberOrNull(measure: number | null): number | null {
  return measure === null || !Number.isFinite(measure) ? null : wholeNumber(measure)
}

function score(points: number): number {
  return Math.min(100, wholeNumber(points))
}

/** Rows count from 1. */
function attemptNumber(index: number): number {
  return index + 1
}

function attemptRow(attempt: AttemptRecord, index: number): object {
  const breakdown = attempt.scoreBreakdown
  return {
    attempt_number: attemptNumber(index),
    model: attempt.model,
    provider: attempt.provider,
    approach: attempt.approach,
    priority: attempt.priority,
    status: attempt.status,
    quality_score: breakdown && score(breakdown.overall),
    completeness: breakdown && score(breakdown.completeness),
    code_quality: breakdown && score(breakdown.codeQuality),
    functionality: breakdown && score(breakdown.functionality),
    performance: breakdown && score(breakdown.performance),
    diagnostics: breakdown?.diagnostics ?? [],
    duration_ms: wholeNumber(attempt.durationMs),
    cost_nano_usd: wholeNumberOrNull(attempt.costNanoUsd),
    cost_is_estimate: attempt.costIsEstimate,
    input_tokens: wholeNumber(attempt.usage.inputTokens),
    cached_input_tokens: wholeNumber(attempt.usage.cachedInputTokens),
    output_tokens: wholeNumber(attempt.usage.outputTokens),
    error_code: attempt.errorCode,
    error_message: attempt.errorMessage,
  }
}

function callRow(call: CallRecord, index: number): object {
  return {
    call_number: index + 1,
    attempt_number: call.attempt === null ? null : attemptNumber(call.attempt),
    stage: call.stage,
    model: call.model,
    provider: call.provider,
    input_tokens: wholeNumber(call.usage.inputTokens),
    cached_input_tokens: wholeNumber(call.usage.cachedInputTokens),
    output_tokens: wholeNumber(call.usage.outputTokens),
    reasoning_tokens: wholeNumber(call.usage.reasoningTokens),
    usage_is_estimate: call.usageIsEstimate,
    response_time_ms: wholeNumber(call.durationMs),
    first_token_ms: wholeNumberOrNull(call.firstTokenAfterMs),
    cost_nano_usd: wholeNumberOrNull(call.costNanoUsd),
    cost_is_estimate: call.costIsEstimate,
    success: call.error === undefined,
    error_code: call.error?.code,
    error_message: call.error?.message,
    started_at_ms: call.startedAtMs,
  }
}

function selectionRow({ plan, parallel, stopReason }: RunRecord): object | null {
  if (plan === null) return null
  return {
    policy: plan.policy,
    policy_version: plan.policyVersion,
    eligible: plan.eligible,
    planned: plan.strategies.map(({ model, ...strategy }) => ({
      model: model.id,
      provider: model.provider,
      ...strategy,
    })),
    propensity: plan.propensity,
    explored: plan.explored,
    parallel,
    stop_reason: stopReason,
  }
}
