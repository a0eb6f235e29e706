/** Sequential runs whose judge is right only so often, beside the best single model. */
import type { PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'
import { type Experiment, runConditions } from './experiment.ts'
import { meansOf } from './figures.ts'
import { seededRandom } from './randomSource.ts'
import { argmax } from './references.ts'

const JUDGES = [1, 0.9, 0.8, 0.7] as const
const THRESHOLD = 70
const ATTEMPTS = 3
/** Measured against the best model by quality, so money has a tenth of its usual price. */
const PRICE_SHARE = 0.1

export interface CascadeFigures {
  /** Best single model by quality, in hindsight. */
  bestSingle: { model: string; q: number; usd: number }
  /** Per judge; `costShare` is of the best single model's cost, `random*` of escalations as frequent but blind. */
  judges: { right: number; q: number; costShare: number; randomQ: number; randomCostShare: number }[]
}

export function runCascades(experiment: Experiment, policy: PolicyName, fullLambda: number): CascadeFigures {
  const lambda = PRICE_SHARE * fullLambda
  const { prompts, models } = experiment
  const mean = (pick: (prompt: number) => number) =>
    prompts.reduce((sum, _, prompt) => sum + pick(prompt), 0) / prompts.length
  const qualities = models.map((_, model) => mean((prompt) => prompts[prompt]?.scores[model] ?? 0))
  const best = argmax(qualities)
  const bestUsd = mean((prompt) => prompts[prompt]?.costsNanoUsd[best] ?? 0) / 1e9
  const run = (observe: (score: number, random: () => number) => number, qualityThreshold: number) =>
    runConditions(experiment, { policy, lambda, maxStrategies: ATTEMPTS, qualityThreshold, observe })
  return {
    bestSingle: { model: models[best]?.id ?? '', q: qualities[best] ?? 0, usd: bestUsd },
    judges: JUDGES.map((right) => {
      const judged = run((score, random) => (random() < right ? score : 100 - score), THRESHOLD)
      const means = meansOf(judged.runs, 0, prompts.length)
      const escalations = judged.attempts.flat().filter((attempts) => attempts > 1).length
      const share = escalations / Math.max(1, judged.attempts.flat().length)
      const blind = runConditions(experiment, {
        policy,
        lambda,
        maxStrategies: ATTEMPTS,
        escalate: { share, random: seededRandom(5_000) },
      })
      const blindMeans = meansOf(blind.runs, 0, prompts.length)
      return {
        right,
        q: means.q,
        costShare: means.usd / bestUsd,
        randomQ: blindMeans.q,
        randomCostShare: blindMeans.usd / bestUsd,
      }
    }),
  }
}
