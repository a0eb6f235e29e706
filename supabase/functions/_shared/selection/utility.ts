/** What an arm is worth, in score points: expected quality less the prices of money and time. */
import type { Arm } from './arm.ts'

/** What money and time cost, in score points. */
export interface Prices {
  pointsPerUsd: number
  pointsPerSecond: number
}

/** A cent costs a point, and so do twenty seconds. */
export const DEFAULT_PRICES: Prices = { pointsPerUsd: 100, pointsPerSecond: 0.05 }

/** What trying the arm costs, in score points. An unknown price is taken for a high one rather than for none. */
export function trialCost(arm: Arm, prices: Prices): number {
  const UNKNOWN_COST_POINTS = 10
  const money = arm.costNanoUsd === null ? UNKNOWN_COST_POINTS : (arm.costNanoUsd / 1e9) * prices.pointsPerUsd
  return money + (arm.durationMs / 1000) * prices.pointsPerSecond
}

/** Utility of the arm for a given quality and success rate; by default those believed most likely. */
export function utilityOf(
  arm: Arm,
  prices: Prices,
  quality = arm.qualityMean,
  successRate = arm.successAlpha / (arm.successAlpha + arm.successBeta),
): number {
  return quality * successRate - trialCost(arm, prices)
}

/**
 * Weitzman's reservation value: the z with E[max(0, X − z)] = cost, X the arm's quality (normal, thinned by its success
 * rate). While the best score in hand is below z, trying the arm is worth its cost.
 * Weitzman, "Optimal Search for the Best Alternative", Econometrica 47(3), 1979.
 */
export function reservationValue(arm: Arm, prices: Prices): number {
  const successRate = arm.successAlpha / (arm.successAlpha + arm.successBeta)
  const cost = Math.max(trialCost(arm, prices), 1e-6)
  const spread = Math.hypot(arm.qualitySpread, arm.qualityMeanSd)
  let low = arm.qualityMean - 10 * spread - cost / successRate
  let high = arm.qualityMean + 10 * spread
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (successRate * expectedExcess(arm.qualityMean, spread, middle) > cost) low = middle
    else high = middle
  }
  return Math.min(100, (low + high) / 2)
}

/** E[max(0, X − z)] for a normal X. */
function expectedExcess(mean: number, spread: number, z: number): number {
  const t = (mean - z) / spread
  return spread * (t * normalCdf(t) + Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI))
}

/** Abramowitz & Stegun 26.2.17; off by less than 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const tail =
    (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x >= 0 ? 1 - tail : tail
}
