/** The model selector: which strategies a run may try, in which order, and how likely that choice was. */
import type { Model } from '../models/model.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import { type Arm, buildArms } from './arm.ts'
import { canTake } from './eligibility.ts'
import type { Evidence } from './evidence.ts'
import { epsilonGreedy } from './policies/epsilonGreedy.ts'
import type { Policy } from './policies/policy.ts'
import { indexOfMaximum } from './policies/ranking.ts'
import { staticOrder } from './policies/static.ts'
import { thompson } from './policies/thompson.ts'
import { ucb } from './policies/ucb.ts'
import { reservationValue } from './reservationValue.ts'
import { APPROACHES, type Approach, type Plan, type PolicyName, type Strategy } from './strategy.ts'
import { DEFAULT_PRICES, type Prices, utilityOf } from './utility.ts'

/** What the selector needs to know of a task; a `TaskProfile` has it all. Evidence is kept for other types too. */
export interface SelectionProfile
  extends Pick<
    TaskProfile,
    'complexity' | 'capabilities' | 'estimatedInputTokens' | 'estimatedOutputTokens'
  > {
  type: TaskProfile['type'] | (string & {})
}

export interface SelectionInput {
  profile: SelectionProfile
  /** Allowed, and with a key. */
  models: readonly Model[]
  evidence: readonly Evidence[]
  policy: PolicyName
  /** Fixes the approach. */
  approach?: Approach
  /** Approaches that can run. Default: all. */
  approaches?: readonly Approach[]
  maxStrategies: number
  budgetNanoUsd?: number
  /** Ids of models whose circuit breaker is open. */
  unavailableModels?: readonly string[]
  /** Model ids in the catalog's order, for `static`. */
  fallbackChain?: readonly string[]
  prices?: Prices
  /** `search` (default where there is more than one strategy): Weitzman's order for trying one after the other; `best`: by utility. */
  order?: 'search' | 'best'
  /** False leaves out what only the log needs (propensities are then `NaN`); for replays of many choices. Default true. */
  withPropensities?: boolean
  /** Uniform in [0, 1). */
  random: () => number
  nowMs: number
}

export type Selection = { plan: Plan } | { reason: 'no_model_available' | 'budget_exceeded' }

/** Raised whenever a change makes the same evidence choose differently, so that logged choices stay comparable. */
export const POLICY_VERSION = '4'

const POLICIES: Record<PolicyName, Policy> = {
  thompson,
  ucb,
  'epsilon-greedy': epsilonGreedy,
  static: staticOrder,
}

/** Share of choices made uniformly at random, so that every arm's propensity stays above zero. */
export const EXPLORATION_FLOOR = 0.002

/** Ranks what is eligible. Deterministic for a given random source; never throws for what the evidence holds. */
export function selectStrategies(input: SelectionInput): Selection {
  const allowed = input.approaches ?? APPROACHES
  const approaches =
    input.approach === undefined ? allowed : allowed.filter((each) => each === input.approach)
  const models = input.models.filter(
    (model) => canTake(model, input.profile) && !input.unavailableModels?.includes(model.id),
  )
  if (models.length === 0 || approaches.length === 0) return { reason: 'no_model_available' }
  const { profile, evidence, nowMs, budgetNanoUsd } = input
  const arms = buildArms({ models, approaches, profile, evidence, nowMs }).filter(
    (arm) => budgetNanoUsd === undefined || (arm.costNanoUsd !== null && arm.costNanoUsd <= budgetNanoUsd),
  )
  if (arms.length === 0) return { reason: 'budget_exceeded' }
  return { plan: planOf(input, arms) }
}

