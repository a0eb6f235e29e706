import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evidence, HALF_LIFE_MS } from '../../../supabase/functions/_shared/selection/evidence.ts'
import { POLICIES } from '../../../supabase/functions/_shared/selection/strategy.ts'
import {
  type AttemptOutcome,
  updateEvidence,
} from '../../../supabase/functions/_shared/selection/updateEvidence.ts'
import { NOW_MS, planFor, seeded } from './arms.ts'

const KEY = { tier: 'all', taskType: null, complexity: null, model: 'a', approach: 'simple' } as const

function outcomeOf(more: Partial<AttemptOutcome> = {}): AttemptOutcome {
  return { succeeded: true, quality: 70, durationMs: 1_000, costNanoUsd: 1_000_000, atMs: NOW_MS, ...more }
}

function learn(outcomes: readonly AttemptOutcome[], from: Evidence | null = null): Evidence {
  const row = outcomes.reduce<Evidence | null>((known, outcome) => updateEvidence(known, KEY, outcome), from)
  if (row === null) throw new Error('nothing to learn from')
  return row
}

const scores = (values: readonly number[]) => values.map((quality) => outcomeOf({ quality }))

describe('updateEvidence', () => {
  it('keeps weight, mean and squares as Welford does', () => {
    const row = learn(scores([60, 70, 80, 90]))
    expect(row.qualityWeight).toBe(4)
    expect(row.qualityMean).toBeCloseTo(75)
    expect(row.qualityM2).toBeCloseTo(500)
    expect(row.successWeight).toBe(4)
    expect(row.costMeanNanoUsd).toBeCloseTo(1_000_000)
    expect(row.logDurationMean).toBeCloseTo(Math.log(1_000))
  })

  it('halves what is known in a half-life, and the weight of what comes late', () => {
    const later = updateEvidence(learn(scores([40, 60])), KEY, outcomeOf({ atMs: NOW_MS + HALF_LIFE_MS }))
    expect(later.qualityWeight).toBeCloseTo(2)
    expect(later.qualityMean).toBeCloseTo(60)
    const late = updateEvidence(later, KEY, outcomeOf({ quality: 0 }))
    expect(late.qualityWeight).toBeCloseTo(2.5)
    expect(late.updatedAtMs).toBe(later.updatedAtMs)
  })

  it('comes to the same sums in any order of arrival', () => {
    const outcomes = [3, 1, 2, 0].map((day) =>
      outcomeOf({ quality: 60 + day, atMs: NOW_MS + day * 86_400_000 }),
    )
    const [one, other] = [learn(outcomes), learn(outcomes.toReversed())]
    for (const figure of [
      'qualityWeight',
      'qualityMean',
      'qualityM2',
      'successWeight',
      'costWeight',
    ] as const)
      expect(one[figure]).toBeCloseTo(other[figure], 9)
  })

  it('lets a failed call lower reliability alone', () => {
    const row = learn([
      ...scores([80, 80]),
      outcomeOf({ succeeded: false, quality: null, durationMs: null, costNanoUsd: null }),
    ])
    expect(row).toMatchObject({
      qualityWeight: 2,
      qualityMean: 80,
      successWeight: 2,
      failureWeight: 1,
      costWeight: 2,
    })
  })

  it('learns the cost of a failed call that was billed', () => {
    expect(learn([outcomeOf({ succeeded: false, quality: null, costNanoUsd: 500 })]).costMeanNanoUsd).toBe(
      500,
    )
  })

  it('drops what it knew when quality falls for good, and says when', () => {
    const random = seeded(5)
    const noisy = (mean: number) => scores(Array.from({ length: 200 }, () => mean + 24 * (random() - 0.5)))
    const good = learn(noisy(85))
    expect(good.qualityChangedAtMs ?? null).toBeNull()
    let row = good
    let results = 0
    for (const outcome of noisy(25)) {
      row = updateEvidence(row, KEY, outcome)
      results += 1
      if (row.qualityChangedAtMs) break
    }
    expect(results).toBeLessThanOrEqual(12)
    expect(row.qualityWeight).toBeLessThanOrEqual(results)
    expect(row.qualityMean).toBeLessThan(45)
  })

  it('follows a tenfold price at once', () => {
    let row = learn(Array.from({ length: 300 }, () => outcomeOf()))
    let results = 0
    while (row.costMeanNanoUsd < 9_000_000 && results < 50) {
      row = updateEvidence(row, KEY, outcomeOf({ costNanoUsd: 10_000_000 }))
      results += 1
    }
    expect(results).toBeLessThanOrEqual(8)
  })

  it('rings no false alarm in thousands of results that only vary', () => {
    let alarms = 0
    for (let series = 0; series < 10; series++) {
      const random = seeded(40 + series)
      let row: Evidence | null = null
      for (let result = 0; result < 2_000; result++)
        row = updateEvidence(row, KEY, outcomeOf({ quality: random() < 0.85 ? 100 : 0 }))
      if (row?.qualityChangedAtMs) alarms += 1
    }
    expect(alarms).toBeLessThanOrEqual(2)
  })

  it('lets a narrower row forget what it learnt before the arm changed', () => {
    const task = learn(scores([80, 90]))
    const after = updateEvidence(task, KEY, outcomeOf({ quality: 20, atMs: NOW_MS + 10 }), NOW_MS + 5)
    expect(after).toMatchObject({ qualityWeight: 1, qualityMean: 20, qualityChangedAtMs: NOW_MS + 5 })
    const again = updateEvidence(after, KEY, outcomeOf({ quality: 30, atMs: NOW_MS + 20 }), NOW_MS + 5)
    expect(again.qualityWeight).toBeCloseTo(2)
  })

  it('leaves a proper posterior, and selection a plan, after any sequence of outcomes', () => {
    const outcome = fc.record({
      succeeded: fc.boolean(),
      quality: fc.option(fc.oneof(fc.constantFrom(0, 100), fc.double({ min: -1e3, max: 1e3, noNaN: true }))),
      durationMs: fc.option(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e12, noNaN: true }))),
      costNanoUsd: fc.option(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))),
      atMs: fc.integer({ min: NOW_MS - 1e13, max: NOW_MS + 1e13 }),
    })
    fc.assert(
      fc.property(
        fc.array(outcome, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(...POLICIES),
        (outcomes, policy) => {
          const row = learn(outcomes)
          for (const weight of [
            row.qualityWeight,
            row.successWeight,
            row.failureWeight,
            row.durationWeight,
            row.costWeight,
          ]) {
            expect(weight).toBeGreaterThanOrEqual(0)
            expect(weight).toBeLessThanOrEqual(outcomes.length + 1e-9)
          }
          expect(row.qualityMean).toBeGreaterThanOrEqual(0)
          expect(row.qualityMean).toBeLessThanOrEqual(100)
          expect(row.qualityM2).toBeGreaterThanOrEqual(0)
          const plan = planFor({ evidence: [row], policy, maxStrategies: 3, random: seeded(1) })
          expect(plan.strategies).toHaveLength(3)
          expect(plan.eligible.reduce((sum, arm) => sum + arm.propensity, 0)).toBeCloseTo(1, 6)
          for (const strategy of plan.strategies) {
            expect(Number.isFinite(strategy.expectedUtility)).toBe(true)
            expect(Number.isFinite(strategy.reservationValue)).toBe(true)
            expect(strategy.expectedQuality).toBeGreaterThanOrEqual(0)
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})
