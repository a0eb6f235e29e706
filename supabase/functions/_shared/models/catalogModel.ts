/** Makes a `Model` out of a catalog entry, or out of an id that only its provider knows. */
import { CATALOG_ENTRIES, type CatalogEntry } from './catalogEntries.ts'
import type { Capability, Model, Provider, TokenPrice, WireFormat } from './model.ts'
import { listPrice } from './pricing.ts'

const WIRE_FORMATS: Readonly<Record<Exclude<Provider, 'sandbox'>, WireFormat>> = {
  google: 'gemini',
  openai: 'openai',
  anthropic: 'anthropic',
  groq: 'openai',
  openrouter: 'openai',
  ollama: 'openai',
}

/** From this window on a model counts as one for long contexts. */
const LONG_CONTEXT_TOKENS = 400_000

/** What OpenRouter asks for its `:free` variants. */
const FREE: TokenPrice = { inputNanoUsd: 0, cachedInputNanoUsd: 0, outputNanoUsd: 0 }

/** Cautious figures for models nobody describes. Ollama's own window depends on the machine. */
const UNDESCRIBED = {
  openrouter: { contextWindowTokens: 128_000, maxOutputTokens: 16_384 },
  ollama: { contextWindowTokens: 32_768, maxOutputTokens: 8_192 },
}

/** The model as the given provider serves it: its own, or OpenRouter for it at the maker's list price. */
export function entryModel(entry: CatalogEntry, servedBy: Provider, atMs: number): Model {
  const throughOpenRouter = servedBy === 'openrouter'
  const providerModelId = throughOpenRouter ? entry.openRouterId : entry.id
  const listed = listPrice(servedBy, providerModelId, atMs) ?? listPrice(entry.provider, entry.id, atMs)
  const longContext: Capability[] = entry.contextWindowTokens >= LONG_CONTEXT_TOKENS ? ['longContext'] : []
  return {
    id: entry.id,
    provider: servedBy,
    wireFormat: throughOpenRouter ? 'openai' : WIRE_FORMATS[entry.provider],
    providerModelId,
    contextWindowTokens: entry.contextWindowTokens,
    maxOutputTokens: entry.maxOutputTokens,
    capabilities: [...entry.capabilities, ...longContext],
    speedGrade: entry.speedGrade,
    reasoningGrade: entry.reasoningGrade,
    price: listed?.price ?? null,
    releasedOn: entry.releasedOn,
    ...(entry.refusesTemperature ? { refusesTemperature: true } : {}),
  }
}

/** A model named as `openrouter/<id>` or `ollama/<id>`: what is known of it is used, the rest is middling and cautious. */
export function dynamicModel(
  provider: 'openrouter' | 'ollama',
  providerModelId: string,
  atMs: number,
): Model {
  const id = `${provider}/${providerModelId}`
  const entry =
    provider === 'openrouter'
      ? CATALOG_ENTRIES.find((candidate) => candidate.openRouterId === providerModelId)
      : null
  if (entry) return { ...entryModel(entry, provider, atMs), id }
  const listed = listPrice(provider, providerModelId, atMs)
  const { contextWindowTokens, maxOutputTokens } = UNDESCRIBED[provider]
  return {
    id,
    provider,
    wireFormat: 'openai',
    providerModelId,
    contextWindowTokens: listed?.contextWindowTokens ?? contextWindowTokens,
    maxOutputTokens,
    capabilities: [],
    speedGrade: 3,
    reasoningGrade: 3,
    price: providerModelId.endsWith(':free') ? FREE : (listed?.price ?? null),
    releasedOn: null,
  }
}
