/** An arm is a (model, approach) that could be chosen, with what is believed of it before this run. */
import type { Model } from '../models/model.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { Evidence, EvidenceTier } from './evidence.ts'
import type { Approach } from './strategy.ts'

export interface Arm {
  model: Model
  approach: Approach
  /** Belief about the mean quality: score points, and its standard deviation. */
  qualityMean: number
  qualityMeanSd: number
  /** How far single results lie from their mean, score points. */
  qualitySpread: number
  /** Evidence behind the belief, in attempts, the prior's own not counted. */
  attempts: number
  /** Beta belief about an attempt's success. */
  successAlpha: number
  successBeta: number
  /** `null` where the model has no known price and nothing was paid for it yet. */
  costNanoUsd: number | null
  durationMs: number
}

/** Half-life of evidence. */
export const HALF_LIFE_MS = 14 * 24 * 60 * 60 * 1000

/** How many attempts the catalog's word is worth. */
const PRIOR_WEIGHT = 4
/** How many attempts a wider tier's word is worth to the tier below it. */
const TIER_WEIGHT = 8
/** Single results are assumed to lie about this far from their mean until seen otherwise. */
const PRIOR_SPREAD = 18
const TIERS: readonly EvidenceTier[] = ['all', 'task', 'task_complexity', 'user']

/** Weight left of evidence after `ageMs`. */
export function fade(ageMs: number): number {
  return 2 ** (-Math.max(0, ageMs) / HALF_LIFE_MS)
}

/**
 * The belief about one arm: the catalog's prior, and then tier by tier (all traffic → task type → task type × complexity →
 * user) a weighted mean of what the tier saw and what the wider tiers say (partial pooling).
 */
export function beliefOf(
  model: Model,
  approach: Approach,
  profile: TaskProfile,
  evidence: readonly Evidence[],
  nowMs: number,
): Arm {
  const own = TIERS.flatMap(
    (tier) => evidence.find((row) => row.tier === tier && fits(row, model, approach, profile)) ?? [],
  )
  let qualityMean = priorQuality(model, profile)
  let weight = PRIOR_WEIGHT
  let squares = PRIOR_WEIGHT * PRIOR_SPREAD ** 2
  let spreadWeight = PRIOR_WEIGHT
  for (const row of own) {
    const faded = row.qualityWeight * fade(nowMs - row.updatedAtMs)
    if (faded <= 0) continue
    const trusted = Math.min(weight, TIER_WEIGHT)
    qualityMean = (trusted * qualityMean + faded * row.qualityMean) / (trusted + faded)
    weight = trusted + faded
    squares += (row.qualityM2 / row.qualityWeight) * faded
    spreadWeight += faded
  }
  const qualitySpread = Math.max(3, Math.sqrt(squares / spreadWeight))
  const widest = own[0]
  const narrowest = own.at(-1)
  const reliability = widest === undefined ? 0 : fade(nowMs - widest.updatedAtMs)
  return {
    model,
    approach,
    qualityMean,
    qualityMeanSd: qualitySpread / Math.sqrt(weight),
    qualitySpread,
    attempts: widest === undefined ? 0 : widest.qualityWeight * reliability,
    successAlpha: 9 + (widest?.successWeight ?? 0) * reliability,
    successBeta: 1 + (widest?.failureWeight ?? 0) * reliability,
    costNanoUsd: expectedCost(model, profile, narrowest, nowMs),
    durationMs: expectedDuration(model, profile, narrowest, nowMs),
  }
}

function fits(row: Evidence, model: Model, approach: Approach, profile: TaskProfile): boolean {
  return (
    row.model === model.id &&
    row.approach === approach &&
    (row.taskType === null || row.taskType === profile.type) &&
    (row.complexity === null || row.complexity === profile.complexity)
  )
}

/** What the market says before any outcome: a stronger model does better, and the harder the task the more it matters. */
function priorQuality(model: Model, profile: TaskProfile): number {
  const slope = { low: 3, medium: 5, high: 7 }[profile.complexity]
  return 74 + slope * (model.reasoningGrade - 4)
}

/** List price times expected tokens, giving way to what was really paid. */
function expectedCost(
  model: Model,
  profile: TaskProfile,
  row: Evidence | undefined,
  nowMs: number,
): number | null {
  const listed =
    model.price === null
      ? null
      : profile.estimatedInputTokens * model.price.inputNanoUsd +
        profile.estimatedOutputTokens * model.price.outputNanoUsd
  const weight = row === undefined ? 0 : row.costWeight * fade(nowMs - row.updatedAtMs)
  if (row === undefined || weight <= 0) return listed
  if (listed === null) return row.costMeanNanoUsd
  return (PRIOR_WEIGHT * listed + weight * row.costMeanNanoUsd) / (PRIOR_WEIGHT + weight)
}

/** Tokens a second by speed grade, giving way to what was really waited. */
function expectedDuration(
  model: Model,
  profile: TaskProfile,
  row: Evidence | undefined,
  nowMs: number,
): number {
  const tokensPerSecond = { 1: 30, 2: 50, 3: 80, 4: 130, 5: 220 }[model.speedGrade]
  const guessed = 500 + (profile.estimatedOutputTokens / tokensPerSecond) * 1000
  const weight = row === undefined ? 0 : row.durationWeight * fade(nowMs - row.updatedAtMs)
  if (row === undefined || weight <= 0) return guessed
  return Math.exp((PRIOR_WEIGHT * Math.log(guessed) + weight * row.logDurationMean) / (PRIOR_WEIGHT + weight))
}
