/** Keeps one run inside its budget even where the model talks as long as it can. */
import type { Model } from '../models/model.ts'
import { costNanoUsd } from '../models/pricing.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'

/** Token counts are estimates; this much is added before they are trusted with money. */
const TOKEN_ESTIMATE_MARGIN = 1.25

/** A project is not told in fewer tokens than this; asking would only waste the input. */
const MIN_USEFUL_OUTPUT_TOKENS = 256

/**
 * How many output tokens an allowance in nano-dollars pays for, after the input: at most the model's own maximum, 0 where
 * it is too little to be of use or the price is unknown. Prices by tier, as a prompt of this length meets them.
 */
export function affordableOutputTokens(
  model: Model,
  promptTokens: number,
  allowanceNanoUsd: number,
  atMs: number,
): number {
  const inputTokens = Math.ceil(promptTokens * TOKEN_ESTIMATE_MARGIN)
  const inputNanoUsd = costNanoUsd(model, { input_tokens: inputTokens, output_tokens: 0 }, atMs)
  const longest = costNanoUsd(
    model,
    { input_tokens: inputTokens, output_tokens: model.maxOutputTokens },
    atMs,
  )
  if (inputNanoUsd === null || longest === null) return 0
  if (longest <= allowanceNanoUsd) return model.maxOutputTokens
  const nanoUsdPerToken = (longest - inputNanoUsd) / model.maxOutputTokens
  const tokens = Math.floor((allowanceNanoUsd - inputNanoUsd) / nanoUsdPerToken)
  return tokens < MIN_USEFUL_OUTPUT_TOKENS ? 0 : tokens
}

/** Answers are rarely longer than so many times what is usual for such a task. */
const LONG_ANSWER_FACTOR = 4

/** Whole nano-dollars. With `least` equal to `most` it is all or nothing. */
export interface Reservation {
  /** The most the run can cost. */
  mostNanoUsd: number
  /** A run that gets less than this is refused. */
  leastNanoUsd: number
}

/**
 * What a run asks of the spend caps before it is planned. A caller's own budget is taken whole or not at all; else long
 * answers of the dearest models that the plan can hold, or as much of that as there is. Whatever is granted is the run's
 * budget and is kept to, so the sum may be rough: list prices will do. Models without a price cannot run under a cap.
 */
export function reservationFor(input: {
  models: readonly Model[]
  profile: Pick<TaskProfile, 'estimatedInputTokens' | 'estimatedOutputTokens'>
  maxStrategies: number
  budgetNanoUsd?: number
}): Reservation {
  const { models, profile, maxStrategies, budgetNanoUsd } = input
  if (budgetNanoUsd !== undefined) return { mostNanoUsd: budgetNanoUsd, leastNanoUsd: budgetNanoUsd }
  const inputTokens = Math.ceil(profile.estimatedInputTokens * TOKEN_ESTIMATE_MARGIN)
  const costs = models.flatMap(({ price, maxOutputTokens }) => {
    if (price === null) return []
    const costOf = (tokens: number) =>
      Math.ceil(inputTokens * price.inputNanoUsd + Math.min(tokens, maxOutputTokens) * price.outputNanoUsd)
    return [
      {
        most: costOf(profile.estimatedOutputTokens * LONG_ANSWER_FACTOR),
        least: costOf(MIN_USEFUL_OUTPUT_TOKENS),
      },
    ]
  })
  const dearest = costs.map((cost) => cost.most).sort((left, right) => right - left)
  return {
    mostNanoUsd: dearest.slice(0, maxStrategies).reduce((sum, cost) => sum + cost, 0),
    leastNanoUsd: costs.length === 0 ? 0 : Math.min(...costs.map((cost) => cost.least)),
  }
}
