/** An arm is a (model, approach) that could be chosen, with what is believed of it before this run. */
import type { Model } from '../models/model.ts'
import { priorQualities } from './catalogPrior.ts'
import { type Evidence, fade } from './evidence.ts'
import {
  type ArmObservations,
  type Belief,
  type Observation,
  type PoolSpreads,
  poolBeliefs,
  without,
} from './pooling.ts'
import type { SelectionProfile } from './selectStrategies.ts'
import type { Approach } from './strategy.ts'
import { type TierRows, tierRowsOf } from './tierRows.ts'

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

/** Score points. */
const QUALITY_SPREADS: PoolSpreads = {
  level: 10,
  complexityLevel: 10,
  ability: 4,
  task: 5,
  complexity: 1,
  user: 5,
}
/** The same for ln(cost): list prices are right, but nobody knows beforehand how much a model talks. */
const LOG_COST_SPREADS: PoolSpreads = {
  level: 2,
  complexityLevel: 0.5,
  ability: 0.8,
  task: 0.5,
  complexity: 0.3,
  user: 0.2,
}
/** And for ln(duration). */
const LOG_DURATION_SPREADS: PoolSpreads = {
  level: 1,
  complexityLevel: 0.5,
  ability: 0.6,
  task: 0.3,
  complexity: 0.2,
  user: 0.2,
}
const LOG_COST_VARIANCE = 0.15
const LOG_DURATION_VARIANCE = 0.5

/** Standard deviation of a single result before any is known, score points, and how many results that guess is worth. */
const ASSUMED_SPREAD = 25
const ASSUMED_SPREAD_WEIGHT = 15
/** Calls that succeed before any is known, of how many. */
const ASSUMED_SUCCESSES = 19
const ASSUMED_CALLS = 20
/** How many calls the success rate of all arms is worth to one of them. */
const SHARED_SUCCESS_WEIGHT = 10
const LEAST_SPREAD = 3

/** What is believed of every arm. The widest tier first; each tier's own part of the evidence is used once. */
export function buildArms(input: {
  models: readonly Model[]
  approaches: readonly Approach[]
  profile: SelectionProfile
  evidence: readonly Evidence[]
  nowMs: number
}): Arm[] {
  const { profile, nowMs } = input
  const candidates = input.models.flatMap((model) =>
    input.approaches.map((approach) => ({ model, approach })),
  )
  const rows = tierRowsOf(candidates, profile, input.evidence)
  const spreads = qualityVariances(rows)
  const modelPriors = priorQualities(
    candidates.map((candidate) => candidate.model),
    profile.complexity,
  )
  const quality = pool(modelPriors, rows, QUALITY_SPREADS, (row, index) => ({
    weight: row.qualityWeight * fade(nowMs - row.updatedAtMs),
    mean: row.qualityMean,
    variance: spreads[index] ?? ASSUMED_SPREAD ** 2,
  }))
  const listed = candidates.map(({ model }) => listCost(model, profile))
  const cost = pool(
    listed.map((nanoUsd) => Math.log(Math.max(1, nanoUsd ?? 1))),
    rows,
    LOG_COST_SPREADS,
    (row, index) => ({
      // A free model stays free: what cost nothing has no logarithm.
      weight:
        row.costMeanNanoUsd > 0 && (listed[index] ?? 1) > 0
          ? row.costWeight * fade(nowMs - row.updatedAtMs)
          : 0,
      mean: Math.log(Math.max(1, row.costMeanNanoUsd)),
      variance: LOG_COST_VARIANCE,
    }),
  )
  const duration = pool(
    candidates.map(({ model }) => Math.log(expectedDurationMs(model, profile))),
    rows,
    LOG_DURATION_SPREADS,
    (row) => ({
      weight: row.durationWeight * fade(nowMs - row.updatedAtMs),
      mean: row.logDurationMean,
      variance: LOG_DURATION_VARIANCE,
    }),
  )
  const reliability = successBeliefs(rows, nowMs)
  return candidates.map(({ model, approach }, index): Arm => {
    const own = rows[index]
    const belief = at(quality, index)
    const paid =
      own !== undefined &&
      [own.all, own.task, own.taskComplexity, own.user].some((row) => row !== null && row.costWeight > 0)
    return {
      model,
      approach,
      qualityMean: Math.max(0, Math.min(100, belief.mean)),
      qualityMeanSd: Math.sqrt(belief.variance),
      qualitySpread: Math.max(LEAST_SPREAD, Math.sqrt(at(spreads, index))),
      attempts: own?.all ? own.all.qualityWeight * fade(nowMs - own.all.updatedAtMs) : 0,
      ...at(reliability, index),
      costNanoUsd:
        listed[index] === null && !paid ? null : listed[index] === 0 ? 0 : Math.exp(at(cost, index).mean),
      durationMs: Math.exp(at(duration, index).mean),
    }
  })
}

