/** What the policies are measured against: chance, the cheapest model, and choosers who know the whole stream. */
import { type Experiment, meanCostNanoUsd, stepFigures } from './experiment.ts'
import type { StepFigures } from './figures.ts'
import { seededRandom } from './randomSource.ts'

export const REFERENCES = ['random', 'cheapest', 'bestSingle', 'categoryBest', 'oracle'] as const
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
  const byCategory = new Map<string, number[]>()
  for (const index of all) {
    const category = data.prompts[index]?.category ?? ''
    byCategory.set(category, [...(byCategory.get(category) ?? []), index])
  }
  const bestOfCategory = new Map([...byCategory].map(([category, prompts]) => [category, bestOn(prompts)]))

  const follow = (choose: (prompt: number, random: () => number) => number) =>
    orders.map((order, shuffle) => {
      const random = seededRandom(4_000 + shuffle)
      const chosen = order.map((prompt) => ({ prompt, model: choose(prompt, random) }))
      return stepFigures(
        experiment,
        lambda,
        chosen.map(({ prompt, model }) => experiment.prompts[prompt]?.scores[model] ?? 0),
        chosen.map(({ prompt, model }) => experiment.prompts[prompt]?.costsNanoUsd[model] ?? 0),
        chosen.map(({ prompt, model }) => experiment.prompts[prompt]?.latenciesMs[model] ?? 0),
      )
    })
  return {
    random: follow((_, random) => Math.floor(random() * models.length)),
    cheapest: follow(() => cheapest),
    bestSingle: follow(() => best),
    categoryBest: follow((prompt) => bestOfCategory.get(data.prompts[prompt]?.category ?? '') ?? best),
    oracle: follow((prompt) => argmax(models.map((_, model) => utility(prompt, model)))),
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
