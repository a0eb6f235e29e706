/** Weitzman's reservation value: up to which score in hand an arm is still worth trying. */
import type { Arm } from './arm.ts'
import { expectedExcess, inverseExpectedExcess, normalTail } from './normal.ts'
import { type Prices, successOf, trialCost, type Worth } from './utility.ts'

/** No attempt is free: somebody waits for it. Keeps arms apart where money and time have no price. */
const LEAST_TRIAL_COST = 0.1
const LEAST_TAIL = 1e-6
const MAX_SCORE = 100

/**
 * The z with P(success) · E[max(0, min(X, 100) − z)] = cost of trying, X the arm's next score (normal). While the best
 * score in hand is below z, trying the arm is worth its cost; arms are tried in falling order of z.
 * Weitzman, "Optimal Search for the Best Alternative", Econometrica 47(3), 1979.
 *
 * With ψ(t) = E[max(0, Z − t)] and X = μ + σZ: ψ((z − μ) ÷ σ) = cost ÷ (P σ) + ψ((100 − μ) ÷ σ), which is solved for z.
 * `sd` is how far z moves with what is unsure in μ and P (first order).
 */
export function reservationValue(arm: Arm, prices: Prices): Worth {
  const success = successOf(arm)
  const cost = Math.max(trialCost(arm, prices), LEAST_TRIAL_COST)
  const spread = Math.hypot(arm.qualitySpread, arm.qualityMeanSd)
  const ceiling = (MAX_SCORE - arm.qualityMean) / spread
  const place = inverseExpectedExcess(cost / (success.mean * spread) + expectedExcess(ceiling))
  const tail = Math.max(LEAST_TAIL, normalTail(place))
  const byQuality = Math.max(0, 1 - normalTail(ceiling) / tail)
  const bySuccess = cost / (success.mean ** 2 * tail)
  return {
    mean: Math.min(MAX_SCORE, arm.qualityMean + spread * place),
    sd: Math.hypot(byQuality * arm.qualityMeanSd, bySuccess * Math.sqrt(success.variance)),
  }
}
