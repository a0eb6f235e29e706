/** Cells, models and ranks of an execution, worked out by hand. */
import { describe, expect, it } from 'vitest'
import { itemRulesSchema } from '../../../supabase/functions/_shared/comparison/itemRules.ts'
import { type Cell, comparisonView } from '../../../supabase/functions/scenarios/comparisonView.ts'

const TEA = { name: 'tea', quantity: 2 }
const COLA = { name: 'cola', quantity: 1 }

function cell(model: string, step: number, predicted: unknown, more: Partial<Cell> = {}): Cell {
  return {
    model_name: model,
    step_number: step,
    status: 'succeeded',
    llm_transcription: null,
    ai_response: null,
    raw_llm_response: '',
    predicted_cart: predicted,
    input_tokens: 10,
    output_tokens: 5,
    latency_ms: 100,
    cost_usd: 0.25,
    cost_is_estimate: false,
    error_code: null,
    error_message: null,
    executed_at: '2026-11-21T00:00:00.000Z',
    ...more,
  }
}

const FAILED = { status: 'failed', error_code: 'unusable_output', error_message: 'prose' } as const

function view(results: Cell[], truths: (object[] | null)[] = [[TEA], [TEA, COLA]]) {
  const names = [...new Set(results.map((result) => result.model_name))]
  return comparisonView({
    scenario_id: 's',
    execution_id: 'e',
    status: 'completed',
    item_rules: { ...itemRulesSchema.parse({}), key_fields: ['name'] },
    models: names.map((model_name) => ({ model_name, provider: 'p', requested: [] })),
    steps: truths.map((truth, index) => ({
      id: `step-${index + 1}`,
      step_number: index + 1,
      text: 'x',
      ground_truth: truth as Record<string, unknown>[] | null,
    })),
    results,
  })
}

describe('comparisonView', () => {
  it('gives means, sums and lists with their steps for each model', () => {
    const { models } = view([
      cell('a', 1, [TEA]),
      cell('a', 2, [{ name: 'tea', quantity: 3 }, { name: 'pie' }]),
    ])
    expect(models).toMatchObject([
      {
        model_name: 'a',
        precision: 0.5,
        recall: 0.5,
        f1_score: 0.5,
        exact_match: false,
        exact_match_rate: 0.5,
        missing_items: [{ step_number: 2, item: COLA }],
        extra_items: [{ step_number: 2, item: { name: 'pie', quantity: 1 } }],
        quantity_mismatches: [{ step_number: 2, expected_quantity: 2, actual_quantity: 3 }],
        input_tokens: 20,
        output_tokens: 10,
        latency_ms: 100,
        cost_usd: 0.5,
      },
    ])
  })

  it('scores a failed cell 0, also where nothing should be in the list', () => {
    const { steps, models } = view([cell('a', 1, null, FAILED), cell('a', 2, [TEA, COLA])], [[], [TEA, COLA]])
    expect(steps[0]?.results).toMatchObject([
      { f1_score: 0, exact_match: false, error: { code: 'unusable_output', message: 'prose' } },
    ])
    expect(models[0]).toMatchObject({ f1_score: 0.5, failed_steps: 1 })
  })

  it('does not compare what has no ground truth, and does not count what is not there yet', () => {
    const { steps, models } = view([cell('a', 1, [TEA]), cell('a', 2, [TEA])], [[TEA], null, [TEA]])
    expect(steps.map((step) => step.results.length)).toEqual([1, 1, 0])
    expect(steps[1]?.results).toMatchObject([{ f1_score: null, exact_match: null, missing_items: [] }])
    expect(models[0]).toMatchObject({ f1_score: 1, compared_steps: 1, completed_steps: 2, total_steps: 3 })
    expect(view([cell('a', 1, [TEA])], [null]).models[0]).toMatchObject({ f1_score: null, exact_match: null })
  })

  it('has no sum where a cost is unknown', () => {
    const { models } = view([cell('a', 1, [TEA]), cell('a', 2, [TEA, COLA], { cost_usd: null })])
    expect(models[0]?.cost_usd).toBeNull()
  })

  it('ranks by F1, then exact steps, then cost, then latency', () => {
    const right = (model: string, more: Partial<Cell>) => [
      cell(model, 1, [TEA], more),
      cell(model, 2, [TEA, COLA], more),
    ]
    const { ranking } = view([
      ...right('slow', { latency_ms: 900 }),
      ...right('unpriced', { cost_usd: null }),
      cell('wrong', 1, [COLA]),
      cell('wrong', 2, [], { cost_usd: 0 }),
      ...right('dear', { cost_usd: 9 }),
      ...right('best', {}),
    ])
    expect(ranking.map(({ rank, model_name }) => [rank, model_name])).toEqual([
      [1, 'best'],
      [2, 'slow'],
      [3, 'dear'],
      [4, 'unpriced'],
      [5, 'wrong'],
    ])
  })
})
