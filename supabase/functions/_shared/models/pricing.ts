/** Money: list prices and the exact cost of a call, from `@pydantic/genai-prices`, in nano-dollars. */
import { calcPrice, type ModelPrice } from '@pydantic/genai-prices'
import type { Model, Provider, TokenPrice } from './model.ts'

/** Billable units by genai-prices' names (`input_tokens` includes `cache_read_tokens` and `cache_write_tokens`). */
export type BillableUnits = Readonly<Record<string, number | undefined>>

/** genai-prices' ids of our providers; the others have no public price. */
const PRICED_PROVIDERS: Partial<Record<Provider, string>> = {
  google: 'google',
  openai: 'openai',
  anthropic: 'anthropic',
  groq: 'groq',
  openrouter: 'openrouter',
}

const NANO_USD_PER_USD = 1e9

/** List price (the base tier) as of a time, and the context window where genai-prices has one; `null` where unknown. */
export function listPrice(
  provider: Provider,
  providerModelId: string,
  atMs: number,
): { price: TokenPrice; contextWindowTokens: number | null } | null {
  const providerId = PRICED_PROVIDERS[provider]
  if (!providerId) return null
  const found = calcPrice({}, providerModelId, { providerId, timestamp: new Date(atMs) })
  if (!found) return null
  const inputNanoUsd = nanoUsdPerToken(found.model_price.input_mtok)
  const outputNanoUsd = nanoUsdPerToken(found.model_price.output_mtok)
  if (inputNanoUsd === null || outputNanoUsd === null) return null
  const cachedInputNanoUsd = nanoUsdPerToken(found.model_price.cache_read_mtok) ?? inputNanoUsd
  return {
    price: { inputNanoUsd, cachedInputNanoUsd, outputNanoUsd },
    contextWindowTokens: found.model.context_window ?? null,
  }
}

/**
 * What the given units cost, in whole nano-dollars: by genai-prices (tiers, cache writes and dated prices included),
 * else by the model's own list price, else `null`.
 *
 * @throws RangeError or Error where the units contradict one another (more cached tokens than input tokens).
 */
export function costNanoUsd(model: Model, units: BillableUnits, atMs: number): number | null {
  if (isFree(model)) return 0
  const providerId = PRICED_PROVIDERS[model.provider]
  const calculated = providerId
    ? calcPrice(units, model.providerModelId, { providerId, timestamp: new Date(atMs) })
    : null
  if (calculated) return usdToNanoUsd(calculated.total_price)
  if (!model.price) return null
  const cached = units.cache_read_tokens ?? 0
  return Math.round(
    ((units.input_tokens ?? 0) - cached) * model.price.inputNanoUsd +
      cached * model.price.cachedInputNanoUsd +
      (units.output_tokens ?? 0) * model.price.outputNanoUsd,
  )
}

/** A model that its provider gives away, such as OpenRouter's `:free` variants. */
function isFree({ price }: Model): boolean {
  return price?.inputNanoUsd === 0 && price.outputNanoUsd === 0
}

export function usdToNanoUsd(usd: number): number {
  return Math.round(usd * NANO_USD_PER_USD)
}

/** genai-prices gives dollars for a million tokens; rounded to 1e-6 nano-dollars to drop binary noise. */
function nanoUsdPerToken(price: ModelPrice[string]): number | null {
  if (price === undefined) return null
  const usdPerMillion = typeof price === 'number' ? price : price.base
  return Math.round(usdPerMillion * 1e9) / 1e6
}
