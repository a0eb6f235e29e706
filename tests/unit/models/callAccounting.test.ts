// The account of a call: reported figures where they can be believed, ours where not, and which is which.
import { describe, expect, it } from 'vitest'
import { accountFor, type CallRecord } from '../../../supabase/functions/_shared/models/callAccounting.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'

const settings = parseProviderSettings({ OPENAI_API_KEY: 'o', OLLAMA_BASE_URL: 'http://h' })
const AT = Date.parse('2026-11-21')
function record(name: string, more: Partial<CallRecord>): CallRecord {
  const result = createCatalog(settings, { clock: () => AT }).resolve(name)
  if (!('model' in result)) throw new Error(name)
  return {
    model: result.model,
    messages: [{ role: 'user', content: 'Write a poem about the sea.' }],
    startedAtMs: AT,
    streamedText: '',
    streamedReasoning: '',
    usageResponse: null,
    reportedCostUsd: null,
    usageIsFinal: false,
    rejected: false,
    ...more,
  }
}
const usageResponse = { model: 'gpt-4.1', usage: { prompt_tokens: 100, completion_tokens: 5 } }

describe('accountFor', () => {
  it('believes a final report', () => {
    const account = accountFor(record('gpt-4.1', { usageResponse, usageIsFinal: true, streamedText: 'x' }))
    expect(account).toMatchObject({ usageIsEstimate: false, costIsEstimate: false, costNanoUsd: 240_000 })
  })

  it('takes the larger of report and text where the report came before the end', () => {
    const account = accountFor(record('gpt-4.1', { usageResponse, streamedText: 'wave '.repeat(200) }))
    expect(account.usage.inputTokens).toBe(100)
    expect(account.usage.outputTokens).toBeGreaterThan(150)
    expect(account).toMatchObject({ usageIsEstimate: true, costIsEstimate: true })
    expect(account.costNanoUsd).toBe(100 * 2_000 + account.usage.outputTokens * 8_000)
  })

  it('bills reasoning that streamed as output', () => {
    const without = accountFor(record('gpt-4.1', { streamedText: 'Done.' }))
    const account = accountFor(
      record('gpt-4.1', { streamedText: 'Done.', streamedReasoning: 'thinking hard '.repeat(50) }),
    )
    expect(account.usage.reasoningTokens).toBeGreaterThan(50)
    expect(account.usage.outputTokens).toBe(without.usage.outputTokens + account.usage.reasoningTokens)
  })

  it.each([
    ['no usage', { model: 'gpt-4.1' }],
    ['text for numbers', { usage: { prompt_tokens: 'many', completion_tokens: 1 } }],
    ['negative numbers', { usage: { prompt_tokens: -1, completion_tokens: 1 } }],
    [
      'more cached than sent',
      { usage: { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 5 } } },
    ],
  ])('counts itself for a report with %s', (_, response) => {
    const account = accountFor(
      record('gpt-4.1', { usageResponse: response, usageIsFinal: true, streamedText: 'The sea, the sea.' }),
    )
    expect(account).toMatchObject({ usageIsEstimate: true, costIsEstimate: true })
    expect(account.costNanoUsd).toBeGreaterThan(0)
  })

  it('a request turned down cost nothing, or nobody knows', () => {
    expect(accountFor(record('gpt-4.1', { rejected: true }))).toMatchObject({
      costNanoUsd: 0,
      usage: { inputTokens: 0 },
    })
    expect(accountFor(record('ollama/x', { rejected: true })).costNanoUsd).toBeNull()
  })

  it('an unknown price is null for estimates too', () => {
    expect(accountFor(record('ollama/x', { streamedText: 'abc' }))).toMatchObject({
      costNanoUsd: null,
      usageIsEstimate: true,
    })
  })
})
