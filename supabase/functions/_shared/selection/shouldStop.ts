/** When a sequential run has enough. */

/** `threshold`: good enough · `reservation`: nothing left that is worth its cost · `exhausted`: all tried. */
export type StopCause = 'threshold' | 'reservation' | 'exhausted'

/**
 * Weitzman's stopping rule (1979): stop when the best score in hand reaches the threshold, or when no untried strategy's
 * reservation value exceeds it. `null`: go on. With nothing in hand only exhaustion stops.
 */
export function shouldStop({
  bestScoreInHand,
  threshold,
  untried,
}: {
  /** 0..100; `null` while nothing usable came back. */
  bestScoreInHand: number | null
  threshold: number
  untried: readonly { reservationValue: number }[]
}): StopCause | null {
  if (bestScoreInHand !== null && bestScoreInHand >= threshold) return 'threshold'
  if (untried.length === 0) return 'exhausted'
  if (bestScoreInHand === null) return null
  return untried.every((strategy) => strategy.reservationValue <= bestScoreInHand) ? 'reservation' : null
}
