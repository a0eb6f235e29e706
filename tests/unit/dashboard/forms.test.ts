/** What forms send is what the API takes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  configurationOf,
  FIRST_FORM,
  faultOf,
} from '../../../dashboard/src/pages/experiments/experimentForm.ts'
import { bodyOf, draftOf } from '../../../dashboard/src/pages/queue/configurationDraft.ts'
import { configurationSchema } from '../../../supabase/functions/experiments/configuration/configuration.ts'
import { newConfigurationBody } from '../../../supabase/functions/queue/queueBody.ts'

const models = fc.uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9./-]{0,20}$/), {
  minLength: 1,
  maxLength: 5,
})

describe('the form of an experiment', () => {
  it('makes a configuration that the API takes, with as many agents as asked for in every group', () => {
    const form = fc.record({
      models,
      agents: fc.integer({ min: 5, max: 8 }),
      rounds: fc.integer({ min: 1, max: 5 }),
      hasMixed: fc.boolean(),
      hasHomogeneous: fc.boolean(),
      repetitions: fc.integer({ min: 1, max: 3 }),
      seed: fc.constantFrom('', '7'),
      budgetUsd: fc.constantFrom('', '0.5'),
    })
    fc.assert(
      fc.property(form, (given) => {
        fc.pre(faultOf(given) === null)
        // Two names may become one when they are written as a scenario's.
        fc.pre(new Set(given.models.map((name) => name.replaceAll('/', '-'))).size === given.models.length)
        const configuration = configurationSchema.parse(configurationOf(given))
        const kinds = configuration.scenarios.map(({ model_distribution }) => Object.keys(model_distribution))
        if (given.hasHomogeneous)
          expect(kinds.filter(({ length }) => length === 1)).toHaveLength(given.models.length)
        if (given.hasMixed && given.models.length > 1) expect(kinds[0]).toHaveLength(given.models.length)
      }),
    )
  })

  it('says what is missing', () => {
    expect(faultOf(FIRST_FORM)).toBe('Choose at least one model.')
    expect(faultOf({ ...FIRST_FORM, models: ['a'], hasMixed: false, hasHomogeneous: false })).toContain(
      'kind',
    )
    expect(faultOf({ ...FIRST_FORM, models: ['a', 'b', 'c'], agents: 2 })).toContain(
      'at least as many agents',
    )
    expect(faultOf({ ...FIRST_FORM, models: ['a', 'b'] })).toBeNull()
  })
})

describe('the form of a configuration', () => {
  it('sends nothing of stages without models, and all of the others', () => {
    const draft = draftOf()
    const [first, ...others] = draft.stages
    if (first === undefined) throw new Error('there are no stages')
    const body = bodyOf({
      ...draft,
      name: ' Careful ',
      stages: [{ ...first, models: ['a', 'b'], mode: 'consensus' }, ...others],
      maxCostUsd: '0.25',
    })
    expect(newConfigurationBody.parse(body)).toEqual({
      name: 'Careful',
      description: null,
      temperature: 0,
      orchestrator_model: null,
      orchestrator_prompt: null,
      stage_models: { [first.name]: ['a', 'b'] },
      stage_modes: { [first.name]: 'consensus' },
      limits: { max_repeats: 1, max_calls: 40, max_cost_usd: 0.25 },
    })
  })

  it('keeps stages that the default ones do not name', () => {
    const stored = {
      ...{ id: 'c', name: 'Own', description: null, temperature: 0.5, version: 1, updated_at: '' },
      ...{ orchestrator_model: 'o', orchestrator_prompt: 'p', limits: {} },
      stage_models: { own: ['m'] },
      stage_modes: { own: 'fallback' as const },
    }
    expect(bodyOf(draftOf(stored))).toMatchObject({
      ...{ temperature: 0.5, orchestrator_model: 'o', orchestrator_prompt: 'p' },
      ...{ stage_models: { own: ['m'] }, stage_modes: { own: 'fallback' } },
    })
  })
})
