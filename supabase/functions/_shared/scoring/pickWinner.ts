/** Which of the finished attempts the caller gets. */
import type { ScoreBreakdown } from './scoreBreakdown.ts'

/** What the choice looks at. Costs in nano-dollars, `null` where unknown. */
export interface WinnerCandidate {
  breakdown: ScoreBreakdown
  costNanoUsd: number | null
  durationMs: number
  /** Place in the plan, 1 first. */
  priority: number
}

/**
 * The winner, `undefined` where there is no candidate: highest overall; ties by functionality, completeness, lower cost
 * (an unknown one last), lower duration, plan order. A project with a fatal diagnostic wins only among its like.
 */
export function pickWinner<Candidate extends WinnerCandidate>(
  candidates: readonly Candidate[],
): Candidate | undefined {
  return [...candidates].sort(byMerit)[0]
}

function byMerit(left: WinnerCandidate, right: WinnerCandidate): number {
  return (
    Number(isFatal(left)) - Number(isFatal(right)) ||
    right.breakdown.overall - left.breakdown.overall ||
    right.breakdown.functionality - left.breakdown.functionality ||
    right.breakdown.completeness - left.breakdown.completeness ||
    compareCosts(left.costNanoUsd, right.costNanoUsd) ||
    left.durationMs - right.durationMs ||
    left.priority - right.priority
  )
}

function isFatal({ breakdown }: WinnerCandidate): boolean {
  return breakdown.diagnostics.some((diagnostic) => diagnostic.severity === 'fatal')
}

function compareCosts(left: number | null, right: number | null): number {
  if (left === right) return 0
  if (left === null) return 1
  if (right === null) return -1
  return left - right
}
