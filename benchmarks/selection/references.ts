/**
 * What the policies are measured against: chance, the cheapest model, a learner that is told what every model would have
 * answered, and choosers who know the whole stream. `fullFeedback` and `kindBest` know of a prompt no more than the
 * product does (its kind and complexity), so no policy that learns from its own choices alone can be asked for more.
 */
import { type Experiment, meanCostNanoUsd, stepFigures } from './experiment.ts'
import type { StepFigures } from './figures.ts'
import { seededRandom } from './randomSource.ts'
import { tierNames } from './replay.ts'

export const REFERENCES = [
  'random',
  'cheapest',
  'fullFeedback',
  'bestSingle',
  'kindBest',
  'categoryBest',
  'oracle',
] as const
export type ReferenceName = (typeof REFERENCES)[number]

/** Per shuffle, what the reference would have had on the same prompts in the same order. */
export function runReferences(experiment: Experiment, lambda: number): Record<ReferenceName, StepFigures[]> {
  const { data, models, orders } = experiment
  const utility = (prompt: number, model: number) => utilityOf(experiment, lambda, prompt, model)
  const all = data.prompts.map((_, index) => index)
  const bestOn = (prompts: readonly number[]) =>
    argmax(models.map((_, model) => prompts.reduce((sum, prompt) => sum + utility(prompt, model), 0)))

  const best = bestOn(all)
  const cheapest = argmax(
    models.map((_, model) => -(data.hasCosts ? meanCostNanoUsd(data, model) : listed(experiment, model))),
  )
  const categoryOf = (prompt: number) => data.prompts[prompt]?.category ?? ''
  const bestBy = (groupOf: (prompt: number) => string) => {
    const groups = Map.groupBy(all, groupOf)
    const bestOfGroup = new Map(Array.from(groups, ([group, prompts]) => [group, bestOn(prompts)]))
    return (prompt: number) => bestOfGroup.get(groupOf(prompt)) ?? best
  }

  const groupsOf = (prompt: number) => {
    const profile = experiment.prompts[prompt]?.profile
    return profile === undefined ? [] : tierNames(profile)
  }

  /** `begin` makes the chooser of one shuffle. */
  const followEach = (begin: (random: () => number) => (prompt: number) => number) =>
    orders.map((order, shuffle) => {
      const choose = begin(seededRandom(4_000 + shuffle))
      const chosen = order.map((prompt) => ({ prompt, model: choose(prompt) }))
      return stepFigures(
        experiment,
        lambda,
        chosen.map(({ prompt, model }) => experiment.prompts[prompt]?.scores[model] ?? 0),
        chosen.map(({ prompt, model }) => experiment.prompts[prompt]?.costsNanoUsd[model] ?? 0),
        chosen.map(({ prompt, model }) => experiment.prompts[prompt]?.latenciesMs[model] ?? 0),
      )
    })
  const follow = (choose: (prompt: number) => number) => followEach(() => choose)
  return {
    random: followEach((random) => () => Math.floor(random() * models.length)),
    cheapest: follow(() => cheapest),
    fullFeedback: followEach(() => {
      const leader = new Leader(models.length)
      return (prompt) => {
        const groups = groupsOf(prompt)
        const chosen = leader.best(groups)
        leader.learn(
          groups,
          models.map((_, model) => utility(prompt, model)),
        )
        return chosen
      }
    }),
    bestSingle: follow(() => best),
    kindBest: follow(bestBy((prompt) => groupsOf(prompt).at(-1) ?? '')),
    categoryBest: follow(bestBy(categoryOf)),
    oracle: follow((prompt) => argmax(models.map((_, model) => utility(prompt, model)))),
  }
}

/** How many results of the wider group stand beside a narrower one's own. */
const SHRINKAGE = 20

/** Follows the leader: the model of the best mean so far in the narrowest group, each mean shrunk to the wider group's. */
class Leader {
  private readonly sums = new Map<string, { count: number; sums: number[] }>()
  private readonly models: number

  constructor(models: number) {
    this.models = models
  }

  best(groups: readonly string[]): number {
    let means = new Array<number>(this.models).fill(0)
    for (const group of groups) {
      const seen = this.sums.get(group)
      if (seen === undefined) break
      means = means.map(
        (wider, model) => ((seen.sums[model] ?? 0) + SHRINKAGE * wider) / (seen.count + SHRINKAGE),
      )
    }
    return argmax(means)
  }

  learn(groups: readonly string[], utilities: readonly number[]): void {
    for (const group of groups) {
      const seen = this.sums.get(group) ?? { count: 0, sums: utilities.map(() => 0) }
      this.sums.set(group, {
        count: seen.count + 1,
        sums: seen.sums.map((sum, model) => sum + (utilities[model] ?? 0)),
      })
    }
  }
}

/** u of a model on a prompt; what was not measured is worth nothing. */
export function utilityOf(experiment: Experiment, lambda: number, prompt: number, model: number): number {
  const { dearestNanoUsd } = experiment
  const cost = experiment.prompts[prompt]?.costsNanoUsd[model] ?? 0
  return (
    (experiment.prompts[prompt]?.scores[model] ?? 0) / 100 -
    (dearestNanoUsd > 0 ? (lambda * cost) / dearestNanoUsd : 0)
  )
}

function listed(experiment: Experiment, model: number): number {
  return experiment.models[model]?.price?.outputNanoUsd ?? Number.MAX_VALUE
}

/** Index of the largest; the first of equals. */
export function argmax(values: readonly number[]): number {
  return values.reduce(
    (best, value, index) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? index : best),
    0,
  )
}
