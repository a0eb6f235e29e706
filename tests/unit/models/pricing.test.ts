// Nano-dollars: list prices, tiers, cached tokens, and null for what nobody knows.
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { costNanoUsd, listPrice, usdToNanoUsd } from '../../../supabase/functions/_shared/models/pricing.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'

const AT = Date.parse('2026-11-21')
const settings = parseProviderSettings({
  GEMINI_API_KEY: 'g',
  ANTHROPIC_API_KEY: 'a',
  OPENAI_API_KEY: 'o',
  OLLAMA_BASE_URL: 'http://h',
})
function model(name: string) {
  const result = createCatalog(settings, { clock: () => AT }).resolve(name)
  if (!('model' in result)) throw new Error(name)
  return result.model
}

describe('listPrice', () => {
  it('is in nano-dollars a token, the base tier', () => {
    expect(listPrice('google', 'gemini-3.8-flash', AT)?.price).toEqual({
      inputNanoUsd: 750,
      cachedInputNanoUsd: 75,
      outputNanoUsd: 3_750,
    })
    expect(listPrice('openai', 'gpt-6-sol', AT)?.price).toEqual({
      inputNanoUsd: 2_000,
      cachedInputNanoUsd: 200,
      outputNanoUsd: 10_000,
    })
  })

  it('takes cached input at the full price where no other is known', () => {
    expect(listPrice('groq', 'llama-3.3-70b-versatile', AT)?.price.cachedInputNanoUsd).toBe(590)
  })

  it('is null for the unknown', () => {
    expect(listPrice('openai', 'gpt-99', AT)).toBeNull()
    expect(listPrice('ollama', 'qwen3', AT)).toBeNull()
    expect(listPrice('sandbox', 'sandbox-openai-fast', AT)).toBeNull()
  })
})

describe('costNanoUsd', () => {
  it('is exact, cached tokens at their own price', () => {
    const units = { input_tokens: 1_234, cache_read_tokens: 1_000, output_tokens: 567 }
    expect(costNanoUsd(model('gemini-3.8-flash'), units, AT)).toBe(234 * 750 + 1_000 * 75 + 567 * 3_750)
  })

  it('prices the whole prompt at the higher tier above its threshold', () => {
    const units = { input_tokens: 300_000, output_tokens: 1_000 }
    expect(costNanoUsd(model('gemini-3.1-pro-preview'), units, AT)).toBe(300_000 * 4_000 + 1_000 * 18_000)
  })

  it("counts Anthropic's cache writes", () => {
    const units = { input_tokens: 1_000, cache_write_tokens: 800, output_tokens: 10 }
    expect(costNanoUsd(model('claude-haiku-4-5'), units, AT)).toBe(200 * 1_000 + 800 * 1_250 + 10 * 5_000)
  })

  it('is null, not 0, without a price, and follows our own price for the sandbox', () => {
    expect(costNanoUsd(model('ollama/qwen3'), { input_tokens: 10, output_tokens: 10 }, AT)).toBeNull()
    const sandbox = {
      ...model('ollama/qwen3'),
      provider: 'sandbox' as const,
      price: { inputNanoUsd: 100, cachedInputNanoUsd: 10, outputNanoUsd: 500 },
    }
    const units = { input_tokens: 50, cache_read_tokens: 20, output_tokens: 10 }
    expect(costNanoUsd(sandbox, units, AT)).toBe(30 * 100 + 20 * 10 + 10 * 500)
  })

  it('refuses figures that contradict one another', () => {
    const units = { input_tokens: 1, cache_read_tokens: 2, output_tokens: 0 }
    expect(() => costNanoUsd(model('gpt-4.1'), units, AT)).toThrow(/cache_read_tokens/)
  })
})

it('dollars become whole nano-dollars', () => {
  expect(usdToNanoUsd(0.1 + 0.2)).toBe(300_000_000)
  expect(usdToNanoUsd(0.0000000014)).toBe(1)
})
