import { randomLcg } from 'd3-random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import type { Evidence } from '../../../supabase/functions/_shared/selection/evidence.ts'
import { HALF_LIFE_MS } from '../../../supabase/functions/_shared/selection/evidence.ts'
import {
  type SelectionInput,
  selectStrategies,
} from '../../../supabase/functions/_shared/selection/selectStrategies.ts'
import { POLICIES } from '../../../supabase/functions/_shared/selection/strategy.ts'
import { modelNamed } from '../../fixtures/models.ts'
import { evidenceOf, NOW_MS } from './arms.ts'

function input(more: Partial<SelectionInput> = {}): SelectionInput {
  return {
    profile: profileTask({ request: 'Build a todo app' }),
    models: [modelNamed('a'), modelNamed('b'), modelNamed('c')],
    evidence: [],
    policy: 'thompson',
    approaches: ['simple'],
    maxStrategies: 3,
    random: randomLcg(0.5),
    nowMs: NOW_MS,
    ...more,
  }
}

function planOf(more: Partial<SelectionInput> = {}) {
  const selection = selectStrategies(input(more))
  if ('reason' in selection) throw new Error(selection.reason)
  return selection.plan
}
const firstOf = (more: Partial<SelectionInput>) => planOf(more).strategies[0]?.model.id