/** Runs the pool over one measure. */
function pool(
  priors: readonly number[],
  rows: readonly TierRows[],
  spreads: PoolSpreads,
  observe: (row: Evidence, index: number) => Observation,
): Belief[] {
  const observations = rows.map((own, index): ArmObservations => {
    const see = (row: Evidence | null) => (row === null ? null : observe(row, index))
    const task = see(own.task)
    const taskComplexity = see(own.taskComplexity)
    const others = new Map<string, Observation>()
    let unknown = without(see(own.all), task)
    for (const row of own.otherTasks) {
      const seen = observe(row, index)
      if (seen.weight <= 0) continue
      others.set(row.taskType ?? '', seen)
      unknown = without(unknown, seen)
    }
    if (unknown !== null && unknown.weight > 0) others.set('', unknown)
    return { others, task: without(task, taskComplexity), taskComplexity, user: see(own.user) }
  })
  return poolBeliefs(priors, observations, spreads)
}

/** Variance of single results of each arm, from its widest row, shrunk to that of all arms. */
function qualityVariances(rows: readonly TierRows[]): number[] {
  let squares = ASSUMED_SPREAD_WEIGHT * ASSUMED_SPREAD ** 2
  let weight = ASSUMED_SPREAD_WEIGHT
  for (const tiers of rows) {
    for (const row of [tiers.task, tiers.taskComplexity, ...tiers.otherTasks]) {
      if (row === null) continue
      squares += row.qualityM2
      weight += row.qualityWeight
    }
  }
  const shared = squares / weight
  return rows.map((tiers) => {
    let own = ASSUMED_SPREAD_WEIGHT * shared
    let ownWeight = ASSUMED_SPREAD_WEIGHT
    const row = tiers.task ?? tiers.all
    if (row) {
      own += row.qualityM2
      ownWeight += row.qualityWeight
    }
    return own / ownWeight
  })
}

/** Beta beliefs about success; an arm nobody tried is taken to be as reliable as the others. */
function successBeliefs(
  rows: readonly TierRows[],
  nowMs: number,
): { successAlpha: number; successBeta: number }[] {
  const counts = rows.map(({ all: widest }) => {
    if (widest === null) return { successes: 0, failures: 0 }
    const share = fade(nowMs - widest.updatedAtMs)
    return { successes: widest.successWeight * share, failures: widest.failureWeight * share }
  })
  const successes = counts.reduce((sum, count) => sum + count.successes, ASSUMED_SUCCESSES)
  const failures = counts.reduce((sum, count) => sum + count.failures, ASSUMED_CALLS - ASSUMED_SUCCESSES)
  const shared = successes / (successes + failures)
  return counts.map((count) => ({
    successAlpha: SHARED_SUCCESS_WEIGHT * shared + count.successes,
    successBeta: SHARED_SUCCESS_WEIGHT * (1 - shared) + count.failures,
  }))
}

/** List price times the tokens the profile expects, nano-dollars; `null` where the price is unknown. */
function listCost(model: Model, profile: SelectionProfile): number | null {
  if (model.price === null) return null
  return (
    profile.estimatedInputTokens * model.price.inputNanoUsd +
    Math.min(profile.estimatedOutputTokens, model.maxOutputTokens) * model.price.outputNanoUsd
  )
}

const TOKENS_PER_SECOND: Record<Model['speedGrade'], number> = { 1: 30, 2: 50, 3: 80, 4: 130, 5: 220 }
const FIRST_TOKEN_MS = 500

function expectedDurationMs(model: Model, profile: SelectionProfile): number {
  return FIRST_TOKEN_MS + (profile.estimatedOutputTokens / TOKENS_PER_SECOND[model.speedGrade]) * 1000
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index]
  if (value === undefined) throw new RangeError(`no element ${index}`)
  return value
}
