// Names to models: what is offered, what old names mean, whose key serves them, and what stands in for what.
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'

const TODAY = Date.parse('2026-11-21T12:00:00Z')
const ALL_KEYS = {
  GEMINI_API_KEY: 'g',
  OPENAI_API_KEY: 'o',
  ANTHROPIC_API_KEY: 'a',
  GROQ_API_KEY: 'q',
  OPENROUTER_API_KEY: 'r',
  OLLAMA_BASE_URL: 'http://127.0.0.1:11434',
}

const catalogWith = (environment: Record<string, string>, nowMs = TODAY) =>
  createCatalog(parseProviderSettings(environment), { clock: () => nowMs })

/** What a name became, in short; fails the test where it did not become a model. */
function resolved(environment: Record<string, string>, name: string, nowMs = TODAY) {
  const result = catalogWith(environment, nowMs).resolve(name)
  if (!('model' in result)) throw new Error(`${name}: ${JSON.stringify(result)}`)
  const { model, resolution } = result
  expect(resolution).toMatchObject({ requested: name, model: model.id })
  return { id: model.id, provider: model.provider, wire: model.providerModelId, reason: resolution.reason }
}

describe('with every key set', () => {
  const ids = catalogWith(ALL_KEYS).models.map(({ id }) => id)

  it.each([
    ['gemini-3.8-flash', 'google'],
    ['gemini-3.5-flash', 'google'],
    ['gemini-3.5-flash-lite', 'google'],
    ['gemini-3.1-pro-preview', 'google'],
    ['gpt-6-sol', 'openai'],
    ['gpt-5.6-terra', 'openai'],
    ['gpt-5.6-luna', 'openai'],
    ['gpt-5.4-mini', 'openai'],
    ['gpt-4.1', 'openai'],
    ['gpt-4o', 'openai'],
    ['gpt-4o-mini', 'openai'],
    ['o3', 'openai'],
    ['claude-opus-5', 'anthropic'],
    ['claude-sonnet-5', 'anthropic'],
    ['claude-haiku-4-5', 'anthropic'],
    ['openai/gpt-oss-120b', 'groq'],
    ['llama-3.3-70b-versatile', 'groq'],
  ])('%s is offered by %s under its own name', (name, provider) => {
    expect(ids).toContain(name)
    expect(resolved(ALL_KEYS, name)).toEqual({ id: name, provider, wire: name, reason: 'exact' })
  })

  it.each([
    ['gemini-2.5-pro', 'gemini-3.8-flash'],
    ['gemini-2.5-flash', 'gemini-3.5-flash-lite'],
    ['gemini-2.5-flash-lite', 'gemini-3.1-flash-lite'],
    ['gemini-3-pro-preview', 'gemini-3.1-pro-preview'],
    ['openai/gpt-4', 'gpt-6-sol'],
    ['openai/gpt-3.5-turbo', 'gpt-6-luna'],
    ['gpt-4-turbo-2024-04-09', 'gpt-6-sol'],
    ['claude-3-5-sonnet-v2', 'claude-sonnet-5'],
    ['claude-3-5-sonnet-20241022', 'claude-sonnet-5'],
    ['claude-3-5-sonnet-v2@20241022', 'claude-sonnet-5'],
    ['anthropic/claude-3.5-sonnet', 'claude-sonnet-5'],
    ['claude-4-opus', 'claude-opus-5'],
    ['claude-opus-4-20250514', 'claude-opus-5'],
    ['anthropic/claude-3-sonnet-20240229', 'claude-sonnet-5'],
    ['google/gemini-pro', 'gemini-3.8-flash'],
    ['gemini-2.0-flash-001', 'gemini-3.5-flash-lite'],
    ['meta-llama/llama-2-70b-chat', 'openai/gpt-oss-120b'],
  ])('%s is retired and runs as %s, which is alive', (name, successor) => {
    expect(resolved(ALL_KEYS, name)).toMatchObject({ id: successor, reason: 'retired' })
    expect(ids).toContain(successor)
  })

  it.each([
    ['openai/gpt-4o', 'gpt-4o'],
    ['google/gemini-3.8-flash', 'gemini-3.8-flash'],
    ['models/gemini-3.8-flash', 'gemini-3.8-flash'],
    ['anthropic/claude-haiku-4.5', 'claude-haiku-4-5'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['GPT-4o', 'gpt-4o'],
    ['groq/openai/gpt-oss-120b', 'openai/gpt-oss-120b'],
    ['meta-llama/llama-3.3-70b-instruct', 'llama-3.3-70b-versatile'],
  ])('%s is another name of %s', (name, id) => {
    expect(resolved(ALL_KEYS, name)).toMatchObject({ id, reason: 'alias' })
  })

  it.each(['', 'gpt-9', 'openrouter/', 'ollama/../x y', 'constructor', 'gpt-4o\n', 'openrouter/a b'])(
    'knows no %j',
    (name) => {
      const result = catalogWith(ALL_KEYS).resolve(name)
      // A trailing line break is white space and forgiven; everything else here is no name.
      if (name.trim() === 'gpt-4o') expect(result).toHaveProperty('model')
      else expect(result).toEqual({ unknown: true })
    },
  )

  it('accepts anything of OpenRouter and Ollama, cautiously described', () => {
    expect(resolved(ALL_KEYS, 'openrouter/deepseek/deepseek-v3.2')).toEqual({
      id: 'openrouter/deepseek/deepseek-v3.2',
      provider: 'openrouter',
      wire: 'deepseek/deepseek-v3.2',
      reason: 'exact',
    })
    expect(resolved(ALL_KEYS, 'ollama/qwen3:8b')).toMatchObject({ provider: 'ollama', wire: 'qwen3:8b' })
    const openrouter = catalogWith(ALL_KEYS).resolve('openrouter/deepseek/deepseek-v3.2')
    expect(openrouter).toHaveProperty('model.price.inputNanoUsd')
    expect(catalogWith(ALL_KEYS).resolve('openrouter/nobody/knows')).toHaveProperty('model.price', null)
    expect(catalogWith(ALL_KEYS).resolve('ollama/qwen3:8b')).toHaveProperty('model.price', null)
    expect(catalogWith(ALL_KEYS).resolve('openrouter/openai/gpt-6-sol')).toMatchObject({
      model: { provider: 'openrouter', contextWindowTokens: 1_050_000, refusesTemperature: true },
    })
  })
})

describe('retirement goes by the clock', () => {
  it.each([
    ['gemini-2.5-pro', '2026-10-15T23:59:59Z', 'gemini-2.5-pro', 'exact'],
    ['gemini-2.5-pro', '2026-10-16T00:00:00Z', 'gemini-3.8-flash', 'retired'],
    ['o3', '2026-12-09T12:00:00Z', 'o3', 'exact'],
    ['o3', '2026-12-10T00:00:00Z', 'gpt-6-sol', 'retired'],
    ['gpt-5', '2026-12-10T00:00:00Z', 'gpt-6-sol', 'retired'],
    ['gpt-4o', '2027-01-14T00:00:00Z', 'gpt-6-luna', 'retired'],
    ['gemini-2.5-flash-lite', '2027-06-01T00:00:00Z', 'gemini-3.5-flash-lite', 'retired'],
  ])('%s at %s runs as %s', (name, instant, id, reason) => {
    expect(resolved(ALL_KEYS, name, Date.parse(instant))).toMatchObject({ id, reason })
  })

  it('a retired model leaves the list the day it retires, in a catalog already made', () => {
    let nowMs = Date.parse('2026-12-09T12:00:00Z')
    const catalog = createCatalog(parseProviderSettings({ OPENAI_API_KEY: 'o' }), { clock: () => nowMs })
    expect(catalog.models.map(({ id }) => id)).toContain('o3')
    nowMs = Date.parse('2026-12-10T00:00:01Z')
    expect(catalog.models.map(({ id }) => id)).not.toContain('o3')
    expect(catalog.known.find(({ id }) => id === 'o3')).toMatchObject({
      retired: true,
      available: false,
      retiresOn: '2026-12-10',
      successor: 'gpt-6-sol',
    })
  })
})

describe('whose key serves a model', () => {
  it("the maker's own where it is set, else OpenRouter's", () => {
    const both = { OPENAI_API_KEY: 'o', OPENROUTER_API_KEY: 'r' }
    expect(resolved(both, 'openai/gpt-4')).toMatchObject({ provider: 'openai', wire: 'gpt-6-sol' })
    expect(resolved(both, 'anthropic/claude-3-sonnet-20240229')).toEqual({
      id: 'claude-sonnet-5',
      provider: 'openrouter',
      wire: 'anthropic/claude-sonnet-5',
      reason: 'retired',
    })
    expect(resolved(both, 'meta-llama/llama-2-70b-chat')).toMatchObject({ provider: 'openrouter' })
  })

  it('OpenRouter alone serves every entry, priced', () => {
    const catalog = catalogWith({ OPENROUTER_API_KEY: 'r' })
    expect(catalog.models.length).toBeGreaterThan(20)
    for (const model of catalog.models) {
      expect(model).toMatchObject({ provider: 'openrouter', wireFormat: 'openai' })
      expect(model.price?.outputNanoUsd).toBeGreaterThan(0)
    }
  })

  it('none: unavailable, naming what to set', () => {
    const catalog = catalogWith({ OPENAI_API_KEY: 'o' })
    expect(catalog.resolve('gemini-2.5-pro')).toEqual({
      unavailable: true,
      modelId: 'gemini-3.8-flash',
      provider: 'google',
      setting: 'GEMINI_API_KEY',
    })
    expect(catalog.resolve('openrouter/x/y')).toMatchObject({
      unavailable: true,
      setting: 'OPENROUTER_API_KEY',
    })
    expect(catalog.resolve('ollama/x')).toMatchObject({ unavailable: true, setting: 'OLLAMA_BASE_URL' })
    expect(catalog.resolve('sandbox-openai-fast')).toMatchObject({ unavailable: true, provider: 'sandbox' })
    expect(catalog.models.every(({ provider }) => provider === 'openai')).toBe(true)
  })
})

describe('the sandbox', () => {
  const environment = { MERIT_SANDBOX_URL: 'http://127.0.0.1:1' }

  it('offers three grades on two wires, dearer as they get stronger', () => {
    const { models } = catalogWith(environment)
    expect(models.map(({ id }) => id)).toEqual([
      'sandbox-gemini-fast',
      'sandbox-gemini-balanced',
      'sandbox-gemini-strong',
      'sandbox-openai-fast',
      'sandbox-openai-balanced',
      'sandbox-openai-strong',
    ])
    const prices = models.slice(0, 3).map(({ price }) => price?.outputNanoUsd ?? 0)
    expect(prices).toEqual([...prices].sort((left, right) => left - right))
    expect(resolved(environment, 'sandbox-openai-fast').reason).toBe('exact')
  })

  it.each([
    ['gemini-2.5-flash', 'sandbox-gemini-fast'],
    ['gemini-3.8-flash', 'sandbox-gemini-balanced'],
    ['gemini-3.1-pro-preview', 'sandbox-gemini-strong'],
    ['gpt-4o-mini', 'sandbox-openai-fast'],
    ['gpt-4o', 'sandbox-openai-balanced'],
    ['claude-opus-5', 'sandbox-openai-strong'],
    ['openai/gpt-4', 'sandbox-openai-strong'],
    ['openrouter/x/y', 'sandbox-openai-balanced'],
  ])('answers for %s as %s', (name, id) => {
    expect(resolved(environment, name)).toMatchObject({ id, provider: 'sandbox', reason: 'sandbox' })
  })

  it('still knows no model that does not exist', () => {
    expect(catalogWith(environment).resolve('gpt-9')).toEqual({ unknown: true })
  })
})

describe('roles, fallbacks, larger windows', () => {
  const settingsOfOne: Record<string, string>[] = [
    { GEMINI_API_KEY: 'g' },
    { OPENAI_API_KEY: 'o' },
    { ANTHROPIC_API_KEY: 'a' },
    { GROQ_API_KEY: 'q' },
    { OPENROUTER_API_KEY: 'r' },
    { MERIT_SANDBOX_URL: 'http://127.0.0.1:1' },
  ]
  it.each(settingsOfOne)('each role is filled with %o alone', (environment) => {
    const catalog = catalogWith(environment)
    for (const role of ['executor', 'triage', 'judge'] as const) expect(catalog.role(role)).not.toBeNull()
  })

  it('no role without a model that can run', () => {
    expect(catalogWith({}).role('executor')).toBeNull()
    expect(catalogWith({}).models).toEqual([])
  })

  it('judge and executor come from different makers where both can', () => {
    const catalog = catalogWith(ALL_KEYS)
    expect(catalog.role('judge')?.provider).not.toBe(catalog.role('executor')?.provider)
  })

  it.each(settingsOfOne)(
    'a chain with %o holds each runnable model once and never the model itself',
    (environment) => {
      const catalog = catalogWith(environment)
      for (const model of catalog.models) {
        const chain = catalog.fallbackChain(model).map(({ id }) => id)
        expect(chain).not.toContain(model.id)
        expect(new Set(chain).size).toBe(chain.length)
        expect(chain.length).toBeGreaterThan(0)
      }
    },
  )

  it('a chain begins in its own tier with another maker', () => {
    const catalog = catalogWith(ALL_KEYS)
    const executor = catalog.role('executor')
    if (!executor) throw new Error('there is an executor')
    expect(catalog.fallbackChain(executor)[0]).toMatchObject({ provider: 'openai', reasoningGrade: 4 })
  })

  it('larger windows only, the nearest in reasoning first', () => {
    const catalog = catalogWith(ALL_KEYS)
    const small = catalog.models.find(({ id }) => id === 'openai/gpt-oss-120b')
    if (!small) throw new Error('it is offered')
    const larger = catalog.largerContext(small)
    expect(larger.length).toBeGreaterThan(5)
    expect(larger.every(({ contextWindowTokens }) => contextWindowTokens > 131_072)).toBe(true)
    expect(larger[0]?.reasoningGrade).toBe(3)
    const largest = catalog.models.reduce((left, right) =>
      right.contextWindowTokens > left.contextWindowTokens ? right : left,
    )
    expect(catalog.largerContext(largest)).toEqual([])
  })
})

describe('roles by configuration', () => {
  const keys = { OPENAI_API_KEY: 'sk-test-0123456789' }
  const catalogOf = (environment: Record<string, string>) =>
    createCatalog(parseProviderSettings({ ...keys, ...environment }))

  it('go to the model named, and to the default where that cannot run', () => {
    expect(catalogOf({ MERIT_JUDGE_MODEL: 'gpt-4.1' }).role('judge')?.id).toBe('gpt-4.1')
    expect(catalogOf({ MERIT_JUDGE_MODEL: 'gpt-4.1' }).role('triage')).toEqual(catalogOf({}).role('triage'))
    expect(catalogOf({ MERIT_EXECUTOR_MODEL: 'claude-sonnet-5' }).role('executor')).toEqual(
      catalogOf({}).role('executor'),
    )
  })

  it('are refused at once for a name that nobody knows, by their variable', () => {
    expect(() => catalogOf({ MERIT_TRIAGE_MODEL: 'nonsense' })).toThrow('MERIT_TRIAGE_MODEL')
  })
})
