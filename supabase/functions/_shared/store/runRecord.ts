/** Everything there is to say of a finished run, as `finish_run` takes it. */
import type { CallAccounting, ModelError, TokenUsage } from '../models/modelCall.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { ScoreBreakdown } from '../scoring/scoreBreakdown.ts'
import type { Approach, Plan } from '../selection/strategy.ts'
import type { Prices } from '../selection/utility.ts'

export interface AttemptRecord {
  model: string
  provider: string
  approach: Approach
  /** The strategy's place in the plan, 1 first. */
  priority: number
  status: 'succeeded' | 'failed' | 'cancelled' | 'skipped'
  scoreBreakdown?: ScoreBreakdown
  durationMs: number
  /** `null`: the model has no known price. */
  costNanoUsd: number | null
  costIsEstimate: boolean
  usage: Omit<TokenUsage, 'reasoningTokens'>
  /** A model's error code, or one of ours such as `unusable_output`. */
  errorCode?: string
  errorMessage?: string
}

export interface CallRecord extends Omit<CallAccounting, 'startedAtMs'> {
  /** Index into `attempts`; `null` where the call served the run and not one attempt. */
  attempt: number | null
  /** What the call was for: `generate`, `plan`, `repair`, `judge`, `triage`, … */
  stage: string
  model: string
  provider: string
  /** When the call began, epoch milliseconds. */
  startedAtMs: number
  /** Absent where the call went well. */
  error?: Pick<ModelError, 'message'> & { code: string }
}

export interface RunRecord {
  runId: string
  /** What `beginRun` gave this worker. */
  leaseToken: string
  status: 'succeeded' | 'failed' | 'cancelled'
  httpStatus: number
  /** The body the caller got: the answer, or the error. Whoever asks again with the same key gets it. */
  body: object
  errorCode?: string
  profile: TaskProfile
  /** `null` where the run ended before anything was planned. */
  plan: Plan | null
  parallel: boolean
  /** The A/B test that the run took part in, and the variant it got. */
  abTest?: { name: string; variant: string }
  /** What money and time cost in score points when the plan was made. */
  prices?: Prices
  /** Why no more strategies were tried, e.g. `threshold_reached`. */
  stopReason?: string
  durationMs: number
  /** In the order in which they started. */
  attempts: readonly AttemptRecord[]
  /** Index into `attempts` of the one whose result the caller got. */
  winner: number | null
  calls: readonly CallRecord[]
}
