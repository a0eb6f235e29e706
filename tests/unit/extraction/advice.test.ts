import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareConfigurations,
  type Use,
} from '../../../supabase/functions/queue/extraction/compareConfigurations.ts'
import { differenceOf, sampleOf, tQuantile } from '../../../supabase/functions/queue/extraction/interval.ts'
import {
  recommendModels,
  type StageEvidence,
} from '../../../supabase/functions/queue/extraction/recommendModels.ts'

function rows(model: string, cost_usd: number, accuracies: readonly number[]): StageEvidence[] {
  return accuracies.map((accuracy) => ({ stage: 'extract', model, accuracy, cost_usd }))
}
const around = (mean: number, count: number) =>
  Array.from({ length: count }, (_, index) => mean + (index % 2 === 0 ? 0.02 : -0.02))

function advise(evidence: readonly StageEvidence[]) {
  const [advice] = recommendModels({ extract: ['dear'] }, evidence)
  if (advice === undefined) throw new Error('no advice')
  return advice
}

describe('cost advice', () => {
  it('is the cheapest model that is not worse beyond the noise, with what it goes by', () => {
    const advice = advise([
      ...rows('dear', 10, around(0.9, 20)),
      ...rows('as good', 4, around(0.9, 20)),
      ...rows('as good and cheaper', 2, around(0.895, 20)),
      ...rows('worse', 1, around(0.7, 20)),
    ])
    expect(advice).toMatchObject({
      present_model: 'dear',
      advised_model: 'as good and cheaper',
      saves_usd_a_call: 8,
    })
    expect(advice.evidence.map(({ model, verdict, measured }) => [model, verdict, measured])).toEqual([
      ['dear', 'present', 20],
      ['as good', 'not_worse', 20],
      ['as good and cheaper', 'not_worse', 20],
      ['worse', 'worse', 20],
    ])
  })

  it('is not given on little evidence, for dearer models, or without a known price', () => {
    expect(
      advise([...rows('dear', 10, around(0.9, 20)), ...rows('new', 1, [0.9, 0.9])]).advised_model,
    ).toBeNull()
    const scattered = [0.1, 1, 0.2, 1, 0.9, 1, 0.3]
    expect(
      advise([...rows('dear', 10, around(0.9, 20)), ...rows('odd', 1, scattered)]).evidence[1],
    ).toMatchObject({
      verdict: 'too_little_evidence',
    })
    expect(
      advise([...rows('dear', 10, around(0.9, 20)), ...rows('dearer', 20, around(1, 20))]).advised_model,
    ).toBeNull()
    const unpriced = rows('odd', 1, around(0.9, 20)).map((row) => ({ ...row, cost_usd: null }))
    expect(advise([...rows('dear', 10, around(0.9, 20)), ...unpriced]).advised_model).toBeNull()
    expect(advise([])).toMatchObject({ advised_model: null, evidence: [] })
  })

  it('is never a model that is dearer, or whose interval lies below 0', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const model = fc.record({
      cost: fc.integer({ min: 1, max: 20 }),
      accuracies: fc.array(share, { maxLength: 12 }),
    })
    fc.assert(
      fc.property(fc.array(model, { minLength: 1, maxLength: 4 }), (models) => {
        const names = ['dear', 'b', 'c', 'd']
        const advice = advise(
          models.flatMap(({ cost, accuracies }, at) => rows(names[at] ?? '', cost, accuracies)),
        )
        if (advice.advised_model === null) return
        const advised = advice.evidence.find((entry) => entry.model === advice.advised_model)
        expect(advised?.interval?.[1]).toBeGreaterThanOrEqual(0)
        expect(advice.saves_usd_a_call).toBeGreaterThan(0)
      }),
    )
  })
})

describe('two configurations', () => {
  const use = (item: number, accuracy: number, cost_usd = 1): Use => ({
    item_id: String(item),
    success: true,
    accuracy,
    cost_usd,
    duration_ms: 100,
  })
  const items = Array.from({ length: 10 }, (_, index) => index)

  it('are compared item by item where they had the same ones', () => {
    const a = items.map((item) => use(item, item / 20))
    const b = items.map((item) => use(item, item / 20 + 0.1))
    const { accuracy } = compareConfigurations(a, b)
    expect(accuracy).toMatchObject({ pairs: 10, difference: expect.closeTo(0.1), higher: 'b' })
    const others = compareConfigurations(
      a,
      b.map((each) => ({ ...each, item_id: `other ${each.item_id}` })),
    )
    // the items' own spread hides it
    expect(others.accuracy).toMatchObject({ pairs: 0, difference: expect.closeTo(0.1), higher: 'unclear' })
  })

  it('are not told apart without uses', () => {
    expect(
      compareConfigurations(
        [],
        items.map((item) => use(item, 1)),
      ).accuracy,
    ).toMatchObject({
      mean_a: null,
      mean_b: 1,
      interval: null,
      higher: 'unclear',
    })
  })
})

describe('intervals', () => {
  it('use the quantiles of tables', () => {
    for (const [freedom, quantile] of [
      [1, 12.706],
      [2, 4.303],
      [3, 3.182],
      [5, 2.571],
      [10, 2.228],
      [30, 2.042],
      [1e9, 1.96],
    ] as const) {
      expect(Math.abs(tQuantile(freedom) / quantile - 1)).toBeLessThan(0.005)
    }
  })

  it('turn round with the samples', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 })
    fc.assert(
      fc.property(values, values, (left, right) => {
        const there = differenceOf(sampleOf(left), sampleOf(right))
        const back = differenceOf(sampleOf(right), sampleOf(left))
        expect(back.difference).toBeCloseTo(-there.difference, 12)
        expect(back.interval?.[0]).toBeCloseTo(-(there.interval?.[1] ?? 0), 9)
      }),
    )
  })
})
