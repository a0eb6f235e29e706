/** The best of several attempts, with every tie broken the same way each time. */
import type { ScoreBreakdown } from './scoreBreakdown.ts'

export interface WinnerCandidate {
  breakdown: ScoreBreakdown
  /** Null where nobody knows; it then ranks behind any known cost. */
  costNanoUsd: number | null
  durationMs: number
  /** Place in the plan; 1 was tried first. */
  priority: number
}

/**
 * Highest overall; ties by functionality, completeness, lower cost, lower duration, then plan order. A project with a
 * fatal diagnostic never wins while one without exists. Null where there are no candidates.
 */
export function pickWinner<Candidate extends WinnerCandidate>(
  candidates: readonly Candidate[],
): Candidate | null {
  let best: Candidate | null = null
  for (const candidate of candidates)
    if (best === null || compareCandidates(candidate, best) < 0) best = candidate
  return best
}

/** Negative where `left` wins; 0 only for equals in everything, where the earlier one stays. */
export function compareCandidates(left: WinnerCandidate, right: WinnerCandidate): number {
  return (
    Number(hasFatal(left)) - Number(hasFatal(right)) ||
    right.breakdown.overall - left.breakdown.overall ||
    right.breakdown.functionality - left.breakdown.functionality ||
    right.breakdown.completeness - left.breakdown.completeness ||
    compareCost(left.costNanoUsd, right.costNanoUsd) ||
    left.durationMs - right.durationMs ||
    left.priority - right.priority
  )
}

function hasFatal({ breakdown }: WinnerCandidate): boolean {
  return breakdown.diagnostics.some(({ severity }) => severity === 'fatal')
}

function compareCost(left: number | null, right: number | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return left - right
}
