/** What a model is, as the rest of Merit sees it. The catalog fills it in; nothing else makes one. */

/** Who serves a model. `sandbox` is the local stand-in that answers while no provider key is set. */
export const PROVIDERS = ['google', 'openai', 'anthropic', 'groq', 'openrouter', 'ollama', 'sandbox'] as const
export type Provider = (typeof PROVIDERS)[number]

/** Which SDK speaks to it. Every OpenAI-compatible provider is `openai`. */
export type WireFormat = 'gemini' | 'openai' | 'anthropic'

export type Capability = 'vision' | 'structuredOutput' | 'longContext'

/** List price in nano-dollars for one token; `null` where nobody knows it (never 0 for "unknown"). */
export interface TokenPrice {
  inputNanoUsd: number
  cachedInputNanoUsd: number
  outputNanoUsd: number
}

export interface Model {
  /** The id callers use, unique in the catalog, e.g. `gemini-3.8-flash`, `openai/gpt-oss-120b`, `ollama/qwen3`. */
  id: string
  provider: Provider
  wireFormat: WireFormat
  /** The id that goes over the wire to the provider. */
  providerModelId: string
  contextWindowTokens: number
  maxOutputTokens: number
  capabilities: readonly Capability[]
  /** 1 (slow) to 5 (fast). */
  speedGrade: 1 | 2 | 3 | 4 | 5
  /** 1 (simple tasks) to 5 (the hardest). */
  reasoningGrade: 1 | 2 | 3 | 4 | 5
  price: TokenPrice | null
  /** ISO date, `null` while unknown. */
  releasedOn: string | null
  /** True for models that answer 400 to any temperature of the caller's; it is then left out. */
  refusesTemperature?: boolean
}

/** How a name a caller gave became a model that runs. */
export interface ModelResolution {
  requested: string
  model: string
  /** `exact`: the id itself · `alias`: another name for it · `retired`: the successor runs · `sandbox`: a stand-in answers. */
  reason: 'exact' | 'alias' | 'retired' | 'sandbox'
  /** What a retired model's work goes to, where a stand-in answers in its place. */
  successor?: string
}
