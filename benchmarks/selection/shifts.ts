/** Worlds that change in the middle of the stream, and how long a policy takes to notice. */
import type { PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'
import { type Experiment, runConditions } from './experiment.ts'
import { meansOf } from './figures.ts'
import { argmax, utilityOf } from './references.ts'
import { asMeasured, type ReplayOptions } from './replay.ts'

/** What is left of a score after a drop. */
const DROP = 0.3
const PRICE_RISE = 5
const AFTER_SHIFT_STEPS = 200
/** Within so many requests a new best model should have the majority of traffic. */
const ADOPTION_STEPS = 150

export interface ShiftFigures {
  /** Best model's scores × 0.3 from the middle on, price of money 0: mean quality of the first 200 requests after. */
  permanentDrop: { q: number; newBestAlone: number; oldBestAlone: number }
  /** The same, for 200 requests only: mean quality during, and in the 200 after. */
  temporaryDrop: { qDuring: number; qAfter: number; bestAloneAfter: number }
  /** The best model by u appears in the middle: its share of the 100 requests from the 150th on. */
  newModel: { shareAfter150: number; u200: number; alone: number }
  /** The best model by u costs five times as much from the middle on, unannounced. */
  priceRise: { u200: number; stayingAlone: number; newBestAlone: number }
  /** No shift at all: what forgetting and change detection take away (quality, price of money 0). */
  forgetting: { q: number; qWithout: number }
}

export function runShifts(experiment: Experiment, policy: PolicyName, lambda: number): ShiftFigures {
  const steps = experiment.prompts.length
  const middle = Math.floor(steps / 2)
  const end = Math.min(steps, middle + AFTER_SHIFT_STEPS)
  const bestQuality = bestModel(experiment, 0)
  const bestUtility = bestModel(experiment, lambda)
  const dropped =
    (isDropped: (step: number) => boolean): ReplayOptions['outcomeAt'] =>
    (step, prompt, model) => {
      const outcome = asMeasured(step, prompt, model)
      return outcome && model === bestQuality && isDropped(step)
        ? { ...outcome, score: outcome.score * DROP }
        : outcome
    }
  const qualityOf = (model: number, from: number, to: number) =>
    aloneOn(experiment, from, to, (prompt) => 100 * utilityOf(experiment, 0, prompt, model))
  const rest = (lambdaOfRest: number, best: number, from: number, to: number) =>
    Math.max(
      ...experiment.models.flatMap((_, model) =>
        model === best
          ? []
          : [aloneOn(experiment, from, to, (prompt) => utilityOf(experiment, lambdaOfRest, prompt, model))],
      ),
    )

  const permanent = runConditions(experiment, {
    policy,
    lambda: 0,
    outcomeAt: dropped((step) => step >= middle),
  })
  const temporary = runConditions(experiment, {
    policy,
    lambda: 0,
    outcomeAt: dropped((step) => step >= middle && step < end),
  })
  const afterEnd = Math.min(steps, end + AFTER_SHIFT_STEPS)
  const arrival = runConditions(experiment, {
    policy,
    lambda,
    isOffered: (step, model) => model !== bestUtility || step >= middle,
  })
  const rise = runConditions(experiment, {
    policy,
    lambda,
    outcomeAt: (step, prompt, model) => {
      const outcome = asMeasured(step, prompt, model)
      return outcome?.costNanoUsd && model === bestUtility && step >= middle
        ? { ...outcome, costNanoUsd: outcome.costNanoUsd * PRICE_RISE }
        : outcome
    },
  })
  const normal = runConditions(experiment, { policy, lambda: 0 })
  const remembering = runConditions(experiment, { policy, lambda: 0, forgets: false })
  const from = Math.min(steps, middle + ADOPTION_STEPS)
  const to = Math.min(steps, from + 100)
  return {
    permanentDrop: {
      q: meansOf(permanent.runs, middle, end).q,
      newBestAlone: 100 * rest(0, bestQuality, middle, end),
      oldBestAlone: DROP * qualityOf(bestQuality, middle, end),
    },
    temporaryDrop: {
      qDuring: meansOf(temporary.runs, middle, end).q,
      qAfter: meansOf(temporary.runs, end, afterEnd).q,
      bestAloneAfter: qualityOf(bestQuality, end, afterEnd),
    },
    newModel: {
      shareAfter150: shareOf(arrival.chosen, bestUtility, from, to),
      u200: meansOf(arrival.runs, middle, end).u,
      alone: aloneOn(experiment, middle, end, (prompt) => utilityOf(experiment, lambda, prompt, bestUtility)),
    },
    priceRise: {
      u200: meansOf(rise.runs, middle, end).u,
      stayingAlone: aloneOn(experiment, middle, end, (prompt) => {
        const [full, free] = [lambda, 0].map((price) => utilityOf(experiment, price, prompt, bestUtility))
        return (free ?? 0) - PRICE_RISE * ((free ?? 0) - (full ?? 0))
      }),
      newBestAlone: rest(lambda, bestUtility, middle, end),
    },
    forgetting: {
      q: meansOf(normal.runs, 0, steps).q,
      qWithout: meansOf(remembering.runs, 0, steps).q,
    },
  }
}

function bestModel(experiment: Experiment, lambda: number): number {
  return argmax(
    experiment.models.map((_, model) =>
      experiment.prompts.reduce(
        (sum, _prompt, prompt) => sum + utilityOf(experiment, lambda, prompt, model),
        0,
      ),
    ),
  )
}

/** Mean over the steps of all shuffles of what a prompt is worth. */
function aloneOn(
  experiment: Experiment,
  from: number,
  to: number,
  worth: (prompt: number) => number,
): number {
  let sum = 0
  for (const order of experiment.orders) for (const prompt of order.slice(from, to)) sum += worth(prompt)
  return sum / Math.max(1, experiment.orders.length * (to - from))
}

function shareOf(chosen: readonly (readonly number[])[], model: number, from: number, to: number): number {
  const share = chosen.map(
    (steps) => steps.slice(from, to).filter((step) => step === model).length / Math.max(1, to - from),
  )
  return share.reduce((sum, one) => sum + one, 0) / Math.max(1, share.length)
}
