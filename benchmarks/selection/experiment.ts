/** One file of outcomes under one policy and one state of the world, over several shuffles. */
import type { Model } from '../../supabase/functions/_shared/models/model.ts'
import type { PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'
import type { StepFigures } from './figures.ts'
import { marketModel } from './marketModels.ts'
import type { OutcomeData } from './outcomeData.ts'
import { seededRandom, shuffled } from './randomSource.ts'
import { type ReplayOptions, type ReplayPrompt, replay } from './replay.ts'
import { replayPrompts } from './replayPrompts.ts'

export interface Experiment {
  data: OutcomeData
  models: readonly Model[]
  prompts: readonly ReplayPrompt[]
  /** For each shuffle, which prompt comes at which step: at random, or in time order where the data is dated. */
  orders: readonly (readonly number[])[]
  /** Mean cost of the dearest model, nano-dollars; 0 where costs are unknown. */
  dearestNanoUsd: number
}

export function prepareExperiment(data: OutcomeData, shuffles: number): Experiment {
  const indices = data.prompts.map((_, index) => index)
  const inTime = indices.toSorted(
    (left, right) => (data.prompts[left]?.dateMs ?? 0) - (data.prompts[right]?.dateMs ?? 0),
  )
  return {
    data,
    models: data.pool.map(marketModel),
    prompts: replayPrompts(data),
    orders: Array.from({ length: shuffles }, (_, shuffle) =>
      data.isDated ? inTime : shuffled(indices, seededRandom(1_000 + shuffle)),
    ),
    dearestNanoUsd: Math.max(0, ...data.pool.map((_, model) => meanCostNanoUsd(data, model))),
  }
}

export function meanCostNanoUsd(data: OutcomeData, model: number): number {
  const costs = data.prompts.flatMap((prompt) => prompt.costsUsd[model] ?? [])
  return (costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length)) * 1e9
}

export interface Conditions
  extends Pick<
    ReplayOptions,
    | 'outcomeAt'
    | 'isOffered'
    | 'feedbackDelay'
    | 'maxStrategies'
    | 'qualityThreshold'
    | 'escalate'
    | 'forgets'
  > {
  policy: PolicyName
  lambda: number
  /** What a judge tells of a score, given a random source of its own. */
  observe?: (score: number, random: () => number) => number | null
}

/** What each shuffle gave, which models came first at each step, and how many were tried. */
export function runConditions(
  experiment: Experiment,
  conditions: Conditions,
): { runs: StepFigures[]; chosen: number[][]; attempts: number[][] } {
  const { observe, lambda, ...rest } = conditions
  const results = experiment.orders.map((order, shuffle) => {
    const judgeRandom = seededRandom(3_000 + shuffle)
    return replay({
      ...rest,
      models: experiment.models,
      prompts: order.flatMap((index) => experiment.prompts[index] ?? []),
      pointsPerUsd: pointsPerUsd(experiment, lambda),
      random: seededRandom(2_000 + shuffle),
      observe: observe && ((score) => observe(score, judgeRandom)),
      fallbackChain: catalogChain(experiment.models),
    })
  })
  return {
    runs: results.map((run) => stepFigures(experiment, lambda, run.score, run.costNanoUsd, run.durationMs)),
    chosen: results.map((run) => run.chosen),
    attempts: results.map((run) => run.attempts),
  }
}

/** Score points a dollar, so that the dearest model's mean cost takes away `lambda` of a full score. */
function pointsPerUsd(experiment: Experiment, lambda: number): number {
  return experiment.dearestNanoUsd > 0 ? (100 * lambda * 1e9) / experiment.dearestNanoUsd : 0
}

export function stepFigures(
  experiment: Experiment,
  lambda: number,
  scores: readonly number[],
  costsNanoUsd: readonly number[],
  durationsMs: readonly number[],
): StepFigures {
  const dearest = experiment.dearestNanoUsd
  return {
    utility: Float64Array.from(
      scores,
      (score, step) => score / 100 - (dearest > 0 ? (lambda * (costsNanoUsd[step] ?? 0)) / dearest : 0),
    ),
    quality: Float64Array.from(scores),
    usd: Float64Array.from(costsNanoUsd, (cost) => cost / 1e9),
    latencyMs: Float64Array.from(durationsMs),
  }
}

/** What `static` follows: the highest grade first, then the newest. */
function catalogChain(models: readonly Model[]): string[] {
  return models
    .toSorted(
      (left, right) =>
        right.reasoningGrade - left.reasoningGrade ||
        (right.releasedOn ?? '').localeCompare(left.releasedOn ?? ''),
    )
    .map((model) => model.id)
}