describe('selectStrategies', () => {
  it('is the same for the same random source', () => {
    expect(planOf()).toEqual(planOf())
  })

  it('puts the model first that did best, under every learning policy', () => {
    const known = [evidenceOf('a'), evidenceOf('b', { qualityMean: 90, qualityM2: 50 }), evidenceOf('c')]
    for (const policy of ['thompson', 'ucb', 'epsilon-greedy'] as const) {
      const seeds = Array.from({ length: 40 }, (_, seed) =>
        firstOf({ policy, evidence: known, random: randomLcg(seed / 40) }),
      )
      expect(seeds.filter((id) => id === 'b').length).toBeGreaterThan(32)
    }
  })

  it('trusts the task over all traffic, and the user over the task', () => {
    const profile = input().profile
    const widest = [evidenceOf('a', { qualityMean: 80 }), evidenceOf('b', { qualityMean: 60 })]
    const task = [
      evidenceOf('a', { tier: 'task', taskType: profile.type, qualityMean: 40 }),
      evidenceOf('b', { tier: 'task', taskType: profile.type, qualityMean: 90 }),
    ]
    const user = [
      evidenceOf('a', { tier: 'user', taskType: profile.type, qualityMean: 99, qualityWeight: 500 }),
      evidenceOf('b', { tier: 'user', taskType: profile.type, qualityMean: 20, qualityWeight: 500 }),
    ]
    const best = (rows: Evidence[]) =>
      planOf({ policy: 'epsilon-greedy', order: 'best', evidence: rows, random: () => 0.99 }).strategies[0]
        ?.model.id
    expect(best(widest)).toBe('a')
    expect(best([...widest, ...task])).toBe('b')
    expect(best([...widest, ...task, ...user])).toBe('a')
  })

  it('forgets with time', () => {
    const quality = (ageMs: number) =>
      planOf({
        models: [modelNamed('a')],
        evidence: [evidenceOf('a', { qualityMean: 10, updatedAtMs: NOW_MS - ageMs })],
      }).strategies[0]?.expectedQuality ?? 0
    expect(quality(0)).toBeLessThan(quality(HALF_LIFE_MS * 5))
    expect(quality(HALF_LIFE_MS * 5)).toBeLessThan(quality(HALF_LIFE_MS * 50))
  })

  it('weighs money against quality', () => {
    const dear = modelNamed('dear', {
      price: { inputNanoUsd: 1_000, cachedInputNanoUsd: 1_000, outputNanoUsd: 50_000 },
    })
    const pair = {
      models: [modelNamed('cheap'), dear],
      policy: 'epsilon-greedy' as const,
      random: () => 0.99,
    }
    expect(firstOf({ ...pair, prices: { pointsPerUsd: 100, pointsPerSecond: 0 } })).toBe('cheap')
    const rows = [
      evidenceOf('dear', { qualityMean: 95, costMeanNanoUsd: 200_000_000 }),
      evidenceOf('cheap', { qualityMean: 60 }),
    ]
    expect(firstOf({ ...pair, evidence: rows, prices: { pointsPerUsd: 0, pointsPerSecond: 0 } })).toBe('dear')
    expect(firstOf({ ...pair, evidence: rows, prices: { pointsPerUsd: 1_000, pointsPerSecond: 0 } })).toBe(
      'cheap',
    )
  })

  it('lowers reliability, not quality, for failed calls', () => {
    const failing = planOf({ models: [modelNamed('a')], evidence: [evidenceOf('a', { failureWeight: 200 })] })
      .strategies[0]
    const sound = planOf({ models: [modelNamed('a')], evidence: [evidenceOf('a')] }).strategies[0]
    expect(failing?.expectedQuality).toBe(sound?.expectedQuality)
    expect(failing?.expectedUtility).toBeLessThan(sound?.expectedUtility ?? 0)
  })

  it('follows the catalog alone under static', () => {
    const plan = planOf({
      policy: 'static',
      fallbackChain: ['c', 'a', 'b'],
      evidence: [evidenceOf('b', { qualityMean: 100 })],
    })
    expect(plan.strategies.map((strategy) => strategy.model.id)).toEqual(['c', 'a', 'b'])
    expect(plan.propensity).toBe(1)
  })

  it('leaves out what cannot take the task, and says why nothing is left', () => {
    const profile = {
      ...input().profile,
      capabilities: ['structuredOutput' as const],
      estimatedInputTokens: 50_000,
    }
    expect(selectStrategies(input({ profile }))).toEqual({ reason: 'no_model_available' })
    expect(selectStrategies(input({ models: [] }))).toEqual({ reason: 'no_model_available' })
    const structured = modelNamed('structured', { capabilities: ['structuredOutput'] })
    expect(
      planOf({ profile, models: [modelNamed('a'), structured] }).eligible.map((arm) => arm.model),
    ).toEqual(['structured'])
    const small = modelNamed('small', { capabilities: ['structuredOutput'], contextWindowTokens: 20_000 })
    expect(selectStrategies(input({ profile, models: [small] }))).toEqual({ reason: 'no_model_available' })
    expect(selectStrategies(input({ budgetNanoUsd: 1 }))).toEqual({ reason: 'budget_exceeded' })
    expect(
      selectStrategies(input({ models: [modelNamed('a', { price: null })], budgetNanoUsd: 1e12 })),
    ).toEqual({
      reason: 'budget_exceeded',
    })
    expect(selectStrategies(input({ approach: 'progressive' }))).toEqual({ reason: 'no_model_available' })
  })

  it('asks a long context of the window alone, and no eyes for words', () => {
    const profile = {
      ...input().profile,
      capabilities: ['longContext' as const, 'vision' as const],
      estimatedInputTokens: 50_000,
    }
    expect(planOf({ profile }).eligible).toHaveLength(3)
    const narrow = modelNamed('narrow', { contextWindowTokens: 40_000 })
    expect(selectStrategies(input({ profile, models: [narrow] }))).toEqual({ reason: 'no_model_available' })
  })

  it('leaves out only the arms that break the budget', () => {
    const dear = modelNamed('dear', {
      price: { inputNanoUsd: 1e6, cachedInputNanoUsd: 1e6, outputNanoUsd: 1e7 },
    })
    const plan = planOf({ models: [dear, modelNamed('a')], budgetNanoUsd: 1e9 })
    expect(plan.eligible.map((arm) => arm.model)).toEqual(['a'])
  })

  it('logs propensities that match how often each arm comes first', () => {
    const rows = [
      evidenceOf('a', { qualityWeight: 3 }),
      evidenceOf('b', { qualityWeight: 3, qualityMean: 55 }),
    ]
    const random = randomLcg(0.25)
    const runs = 2_000
    const counts: Record<string, number> = {}
    let expected = 0
    for (let run = 0; run < runs; run++) {
      const plan = planOf({ evidence: rows, random })
      const first = plan.strategies[0]?.model.id ?? ''
      counts[first] = (counts[first] ?? 0) + 1
      expected += plan.eligible.find((arm) => arm.model === 'a')?.propensity ?? 0
    }
    // Five standard deviations of a share over this many runs.
    expect(Math.abs((counts.a ?? 0) / runs - expected / runs)).toBeLessThan(5 * Math.sqrt(0.25 / runs))
  })

  it('survives any evidence, with propensities that are probabilities', () => {
    const weight = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true }))
    const row = fc.record({
      model: fc.constantFrom('a', 'b', 'c'),
      qualityWeight: weight,
      qualityMean: fc.double({ min: 0, max: 100, noNaN: true }),
      variance: fc.double({ min: 0, max: 2_500, noNaN: true }),
      successWeight: weight,
      failureWeight: weight,
      durationWeight: weight,
      logDurationMean: fc.double({ min: 0, max: 15, noNaN: true }),
      costWeight: weight,
      costMeanNanoUsd: fc.double({ min: 0, max: 1e12, noNaN: true }),
      ageMs: fc.integer({ min: -1_000, max: 1e12 }),
    })
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 3 }),
        fc.constantFrom(...POLICIES),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (rows, policy, seed) => {
          const known = rows.map(({ variance, ageMs, model: id, ...rest }) =>
            evidenceOf(id, {
              ...rest,
              qualityM2: variance * rest.qualityWeight,
              updatedAtMs: NOW_MS - ageMs,
            }),
          )
          const plan = planOf({ policy, evidence: known, random: randomLcg(seed) })
          const sum = plan.eligible.reduce((total, arm) => total + arm.propensity, 0)
          expect(sum).toBeCloseTo(1, 6)
          for (const strategy of plan.strategies) {
            expect(Number.isFinite(strategy.expectedUtility)).toBe(true)
            expect(Number.isFinite(strategy.reservationValue)).toBe(true)
          }
          if (policy === 'thompson') expect(plan.propensity).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  })
})
