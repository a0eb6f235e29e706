/** Scenario files: JSON and YAML, other names for fields, and faults named where they are. */
import { describe, expect, it } from 'vitest'
import { readScenarios } from '../../../supabase/functions/scenarios/interchange.ts'
import { newScenarioBody } from '../../../supabase/functions/scenarios/scenarioBody.ts'
import { snapshotOf } from '../../../supabase/functions/scenarios/snapshot.ts'

describe('readScenarios', () => {
  it('reads one scenario, or several, from either format', async () => {
    const [fromYaml] = await readScenarios(
      'name: tea\nsteps:\n  - text: one tea\n    ground_truth: [{ name: tea }]\n',
    )
    const [fromJson] = await readScenarios(
      '{"name":"tea","steps":[{"text":"one tea","ground_truth":[{"name":"tea"}]}]}',
    )
    expect(fromYaml).toEqual(fromJson)
    expect(fromYaml).toMatchObject({ kind: 'cart', steps: [{ step_number: 1, input_type: 'text' }] })
    expect(await readScenarios('scenarios:\n  - name: a\n  - name: b\n')).toMatchObject([
      { name: 'a' },
      { name: 'b' },
    ])
  })

  it('takes the names older files use', async () => {
    const [read] = await readScenarios(`
name: old
model_name: gemini-2.5-pro
steps:
  - { step_order: 4, input_type: audio, transcript: one tea, ground_truth_cart: [{ item_name: tea }] }
  - { user_input: and a cola, expected_cart: [] }
`)
    expect(read).toMatchObject({
      model_name: 'gemini-2.5-pro',
      steps: [
        { step_number: 4, text: 'one tea', ground_truth: [{ item_name: 'tea' }] },
        { step_number: 5, text: 'and a cola', ground_truth: [] },
      ],
    })
  })

  it.each([
    ['a field nobody knows', 'name: a\nnonsense: 1\n', 'nonsense'],
    ['a field in the second of two', 'scenarios: [{ name: a }, { name: b, stepz: [] }]', 'scenarios.1.stepz'],
    ['a step without words', 'name: a\nsteps: [{ ground_truth: [] }]', 'steps.0.text'],
    [
      'two steps of one number',
      'name: a\nsteps: [{ text: x, step_number: 2 }, { text: y, step_number: 2 }]',
      'steps.1',
    ],
    ['no name', '{}', 'name'],
    ['neither JSON nor YAML', 'name: [a\nsteps: }', 'line 2'],
    ['a bare text', 'hello', 'body'],
    ['rules nobody knows', 'name: a\nitem_rules: { key: name }', 'item_rules.key'],
  ])('names what is wrong: %s', async (_, text, named) => {
    await expect(readScenarios(text)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(named),
    })
  })

  it('is not unfolded without end by aliases', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`
    await expect(readScenarios(bomb)).rejects.toMatchObject({ code: 'invalid_request' })
  })
})

describe('snapshotOf', () => {
  const scenario = (steps: object[], rules: object = {}) =>
    newScenarioBody.parse({
      name: 's',
      item_rules: rules,
      steps: steps.map((step) => ({ text: 'x', ...step })),
    })

  it('puts steps in order and settles by what items are known', () => {
    const snapshot = snapshotOf(
      scenario([
        { step_number: 2, ground_truth: [{ sku: 1 }] },
        { step_number: 1, ground_truth: [{ sku: 2 }] },
      ]),
    )
    expect(snapshot.steps.map((step) => step.step_number)).toEqual([1, 2])
    expect(snapshot.scenario.item_rules.key_fields).toEqual(['sku'])
  })

  it('refuses ground truth that cannot be compared', () => {
    expect(() => snapshotOf(scenario([{ ground_truth: [{ name: 'a', quantity: 'many' }] }]))).toThrow(
      'quantity',
    )
    const keyless = scenario([{ ground_truth: [{ name: 'a' }, { size: 1 }] }], { key_fields: ['name'] })
    expect(() => snapshotOf(keyless)).toThrow('steps.1.ground_truth: item 1 has no name')
  })
})
