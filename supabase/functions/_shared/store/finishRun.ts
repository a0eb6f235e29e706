/** The second of a run's two round trips: records how it ended, all or nothing, once. */
import { z } from 'zod'
import { attemptRow } from './attemptRow.ts'
import type { Json } from './database.generated.ts'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { wholeNumber, wholeNumberOrNull } from './measure.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import type { CallRecord, RunRecord } from './runRecord.ts'
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
    attempts: record.attempts.map((attempt, index) => ({
      attempt_number: attemptNumber(index),
      priority: attempt.priority,
      ...attemptRow(attempt),
    })),
    calls: record.calls.map(callRow),
    selection: selectionRow(record),
  })
}

/** Rows count from 1. */
function attemptNumber(index: number): number {
  return index + 1
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

function selectionRow({ plan, parallel, stopReason, abTest, prices }: RunRecord): object | null {
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
    experiment: abTest?.name,
    experiment_arm: abTest?.variant,
    points_per_usd: prices?.pointsPerUsd,
    points_per_second: prices?.pointsPerSecond,
  }
}
