/** A run as it goes on record: the same facts as the answer, in the store's words. */
import type { Attempt } from '../execution/attempt.ts'
import type { Outcome } from '../execution/orchestrate.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { AttemptRecord, CallRecord, RunRecord } from '../store/runRecord.ts'

export interface RunRecordSource {
  runId: string
  leaseToken: string
  profile: TaskProfile
  outcome: Outcome
  parallel: boolean
  durationMs: number
  /** What the caller was told. */
  httpStatus: number
  body: object
  errorCode?: string
  abTest?: RunRecord['abTest']
}

/** Everything `finish_run` is to know of the run. */
export function toRunRecord(input: RunRecordSource): RunRecord {
  const { outcome } = input
  return {
    runId: input.runId,
    leaseToken: input.leaseToken,
    status: outcome.kind === 'succeeded' || outcome.kind === 'cancelled' ? outcome.kind : 'failed',
    httpStatus: input.httpStatus,
    body: input.body,
    errorCode: input.errorCode,
    profile: input.profile,
    plan: outcome.plan,
    parallel: input.parallel,
    abTest: input.abTest,
    prices: outcome.plan?.prices,
    stopReason: outcome.stopReason,
    durationMs: input.durationMs,
    attempts: outcome.attempts.map(attemptRecord),
    winner: outcome.kind === 'succeeded' ? outcome.attempts.indexOf(outcome.winner) : null,
    calls: outcome.attempts.flatMap(callRecords),
  }
}

function attemptRecord(attempt: Attempt): AttemptRecord {
  const total = (count: (usage: Attempt['calls'][number]['usage']) => number) =>
    attempt.calls.reduce((sum, call) => sum + count(call.usage), 0)
  return {
    model: attempt.strategy.model.id,
    provider: attempt.strategy.model.provider,
    approach: attempt.strategy.approach,
    priority: attempt.strategy.priority,
    status: attempt.status,
    ...(attempt.status === 'succeeded'
      ? { scoreBreakdown: attempt.breakdown }
      : { errorCode: attempt.errorCode, errorMessage: attempt.errorMessage }),
    durationMs: attempt.durationMs,
    costNanoUsd: attempt.costNanoUsd,
    costIsEstimate: attempt.costIsEstimate,
    usage: {
      inputTokens: total((usage) => usage.inputTokens),
      cachedInputTokens: total((usage) => usage.cachedInputTokens),
      outputTokens: total((usage) => usage.outputTokens),
    },
  }
}

function callRecords(attempt: Attempt, index: number): CallRecord[] {
  return attempt.calls.map((call) => ({ ...call, attempt: index }))
}