function planOf(input: SelectionInput, arms: readonly Arm[]): Plan {
  const { random, maxStrategies, withPropensities = true } = input
  const prices = input.prices ?? DEFAULT_PRICES
  const policy = POLICIES[input.policy]
  const utilities = arms.map((arm) => utilityOf(arm, prices))
  const isSearch = (input.order ?? (maxStrategies > 1 ? 'search' : 'best')) === 'search'
  const needsReservations = isSearch || withPropensities
  const reservations = needsReservations ? arms.map((arm) => reservationValue(arm, prices)) : utilities
  const worths = isSearch ? reservations : utilities
  const ranked = { arms, worths, fallbackChain: input.fallbackChain ?? [] }

  const scores = policy.score({ ...ranked, random })
  const isFloored = policy.isRandomised && random() < EXPLORATION_FLOOR
  const first = isFloored ? Math.floor(random() * arms.length) : indexOfMaximum(scores)
  const propensities = withPropensities
    ? withFloor(policy, policy.propensities(ranked))
    : arms.map(() => Number.NaN)

  const lastResorts = isSearch && input.policy !== 'static' ? utilities.map((worth) => worth.mean) : null

  return {
    strategies: orderOf(arms, scores, first, maxStrategies, lastResorts).map((index, place): Strategy => {
      const arm = at(arms, index)
      return {
        model: arm.model,
        approach: arm.approach,
        priority: place + 1,
        expectedQuality: arm.qualityMean,
        expectedCostNanoUsd: arm.costNanoUsd === null ? null : Math.round(arm.costNanoUsd),
        expectedDurationMs: Math.round(arm.durationMs),
        expectedUtility: at(utilities, index).mean,
        reservationValue: at(reservations, index).mean,
      }
    }),
    eligible: arms.map((arm, index) => ({
      model: arm.model.id,
      provider: arm.model.provider,
      approach: arm.approach,
      expectedUtility: at(utilities, index).mean,
      propensity: at(propensities, index),
    })),
    policy: input.policy,
    policyVersion: POLICY_VERSION,
    prices,
    explored: first !== indexOfMaximum(worths.map((worth) => worth.mean)),
    propensity: at(propensities, first),
  }
}

function withFloor(policy: Policy, propensities: readonly number[]): number[] {
  if (!policy.isRandomised) return propensities.slice()
  return propensities.map(
    (share) => (1 - EXPLORATION_FLOOR) * share + EXPLORATION_FLOOR / propensities.length,
  )
}

/** How much a place behind a similar strategy costs, score points: what fails the one often fails the other. */
const SAME_MODEL_PENALTY = 10
const SAME_PROVIDER_PENALTY = 3

/**
 * The first, then the others by score, those unlike the ones before them preferred. Reservation values suppose that the
 * search may go on for ever; nothing comes after the last place, so it goes to the best by `lastResorts` where given.
 */
function orderOf(
  arms: readonly Arm[],
  scores: readonly number[],
  first: number,
  length: number,
  lastResorts: readonly number[] | null,
): number[] {
  const order = [first]
  const waiting = new Set(arms.keys())
  waiting.delete(first)
  const take = (values: readonly number[]) => {
    let best = -1
    let bestScore = Number.NEGATIVE_INFINITY
    for (const index of waiting) {
      const score = at(values, index) - similarity(at(arms, index), arms, order)
      if (best === -1 || score > bestScore) {
        best = index
        bestScore = score
      }
    }
    waiting.delete(best)
    return best
  }
  const last = lastResorts !== null && length > 2 && waiting.size > 1 ? take(lastResorts) : null
  while (order.length < length - (last === null ? 0 : 1) && waiting.size > 0) order.push(take(scores))
  if (last !== null) order.push(last)
  return order
}

function similarity(arm: Arm, arms: readonly Arm[], chosen: readonly number[]): number {
  const others = chosen.map((index) => at(arms, index).model)
  if (others.some((model) => model.id === arm.model.id)) return SAME_MODEL_PENALTY
  return others.some((model) => model.provider === arm.model.provider) ? SAME_PROVIDER_PENALTY : 0
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element ${index}`)
  return value
}
