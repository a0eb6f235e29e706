/** The model selector: which strategies a run may try, in which order, and how likely that choice was. */
import type { Model } from '../models/model.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import { type Arm, beliefOf } from './arm.ts'
import type { Evidence } from './evidence.ts'
import { epsilonGreedy } from './policies/epsilonGreedy.ts'
import type { Policy } from './policies/policy.ts'
import { staticOrder } from './policies/static.ts'
import { thompson } from './policies/thompson.ts'
import { ucb } from './policies/ucb.ts'
import type { Approach, Plan, PolicyName, Strategy } from './strategy.ts'
import { DEFAULT_PRICES, type Prices, reservationValue, utilityOf } from './utility.ts'

export interface SelectionInput {
  profile: TaskProfile
  /** Allowed, and with a key. */
  models: readonly Model[]
  evidence: readonly Evidence[]
  policy: PolicyName
  /** Fixes the approach. */
  approach?: Approach
  /** Approaches that can run. */
  approaches: readonly Approach[]
  maxStrategies: number
  budgetNanoUsd?: number
  /** Model ids in the catalog's order, for `static`. */
  fallbackChain?: readonly string[]
  prices?: Prices
  random: () => number
  nowMs: number
}

export type Selection = { plan: Plan } | { reason: 'no_model_available' | 'budget_exceeded' }

/** Raised whenever a change makes the same evidence choose differently, so that logged choices stay comparable. */
export const POLICY_VERSION = '1'

const POLICIES: Record<PolicyName, Policy> = {
  thompson,
  ucb,
  'epsilon-greedy': epsilonGreedy,
  static: staticOrder,
}

/** Share of choices made uniformly at random, so that every arm's propensity stays above zero. */
const EXPLORATION_FLOOR = 0.02
/** Draws for the Monte Carlo estimate of a policy's propensities. */
const PROPENSITY_DRAWS = 256

/** Ranks what is eligible. Deterministic for a given random source; never throws for what the evidence holds. */
export function selectStrategies(input: SelectionInput): Selection {
  const approaches =
    input.approach === undefined
      ? input.approaches
      : input.approaches.filter((each) => each === input.approach)
  const capable = input.models.filter((model) => canTake(model, input.profile))
  if (capable.length === 0 || approaches.length === 0) return { reason: 'no_model_available' }
  const arms = capable
    .flatMap((model) =>
      approaches.map((approach) => beliefOf(model, approach, input.profile, input.evidence, input.nowMs)),
    )
    .filter(
      (arm) =>
        input.budgetNanoUsd === undefined ||
        (arm.costNanoUsd !== null && arm.costNanoUsd <= input.budgetNanoUsd),
    )
  if (arms.length === 0) return { reason: 'budget_exceeded' }
  return { plan: planOf(input, arms) }
}

function canTake(model: Model, profile: TaskProfile): boolean {
  const tokens = profile.estimatedInputTokens + Math.min(profile.estimatedOutputTokens, model.maxOutputTokens)
  return (
    tokens <= model.contextWindowTokens &&
    profile.capabilities.every((needed) => model.capabilities.includes(needed))
  )
}

function planOf(input: SelectionInput, arms: readonly Arm[]): Plan {
  const prices = input.prices ?? DEFAULT_PRICES
  const policy = POLICIES[input.policy]
  const random = input.random
  const draw = () => policy({ arms, prices, random, fallbackChain: input.fallbackChain ?? [] })
  const isRandomised = input.policy === 'thompson' || input.policy === 'epsilon-greedy'

  const propensities = isRandomised
    ? estimatePropensities(draw, arms.length)
    : indicator(indexOfMaximum(draw()), arms.length)
  const scores = draw()
  let first = indexOfMaximum(scores)
  if (isRandomised && random() < EXPLORATION_FLOOR) first = Math.floor(random() * arms.length)

  const utilities = arms.map((arm) => utilityOf(arm, prices))
  const values = arms.map((arm) => reservationValue(arm, prices))
  const order = arms
    .map((_, index) => index)
    .sort(
      (left, right) =>
        Number(right === first) - Number(left === first) || at(scores, right) - at(scores, left),
    )
    .slice(0, input.maxStrategies)
  return {
    strategies: order.map((index, place): Strategy => {
      const arm = at(arms, index)
      return {
        model: arm.model,
        approach: arm.approach,
        priority: place + 1,
        expectedQuality: arm.qualityMean,
        expectedCostNanoUsd: arm.costNanoUsd === null ? null : Math.round(arm.costNanoUsd),
        expectedDurationMs: Math.round(arm.durationMs),
        expectedUtility: at(utilities, index),
        reservationValue: at(values, index),
      }
    }),
    eligible: arms.map((arm, index) => ({
      model: arm.model.id,
      provider: arm.model.provider,
      approach: arm.approach,
      expectedUtility: at(utilities, index),
      propensity: at(propensities, index),
    })),
    policy: input.policy,
    policyVersion: POLICY_VERSION,
    explored: first !== indexOfMaximum(utilities),
    propensity: at(propensities, first),
  }
}

/** Share of draws each arm comes first in, mixed with the exploration floor. */
function estimatePropensities(draw: () => number[], armCount: number): number[] {
  const wins = new Array<number>(armCount).fill(0)
  for (let index = 0; index < PROPENSITY_DRAWS; index++) {
    const winner = indexOfMaximum(draw())
    wins[winner] = at(wins, winner) + 1
  }
  return wins.map(
    (count) => (1 - EXPLORATION_FLOOR) * (count / PROPENSITY_DRAWS) + EXPLORATION_FLOOR / armCount,
  )
}

function indicator(chosen: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (index === chosen ? 1 : 0))
}

function indexOfMaximum(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > at(values, best) ? index : best), 0)
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element ${index}`)
  return value
}
