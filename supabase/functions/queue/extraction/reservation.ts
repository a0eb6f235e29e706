/** What an item is to reserve under spend caps before it is begun. Whatever is granted is what it is held to. */
import type { Model } from '../../_shared/models/model.ts'
import type { ModelConfig } from './modelConfig.ts'

/** A token of text is rarely shorter. */
const CHARACTERS_PER_TOKEN = 3

/** Instructions, schema and earlier findings, which each call carries besides the document. */
const TOKENS_BESIDES = 4_000

/** An answer that is longer is rare, and then what was granted bounds it. */
const LONG_ANSWER_TOKENS = 8_000
const SHORTEST_ANSWER_TOKENS = 256

/** Whole nano-dollars; models without a price count nothing, as they cannot run under a cap. */
export function reservationOf(input: {
  config: ModelConfig
  models: readonly Model[]
  documentCharacters: number
}): { mostNanoUsd: number; leastNanoUsd: number } {
  const { config, models, documentCharacters } = input
  const inputTokens = Math.ceil(documentCharacters / CHARACTERS_PER_TOKEN) + TOKENS_BESIDES
  const costOf = (id: string, outputTokens: number) => {
    const price = models.find((model) => model.id === id)?.price
    return price ? Math.ceil(inputTokens * price.inputNanoUsd + outputTokens * price.outputNanoUsd) : 0
  }
  const orchestrator = config.orchestrator_model
  const rounds = orchestrator === null ? 1 : 1 + config.limits.max_repeats
  const most = Object.values(config.stage_models).reduce((sum, ids) => {
    const calls = ids.reduce((total, id) => total + costOf(id, LONG_ANSWER_TOKENS), 0)
    const decision = orchestrator === null ? 0 : costOf(orchestrator, SHORTEST_ANSWER_TOKENS)
    return sum + rounds * (calls + decision)
  }, 0)
  const cheapest = Object.values(config.stage_models).map((ids) =>
    Math.min(...ids.map((id) => costOf(id, SHORTEST_ANSWER_TOKENS))),
  )
  const cap = config.limits.max_cost_usd === null ? most : Math.round(config.limits.max_cost_usd * 1e9)
  const mostNanoUsd = Math.min(most, cap)
  return { mostNanoUsd, leastNanoUsd: Math.min(mostNanoUsd, ...cheapest) }
}
