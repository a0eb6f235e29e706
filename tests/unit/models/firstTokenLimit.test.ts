// How long a silent model is waited for: by its grade, the prompt and what is left of the deadline.
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { firstTokenLimitMs } from '../../../supabase/functions/_shared/models/firstTokenLimit.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'

const { models } = createCatalog(
  parseProviderSettings({ OPENAI_API_KEY: 'sk-test', GEMINI_API_KEY: 'AIza-test' }),
)
const strong = models.find(({ reasoningGrade }) => reasoningGrade === 5)
const quick = models.find(({ reasoningGrade }) => reasoningGrade <= 2)
if (!strong || !quick) throw new Error('the catalog should have models of both grades')

describe('firstTokenLimitMs', () => {
  it('gives a model that reasons more time than a quick one', () => {
    expect(firstTokenLimitMs(quick, 0, 400_000)).toBe(30_000)
    expect(firstTokenLimitMs(strong, 0, 400_000)).toBe(120_000)
  })

  it('adds the time that reading a long prompt takes', () => {
    expect(firstTokenLimitMs(quick, 100_000, 400_000)).toBe(80_000)
  })

  it('leaves a quarter of the remaining time to another model, but never gives less than 30 s', () => {
    expect(firstTokenLimitMs(strong, 0, 100_000)).toBe(75_000)
    expect(firstTokenLimitMs(strong, 0, 10_000)).toBe(30_000)
  })
})
