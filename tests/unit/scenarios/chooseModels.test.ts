/** Which models run a scenario. */
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'
import { chooseModels } from '../../../supabase/functions/scenarios/chooseModels.ts'

const clock = () => Date.UTC(2026, 10, 21)
const catalogOf = (environment: Record<string, string>, at = clock) =>
  createCatalog(parseProviderSettings(environment), { clock: at })
const GEMINI = catalogOf({ GEMINI_API_KEY: 'key' })
const NONE = { models: [], model_name: null }
const namesOf = (choice: ReturnType<typeof chooseModels>) => choice.models.map((model) => model.model_name)

describe('chooseModels', () => {
  it('prefers the caller’s list, then the scenario’s, then its one model, then the default three', () => {
    const scenario = { models: ['gemini-3.5-flash'], model_name: 'gemini-3.8-flash' }
    expect(namesOf(chooseModels(GEMINI, ['gemini-3.1-flash-lite'], scenario))).toEqual([
      'gemini-3.1-flash-lite',
    ])
    expect(namesOf(chooseModels(GEMINI, undefined, scenario))).toEqual(['gemini-3.5-flash'])
    expect(namesOf(chooseModels(GEMINI, undefined, { ...scenario, models: [] }))).toEqual([
      'gemini-3.8-flash',
    ])
    expect(chooseModels(GEMINI, undefined, NONE).models).toEqual([
      {
        model_name: 'gemini-3.8-flash',
        provider: 'google',
        requested: [{ model_name: 'gemini-2.5-pro', reason: 'retired' }],
      },
      {
        model_name: 'gemini-3.5-flash-lite',
        provider: 'google',
        requested: [{ model_name: 'gemini-2.5-flash', reason: 'retired' }],
      },
      {
        model_name: 'gemini-3.1-pro-preview',
        provider: 'google',
        requested: [{ model_name: 'gemini-3-pro-preview', reason: 'retired' }],
      },
    ])
  })

  it('ran the default ones themselves while they lived', () => {
    const then = catalogOf({ GEMINI_API_KEY: 'key' }, () => Date.UTC(2026, 5, 1))
    expect(namesOf(chooseModels(then, undefined, NONE)).slice(0, 2)).toEqual([
      'gemini-2.5-pro',
      'gemini-2.5-flash',
    ])
  })

  it('runs no model twice, and keeps every name that led to it', () => {
    const names = ['gemini-2.5-pro', 'gemini-3.8-flash', 'gemini-1.5-pro', 'gemini-2.5-pro']
    expect(chooseModels(GEMINI, names, NONE).models).toEqual([
      {
        model_name: 'gemini-3.8-flash',
        provider: 'google',
        requested: [
          { model_name: 'gemini-2.5-pro', reason: 'retired' },
          { model_name: 'gemini-3.8-flash', reason: 'exact' },
          { model_name: 'gemini-1.5-pro', reason: 'retired' },
        ],
      },
    ])
  })

  it('leaves out what no key is set for, and says which would help', () => {
    const choice = chooseModels(GEMINI, ['gemini-3.8-flash', 'gpt-6-sol'], NONE)
    expect(namesOf(choice)).toEqual(['gemini-3.8-flash'])
    expect(choice.unavailable).toEqual([{ model_name: 'gpt-6-sol', needs: 'OPENAI_API_KEY' }])
  })

  it('refuses names that mean nothing, and a list of which nothing can run', () => {
    expect(() => chooseModels(GEMINI, ['gemini-3.8-flash', 'nonsense'], NONE)).toThrow('models.1')
    expect(() => chooseModels(GEMINI, ['gpt-6-sol'], NONE)).toThrow(
      expect.objectContaining({ code: 'no_model_available' }),
    )
  })
})
