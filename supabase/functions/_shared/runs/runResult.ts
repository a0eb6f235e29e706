/** What a caller gets: the 200 body, and the error for every other outcome. */
import type { Attempt } from '../execution/attempt.ts'
import type { Outcome } from '../execution/orchestrate.ts'
import { ApiError } from '../http/apiError.ts'
import type { ModelResolution } from '../models/model.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { Plan } from '../selection/strategy.ts'

/** An attempt as callers see it. Costs in US dollars, `null` where the model has no known price. */
export function toAttemptView(attempt: Attempt) {
  return {
    model: attempt.strategy.model.id,
    provider: attempt.strategy.model.provider,
    approach: attempt.strategy.approach,
    status: attempt.status,
    ...(attempt.status === 'succeeded' ? { qualityScore: attempt.breakdown.overall } : {}),
    durationMs: attempt.durationMs,
    costUsd: toUsd(attempt.costNanoUsd),
    costIsEstimate: attempt.costIsEstimate,
    ...(attempt.status === 'succeeded'
      ? {}
      : { errorCode: attempt.errorCode, errorMessage: attempt.errorMessage }),
  }
}

/** A plan as callers see it. */
export function toPlanView(plan: Plan) {
  return plan.strategies.map((strategy) => ({
    model: strategy.model.id,
    provider: strategy.model.provider,
    approach: strategy.approach,
    priority: strategy.priority,
    expectedQuality: strategy.expectedQuality,
    expectedCostUsd: toUsd(strategy.expectedCostNanoUsd),
    expectedDurationMs: strategy.expectedDurationMs,
  }))
}

export interface RunResultInput {
  runId: string
  outcome: Outcome
  profile: TaskProfile
  durationMs: number
  /** How the names in the caller's allow-list became models; empty where there was no list. */
  resolutions: readonly ModelResolution[]
  unavailable: readonly UnavailableName[]
}

/** A model's name that cannot run for want of a setting. */
export interface UnavailableName {
  requested: string
  /** The variable that would make it run, e.g. `GEMINI_API_KEY`. */
  needs: string
}

/** The 200 body of a run that succeeded. Throws the outcome's ApiError for any other. */
export function toRunResult(input: RunResultInput) {
  const { outcome, profile, runId, durationMs } = input
  if (outcome.kind !== 'succeeded' || outcome.plan === null) throw toRunError(input)
  const { winner, plan, attempts } = outcome
  const renamed = input.resolutions.filter((resolution) => resolution.reason !== 'exact')
  return {
    success: true as const,
    runId,
    files: winner.files,
    ...(winner.text === undefined ? {} : { text: winner.text }),
    message: winner.message,
    qualityScore: winner.breakdown.overall,
    scoreBreakdown: winner.breakdown,
    strategy: {
      model: winner.strategy.model.id,
      provider: winner.strategy.model.provider,
      approach: winner.strategy.approach,
      priority: winner.strategy.priority,
    },
    profile,
    metrics: {
      strategiesPlanned: plan.strategies.length,
      strategiesTried: attempts.filter((attempt) => attempt.status !== 'skipped').length,
      durationMs,
      ...totalsOf(attempts),
      selection: { policy: plan.policy, explored: plan.explored, propensity: plan.propensity },
      stopReason: outcome.stopReason,
      attempts: attempts.map(toAttemptView),
    },
    // A name that ran as something else is always said: an old alias, a retired model's successor, a stand-in.
    ...(renamed.length === 0 ? {} : { resolvedModels: renamed }),
    ...(input.unavailable.length === 0 ? {} : { unavailableModels: input.unavailable }),
  }
}

/** Why there is no answer. */
export function toRunError({
  outcome,
  runId,
  unavailable,
}: Pick<RunResultInput, 'outcome' | 'runId' | 'unavailable'>): ApiError {
  const more = {
    runId,
    details: outcome.attempts.length === 0 ? undefined : { attempts: outcome.attempts.map(toAttemptView) },
  }
  switch (outcome.kind) {
    case 'no_model_available':
      return unavailable.length === 0
        ? new ApiError('no_model_available', 'no model can take this request now', more)
        : new ApiError(
            'no_model_available',
            unavailable.map((name) => `${name.requested} needs ${name.needs}`).join('; '),
            {
              runId,
              details: { unavailableModels: unavailable },
            },
          )
    case 'budget_exceeded':
      return new ApiError('budget_exceeded', 'the budget is too small for any model', more)
    case 'deadline_exceeded':
      return new ApiError('deadline_exceeded', 'the deadline passed before any model had answered', more)
    case 'cancelled':
      return new ApiError('cancelled', 'the run was cancelled', more)
    case 'all_models_failed':
      return new ApiError('all_models_failed', failureSummary(outcome.attempts), more)
    case 'internal':
      return new ApiError('internal', 'something went wrong on our side', more)
    case 'succeeded':
      throw new TypeError('a run that succeeded has no error')
  }
}

function failureSummary(attempts: readonly Attempt[]): string {
  const tried = attempts.filter((attempt) => attempt.status !== 'skipped')
  const refused = tried.find(
    (attempt) => attempt.status === 'failed' && attempt.errorCode === 'content_policy',
  )
  if (refused) return `${refused.strategy.model.id} refused the request on grounds of content`
  return `all ${tried.length} models tried have failed`
}

function totalsOf(attempts: readonly Attempt[]) {
  const calls = attempts.flatMap((attempt) => attempt.calls)
  const costs = calls.map((call) => call.costNanoUsd)
  return {
    costUsd: toUsd(costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0)),
    inputTokens: calls.reduce((sum, call) => sum + call.usage.inputTokens, 0),
    outputTokens: calls.reduce((sum, call) => sum + call.usage.outputTokens, 0),
  }
}

function toUsd(nanoUsd: number | null): number | null {
  return nanoUsd === null ? null : nanoUsd / 1e9
}
