/** What an arm is worth, in score points: expected quality less the prices of money and time. */
import type { Arm } from './arm.ts'

/** What money and time cost, in score points. */
export interface Prices {
  pointsPerUsd: number
  pointsPerSecond: number
}

/** A cent costs a point, and so do twenty seconds. */
export const DEFAULT_PRICES: Prices = { pointsPerUsd: 100, pointsPerSecond: 0.05 }

/** An unknown price is taken for a high one rather than for none. */
const UNKNOWN_COST_POINTS = 10

/** A worth as it is believed: where it lies, and how unsure that is (standard deviation), score points. */
export interface Worth {
  mean: number
  sd: number
}

/** What trying the arm costs, in score points. */
export function trialCost(arm: Arm, prices: Prices): number {
  const money = arm.costNanoUsd === null ? UNKNOWN_COST_POINTS : (arm.costNanoUsd / 1e9) * prices.pointsPerUsd
  return money + (arm.durationMs / 1000) * prices.pointsPerSecond
}

/** Mean and variance of the Beta belief about the arm's success. */
export function successOf(arm: Arm): { mean: number; variance: number } {
  const total = arm.successAlpha + arm.successBeta
  const mean = arm.successAlpha / total
  return { mean, variance: (mean * (1 - mean)) / (total + 1) }
}

/** Utility of one attempt: quality × P(success) − costs, the two beliefs being independent. */
export function utilityOf(arm: Arm, prices: Prices): Worth {
  const success = successOf(arm)
  const qualityVariance = arm.qualityMeanSd ** 2
  return {
    mean: arm.qualityMean * success.mean - trialCost(arm, prices),
    sd: Math.sqrt(
      success.mean ** 2 * qualityVariance +
        arm.qualityMean ** 2 * success.variance +
        qualityVariance * success.variance,
    ),
  }
}
