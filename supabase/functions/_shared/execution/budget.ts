/** Keeps one run inside its budget even where the model talks as long as it can. */
import type { Model } from '../models/model.ts'
import { costNanoUsd } from '../models/pricing.ts'

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
