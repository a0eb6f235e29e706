/** Keeps one run inside its budget even where the model talks as long as it can. */
import type { Model } from '../models/model.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'

/** Token counts are estimates; this much is added before they are trusted with money. */
export const TOKEN_ESTIMATE_MARGIN = 1.25

/** A project is not told in fewer tokens than this; asking would only waste the input. */
const MIN_USEFUL_OUTPUT_TOKENS = 256

/**
 * How many output tokens an allowance in nano-dollars pays for, after the input: at most the model's own maximum,
 * 0 where it is too little to be of use or the price is unknown, `undefined` where there is no allowance to keep.
 */
export function affordableOutputTokens(
  model: Model,
  profile: TaskProfile,
  allowanceNanoUsd: number | undefined,
): number | undefined {
  if (allowanceNanoUsd === undefined) return undefined
  if (model.price === null) return 0
  const inputNanoUsd = profile.estimatedInputTokens * TOKEN_ESTIMATE_MARGIN * model.price.inputNanoUsd
  if (model.price.outputNanoUsd === 0) return inputNanoUsd <= allowanceNanoUsd ? model.maxOutputTokens : 0
  const tokens = Math.floor((allowanceNanoUsd - inputNanoUsd) / model.price.outputNanoUsd)
  return tokens < MIN_USEFUL_OUTPUT_TOKENS ? 0 : Math.min(tokens, model.maxOutputTokens)
}
