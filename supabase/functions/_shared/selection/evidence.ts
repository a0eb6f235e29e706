/**
 * What is known of how an arm does, as sufficient statistics that fade with time.
 * Tiers, from the widest: all traffic → task type → task type × complexity → this user; each shrinks to the one above,
 * the widest to the catalog prior.
 */
import type { Complexity, TaskType } from '../profiling/taskProfile.ts'
import type { Approach } from './strategy.ts'

export type EvidenceTier = 'all' | 'task' | 'task_complexity' | 'user'

/** Which row an attempt belongs to. */
export interface EvidenceKey {
  tier: EvidenceTier
  /** `scenario:<kind>` and the like have evidence too, hence not only the profiler's own types. */
  taskType: TaskType | (string & {}) | null
  complexity: Complexity | null
  model: string
  approach: Approach
}

/**
 * A signed CUSUM (Page, Biometrika 41, 1954) over standardised surprises, of quality and of ln(cost): above zero while
 * results lie above what the row says, below zero while they lie below. Absent means never surprised.
 */
export interface ChangeDetectors {
  qualityShift?: number
  /** Attempts since `qualityShift` was last 0. */
  qualityShiftRun?: number
  costShift?: number
  costShiftRun?: number
  /** When quality was last seen to change, epoch milliseconds; older quality is gone from the row. */
  qualityChangedAtMs?: number | null
}

/** One row of `model_evidence`, as `begin_run` returns it: weights are as of `updatedAtMs`; the reader fades them to now. */
export interface Evidence extends EvidenceKey, ChangeDetectors {
  /** Faded number of scored attempts behind the quality figures. */
  qualityWeight: number
  /** Mean quality, 0..100. */
  qualityMean: number
  /** Faded sum of squared deviations from the mean (Welford); variance = this ÷ qualityWeight. */
  qualityM2: number
  /** Faded successes and failures of the call itself (429, 5xx, time-outs are failures; cancelled is neither). */
  successWeight: number
  failureWeight: number
  /** Faded weight behind, and mean of, ln(durationMs) of finished attempts. */
  durationWeight: number
  logDurationMean: number
  /** Faded weight behind, and mean of, the cost in nano-dollars. */
  costWeight: number
  costMeanNanoUsd: number
  updatedAtMs: number
}

/** Half-life of evidence. */
export const HALF_LIFE_MS = 14 * 24 * 60 * 60 * 1000

/** Share of a weight that is left after `ageMs`. */
export function fade(ageMs: number): number {
  return 2 ** (-Math.max(0, ageMs) / HALF_LIFE_MS)
}
