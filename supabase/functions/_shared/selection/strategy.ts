/** A strategy is (model, approach); a plan is the ranked list of them that a run may try. */
import type { Model } from '../models/model.ts'
import type { Prices } from './utility.ts'

export const APPROACHES = ['simple', 'progressive'] as const
export type Approach = (typeof APPROACHES)[number]

export const POLICIES = ['thompson', 'ucb', 'epsilon-greedy', 'static'] as const
export type PolicyName = (typeof POLICIES)[number]

export interface Strategy {
  model: Model
  approach: Approach
  /** 1 is tried first. */
  priority: number
  /** What the evidence expects of it; score points 0..100, nano-dollars, milliseconds. */
  expectedQuality: number
  expectedCostNanoUsd: number | null
  expectedDurationMs: number
  /** expectedQuality − price of money − price of time, in score points. */
  expectedUtility: number
  /** Weitzman (1979): worth trying while this exceeds the best score in hand. Score points. */
  reservationValue: number
}

export interface Plan {
  strategies: Strategy[]
  /** Every arm that could have been chosen, for offline comparison of policies. */
  eligible: {
    model: string
    provider: string
    approach: Approach
    expectedUtility: number
    propensity: number
  }[]
  policy: PolicyName
  policyVersion: string
  /** What money and time cost when it was made. */
  prices: Prices
  /** True where the first choice was not the arm of highest expected utility. */
  explored: boolean
  /** Probability with which the policy puts this plan's first strategy first, 0..1. */
  propensity: number
}
