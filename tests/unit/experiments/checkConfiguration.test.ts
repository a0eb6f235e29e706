/** What a configuration means with the models and keys there are. */
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { checkConfiguration } from '../../../supabase/functions/experiments/configuration/checkConfiguration.ts'
import { readConfiguration } from '../../../supabase/functions/experiments/configuration/readConfiguration.ts'

const CLOCK = () => Date.UTC(2026, 10, 21)

function check(
  text: string,
  environment: Record<string, string> = { MERIT_SANDBOX_URL: 'http://127.0.0.1:1' },
) {
  const catalog = createCatalog(parseProviderSettings(environment), { clock: CLOCK })
  const { configuration, refuse } = readConfiguration(text)
  const checked = checkConfiguration(catalog, (name) => environment[name] !== undefined, configuration)
  return 'faults' in checked ? { faults: checked.faults, message: refuse(checked.faults).message } : checked
}

const file = (model: string, more = '') => `NUM_AGENTS: 2
NUM_ROUNDS: 1
ENABLE_MULTI_MODEL: true
${more}
scenarios:
  - name: s
    model_distribution:
      ${model}: 2
`

const OPENAI = { OPENAI_API_KEY: 'key', GEMINI_API_KEY: 'key' }

describe('checkConfiguration', () => {
  it('lets sandbox models stand in without keys', () => {
    const text = file('gpt', 'model_configs:\n  gpt: { model_type: gpt-4.1, api_key_env: OPENAI_API_KEY }')
    expect(check(text)).toMatchObject({
      models: [{ name: 'gpt', model: 'sandbox-openai-balanced', provider: 'sandbox' }],
      warnings: [],
    })
  })

  it('asks for the key that a model is said to have', () => {
    const text = file('gpt-4.1', 'model_configs:\n  gpt-4.1:\n    api_key_env: ANTHROPIC_API_KEY')
    expect(check(text, OPENAI)).toMatchObject({
      faults: [{ path: ['model_configs', 'gpt-4.1', 'api_key_env'] }],
      message: 'line 6: model_configs.gpt-4.1.api_key_env names ANTHROPIC_API_KEY, which is not set',
    })
    expect(check(text.replace('ANTHROPIC', 'OPENAI'), OPENAI)).toMatchObject({
      models: [{ provider: 'openai' }],
    })
  })

  it('takes no other variable of the environment for a key', () => {
    const text = file('gpt-4.1', 'model_configs:\n  gpt-4.1: { api_key_env: SUPABASE_SECRET_KEYS }')
    const environment = { ...OPENAI, SUPABASE_SECRET_KEYS: '{}' }
    expect(check(text, environment)).toMatchObject({
      message: expect.stringContaining('is to be one of GEMINI_API_KEY'),
    })
  })

  it('refuses names that mean nothing, where they stand', () => {
    expect(check(file('gpt-nonsense'))).toMatchObject({
      message:
        'line 8: scenarios.0.model_distribution.gpt-nonsense names no model that is known: "gpt-nonsense"',
    })
    expect(check(file('gpt', 'model_configs:\n  gpt: { model_type: gpt-nonsense }'))).toMatchObject({
      message: expect.stringContaining('line 5: model_configs.gpt.model_type names no model'),
    })
    expect(check('NUM_AGENTS: 2\nNUM_ROUNDS: 1\nDEFAULT_MODEL: gpt-nonsense')).toMatchObject({
      message: expect.stringContaining('line 3: DEFAULT_MODEL names no model'),
    })
  })

  it('refuses a model without a key, naming what would change that', () => {
    expect(check(file('claude-opus-5'), OPENAI)).toMatchObject({
      message: expect.stringContaining('ANTHROPIC_API_KEY is not set'),
    })
    expect(check(file('claude-opus-5'), {})).toMatchObject({
      message: expect.stringContaining('no key of any provider is set'),
    })
  })

  it('puts the default in the place of a model that is no longer offered, and says so', () => {
    expect(check(file('gpt-4', 'DEFAULT_MODEL: gpt-4.1'), OPENAI)).toMatchObject({
      models: [{ name: 'gpt-4', model: 'gpt-4.1', fallback_reason: 'retired' }],
      defaultModel: { name: 'gpt-4.1' },
      warnings: [{ code: 'model_retired', model_name: 'gpt-4', model: 'gpt-4.1' }],
    })
    expect(check(file('gpt-4', 'DEFAULT_MODEL: gpt-4.1'))).toMatchObject({
      models: [{ name: 'gpt-4', model: 'sandbox-openai-balanced' }],
      warnings: [{ code: 'model_retired', model_name: 'gpt-4' }],
    })
  })

  it('puts the project’s own default in the place of a default that is gone', () => {
    expect(check('NUM_AGENTS: 2\nNUM_ROUNDS: 1\nDEFAULT_MODEL: gpt-4', OPENAI)).toMatchObject({
      models: [{ name: 'gpt-4', model: 'gemini-3.8-flash' }],
      warnings: [{ code: 'model_retired', model_name: 'gpt-4', model: 'gemini-3.8-flash' }],
    })
  })

  it('calls each model as it is configured, and others as the file says for all', () => {
    const settings =
      'max_tokens: 100, temperature: 0.5, rate_limit: 60, retry_delay: 0.25, custom_params: { seed: 1 }'
    const text = file(
      'gpt',
      `MAX_TOKENS: 900\nTEMPERATURE: 1\nmodel_configs:\n  gpt: { model_type: gpt-4.1, ${settings} }`,
    )
    expect(check(text, OPENAI)).toMatchObject({
      models: [
        {
          ...{ max_tokens: 100, temperature: 0.5, rate_limit: 60 },
          ...{ retry_delay_ms: 250, custom_params: { seed: 1 } },
        },
      ],
      defaultModel: { name: 'gemini-3.8-flash', max_tokens: 900, temperature: 1, retry_delay_ms: 1000 },
    })
  })

  it('leaves model_configs and scenarios alone while several models are switched off', () => {
    const plain = 'NUM_AGENTS: 2\nNUM_ROUNDS: 1\nDEFAULT_MODEL: gpt-4.1\n'
    const more = `${plain}ENABLE_MULTI_MODEL: false
model_configs: { gpt-4.1: { temperature: 2, rate_limit: 1, api_key_env: ANTHROPIC_API_KEY } }
scenarios: [{ name: s, model_distribution: { gpt-nonsense: 2 } }]`
    expect(check(more, OPENAI)).toEqual(check(plain, OPENAI))
  })

  it('keeps no budget over what nobody knows the price of', () => {
    const text = file('ollama/llama3', 'BUDGET_USD: 1')
    expect(check(text, { ...OPENAI, OLLAMA_BASE_URL: 'http://127.0.0.1:1' })).toMatchObject({
      message: expect.stringContaining('BUDGET_USD cannot be kept'),
    })
  })
})
