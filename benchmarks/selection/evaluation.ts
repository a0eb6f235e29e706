/** The protocol on one file: every policy and reference over the same shuffles, in figures. */
import type { PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'
import { type Experiment, runConditions } from './experiment.ts'
import {
  bootstrapInterval,
  cumulativeRegret,
  type Means,
  meansOf,
  quantile,
  REGRET_STEPS,
  type StepFigures,
} from './figures.ts'
import { seededRandom } from './randomSource.ts'
import { REFERENCES, type ReferenceName, runReferences } from './references.ts'

export interface Figures {
  whole: Means
  firstFifth: Means
  lastHalf: Means
  /** 95 % bootstrap interval of the whole stream's u. */
  interval: [low: number, high: number]
  /** u less the best single model's on the same prompts, and its paired 95 % bootstrap interval. */
  aheadOfBestSingle: { u: number; interval: [low: number, high: number] }
  latencyMs: { p50: number; p95: number } | null
  /** Against the best single model in hindsight, in units of u, by request. */
  regretAt: Record<string, number>
  regret: Float64Array
}

export interface FileEvaluation {
  stem: string
  policies: Map<PolicyName, Figures>
  references: Map<ReferenceName, Figures>
}

export function evaluateFile(
  experiment: Experiment,
  policies: readonly PolicyName[],
  lambda: number,
): FileEvaluation {
  const references = runReferences(experiment, lambda)
  const bestSingle = references.bestSingle
  const figures = (runs: readonly StepFigures[]) => figuresOf(experiment, runs, bestSingle)
  return {
    stem: experiment.data.stem,
    policies: new Map(
      policies.map((policy) => [policy, figures(runConditions(experiment, { policy, lambda }).runs)]),
    ),
    references: new Map(REFERENCES.map((name) => [name, figures(references[name])])),
  }
}

function figuresOf(
  experiment: Experiment,
  runs: readonly StepFigures[],
  bestSingle: readonly StepFigures[],
): Figures {
  const steps = experiment.prompts.length
  const own = meanByPrompt(experiment, runs)
  const best = meanByPrompt(experiment, bestSingle)
  const ahead = own.map((u, prompt) => u - (best[prompt] ?? 0))
  const regret = cumulativeRegret(runs, bestSingle)
  const latencies = experiment.data.hasLatencies ? runs.flatMap((run) => Array.from(run.latencyMs)) : null
  return {
    whole: meansOf(runs, 0, steps),
    firstFifth: meansOf(runs, 0, Math.floor(steps / 5)),
    lastHalf: meansOf(runs, Math.floor(steps / 2), steps),
    // The same seed for all: resamples are of the same prompts, so intervals can be compared.
    interval: bootstrapInterval(own, seededRandom(1)),
    aheadOfBestSingle: {
      u: ahead.reduce((sum, value) => sum + value, 0) / steps,
      interval: bootstrapInterval(ahead, seededRandom(1)),
    },
    latencyMs: latencies && { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
    regretAt: Object.fromEntries(
      [...REGRET_STEPS.filter((step) => step < steps), steps].map((step) => [
        String(step),
        regret[step - 1] ?? 0,
      ]),
    ),
    regret,
  }
}

/** Mean u of each prompt over the shuffles. */
function meanByPrompt(experiment: Experiment, runs: readonly StepFigures[]): Float64Array {
  const means = new Float64Array(experiment.prompts.length)
  runs.forEach((run, shuffle) => {
    experiment.orders[shuffle]?.forEach((prompt, step) => {
      means[prompt] = (means[prompt] ?? 0) + (run.utility[step] ?? 0) / runs.length
    })
  })
  return means
}
