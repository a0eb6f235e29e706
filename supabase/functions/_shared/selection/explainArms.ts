/** Says for people what the selector believes of every arm, and what for. */
import type { Model } from '../models/model.ts'
import { type Arm, buildArms } from './arm.ts'
import type { Evidence } from './evidence.ts'
import { reservationValue } from './reservationValue.ts'
import type { SelectionProfile } from './selectStrategies.ts'
import type { Approach } from './strategy.ts'
import { DEFAULT_PRICES, type Prices, successOf, trialCost, utilityOf } from './utility.ts'

export interface ArmExplanation {
  model: string
  provider: string
  approach: Approach
  /** Score points; the interval holds the arm's mean with 95 % probability. */
  expectedQuality: { mean: number; low: number; high: number }
  /** 0..1 */
  successRate: number
  /** `null` where nobody knows the price. */
  expectedCostUsd: number | null
  expectedDurationMs: number
  /** What money and time take away, score points. */
  costPoints: number
  utility: number
  reservationValue: number
  /** Faded number of scored attempts, in all traffic, behind the figures. */
  attempts: number
  because: string
}

const NORMAL_95 = 1.96

/** Best utility first. */
export function explainArms(input: {
  models: readonly Model[]
  approaches: readonly Approach[]
  profile: SelectionProfile
  evidence: readonly Evidence[]
  prices?: Prices
  nowMs: number
}): ArmExplanation[] {
  const prices = input.prices ?? DEFAULT_PRICES
  return buildArms(input)
    .map((arm) => explain(arm, prices))
    .sort((left, right) => right.utility - left.utility)
}

function explain(arm: Arm, prices: Prices): ArmExplanation {
  const reach = NORMAL_95 * arm.qualityMeanSd
  return {
    model: arm.model.id,
    provider: arm.model.provider,
    approach: arm.approach,
    expectedQuality: {
      mean: arm.qualityMean,
      low: Math.max(0, arm.qualityMean - reach),
      high: Math.min(100, arm.qualityMean + reach),
    },
    successRate: successOf(arm).mean,
    expectedCostUsd: arm.costNanoUsd === null ? null : arm.costNanoUsd / 1e9,
    expectedDurationMs: arm.durationMs,
    costPoints: trialCost(arm, prices),
    utility: utilityOf(arm, prices).mean,
    reservationValue: reservationValue(arm, prices).mean,
    attempts: arm.attempts,
    because:
      arm.attempts < 1
        ? 'the catalog alone: grade, price and age'
        : `${Math.round(arm.attempts)} attempts, and the catalog where they are few`,
  }
}
