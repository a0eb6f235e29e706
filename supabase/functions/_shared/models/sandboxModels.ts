/** The local stand-ins: three grades on each of two wire formats, priced by us so that cost matters without a key. */
import type { Model, TokenPrice } from './model.ts'

interface SandboxGrade
  extends Pick<
    Model,
    'speedGrade' | 'reasoningGrade' | 'contextWindowTokens' | 'maxOutputTokens' | 'capabilities'
  > {
  name: 'fast' | 'balanced' | 'strong'
  price: TokenPrice
}

/** Prices follow the going rate of each class: $0.10/$0.50, $0.75/$3.75 and $5/$25 for a million tokens. */
const GRADES: readonly SandboxGrade[] = [
  {
    name: 'fast',
    speedGrade: 5,
    reasoningGrade: 2,
    contextWindowTokens: 128_000,
    maxOutputTokens: 32_768,
    capabilities: [],
    price: { inputNanoUsd: 100, cachedInputNanoUsd: 10, outputNanoUsd: 500 },
  },
  {
    name: 'balanced',
    speedGrade: 3,
    reasoningGrade: 3,
    contextWindowTokens: 256_000,
    maxOutputTokens: 65_536,
    capabilities: [],
    price: { inputNanoUsd: 750, cachedInputNanoUsd: 75, outputNanoUsd: 3750 },
  },
  {
    name: 'strong',
    speedGrade: 2,
    reasoningGrade: 5,
    contextWindowTokens: 1_000_000,
    maxOutputTokens: 128_000,
    capabilities: ['longContext'],
    price: { inputNanoUsd: 5_000, cachedInputNanoUsd: 500, outputNanoUsd: 25_000 },
  },
]

/** `sandbox-gemini-fast` … `sandbox-openai-strong`. */
export const SANDBOX_MODELS: readonly Model[] = (['gemini', 'openai'] as const).flatMap((wireFormat) =>
  GRADES.map(({ name, ...grade }) => ({
    id: `sandbox-${wireFormat}-${name}`,
    provider: 'sandbox' as const,
    wireFormat,
    providerModelId: `sandbox-${wireFormat}-${name}`,
    ...grade,
    releasedOn: null,
  })),
)

/** The stand-in for a model: Gemini names on the Gemini wire, all others on OpenAI's, nearest reasoning grade, then speed. */
export function sandboxStandIn(model: Pick<Model, 'wireFormat' | 'speedGrade' | 'reasoningGrade'>): Model {
  const wireFormat = model.wireFormat === 'gemini' ? 'gemini' : 'openai'
  const distance = (candidate: Model) =>
    10 * Math.abs(candidate.reasoningGrade - model.reasoningGrade) +
    Math.abs(candidate.speedGrade - model.speedGrade)
  return SANDBOX_MODELS.filter((candidate) => candidate.wireFormat === wireFormat).reduce(
    (nearest, candidate) => (distance(candidate) < distance(nearest) ? candidate : nearest),
  )
}
