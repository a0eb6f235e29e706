/**
 * The way of one request through the kernel, free of I/O: profile → select → execute[generate → score]* → pick.
 * Who asks, what was known before and where it is written down are the caller's business.
 */

import type { Model } from '../models/model.ts'
import type { CallModel } from '../models/modelCall.ts'
import type { TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import { pickWinner } from '../scoring/pickWinner.ts'
import type { Evidence } from '../selection/evidence.ts'
import { selectStrategies } from '../selection/selectStrategies.ts'
import type { Approach, Plan, PolicyName } from '../selection/strategy.ts'
import type { Attempt, SucceededAttempt } from './attempt.ts'
import type { RunEvents } from './runEvents.ts'
import { type ExecutionTask, runParallel, runSequential, type StopReason } from './runStrategies.ts'

/** Good enough to stop at, where the caller names no threshold. Score points. */
const DEFAULT_QUALITY_THRESHOLD = 70
const DEFAULT_QUALITY_THRESHOLD_HIGH_COMPLEXITY = 80

/** What a run chooses among where the caller fixes no approach. */
const DEFAULT_APPROACHES: readonly Approach[] = ['simple']

export interface Orchestration {
  request: string
  context: TaskContext
  profile: TaskProfile
  models: readonly Model[]
  fallbackChain?: readonly string[]
  evidence: readonly Evidence[]
  policy: PolicyName
  approach?: Approach
  parallel: boolean
  maxStrategies: number
  qualityThreshold?: number
  budgetNanoUsd?: number
  /** Ids of models whose circuit is open. */
  unavailableModels?: readonly string[]
  admit?: ExecutionTask['admit']
  deadlineAtMs: number
  temperature?: number
  signal?: AbortSignal
  /** How far an earlier worker came: its plan holds, and what it finished is neither told nor paid for again. */
  resume?: { plan: Plan; attempts: readonly Attempt[] }
  callModel: CallModel
  score: ExecutionTask['score']
  onFault: ExecutionTask['onFault']
  events: RunEvents
  now: () => number
  sleep: ExecutionTask['sleep']
  /** Uniform in [0, 1). */
  random: () => number
}

/** How a run ended, and all that was tried on the way. */
export type Outcome = {
  /** `null` where nothing could be planned. */
  plan: Plan | null
  /** In plan order; strategies never begun are in it as `skipped`. */
  attempts: Attempt[]
  stopReason: StopReason | undefined
} & (
  | { kind: 'succeeded'; winner: SucceededAttempt }
  | {
      kind: 'no_model_available' | 'budget_exceeded' | 'all_models_failed' | 'deadline_exceeded' | 'cancelled'
    }
  /** A fault of ours. `orchestrate` throws those; whoever catches one may tell it in these words. */
  | { kind: 'internal' }
)

/** Runs one request to its end. What models do becomes the outcome; only faults of ours throw. */
export async function orchestrate(run: Orchestration): Promise<Outcome> {
  const selection = run.resume ?? select(run)
  if ('reason' in selection)
    return { kind: selection.reason, plan: null, attempts: [], stopReason: undefined }
  const { plan } = selection
  if (run.resume === undefined) run.events.planned(plan)

  const execute = run.parallel ? runParallel : runSequential
  const { attempts, stopReason } = await execute({
    ...run,
    plan,
    finished: run.resume?.attempts,
    qualityThreshold: run.qualityThreshold ?? defaultThreshold(run.profile),
  })
  const tried = { plan, attempts, stopReason }
  const winner = pickWinner(
    attempts
      .filter((attempt) => attempt.status === 'succeeded')
      .map((attempt) => ({ ...attempt, attempt, priority: attempt.strategy.priority })),
  )
  if (run.signal?.aborted) return { kind: 'cancelled', ...tried }
  if (winner) return { kind: 'succeeded', winner: winner.attempt, ...tried }
  if (stopReason === 'deadline') return { kind: 'deadline_exceeded', ...tried }
  if (attempts.every((attempt) => attempt.status === 'skipped' && attempt.errorCode === 'circuit_open'))
    return { kind: 'no_model_available', ...tried }
  if (attempts.every((attempt) => attempt.status === 'skipped')) return { kind: 'budget_exceeded', ...tried }
  return { kind: 'all_models_failed', ...tried }
}

function select(run: Orchestration): ReturnType<typeof selectStrategies> {
  return selectStrategies({
    profile: run.profile,
    models: run.models,
    evidence: run.evidence,
    policy: run.policy,
    approach: run.approach,
    approaches: run.approach === undefined ? DEFAULT_APPROACHES : [run.approach],
    maxStrategies: run.maxStrategies,
    budgetNanoUsd: run.budgetNanoUsd,
    unavailableModels: run.unavailableModels,
    fallbackChain: run.fallbackChain,
    random: run.random,
    nowMs: run.now(),
  })
}

function defaultThreshold(profile: TaskProfile): number {
  return profile.complexity === 'high' ? DEFAULT_QUALITY_THRESHOLD_HIGH_COMPLEXITY : DEFAULT_QUALITY_THRESHOLD
}
