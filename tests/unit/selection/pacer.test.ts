import { describe, expect, it } from 'vitest'
import {
  type PacerState,
  pace,
  pacedPrices,
  UNPACED,
} from '../../../supabase/functions/_shared/selection/pacer.ts'
import { modelNamed } from '../../fixtures/models.ts'
import { evidenceOf, planFor, seeded } from './arms.ts'

const CHEAP_NANO_USD = 1_000_000
const DEAR_NANO_USD = 20_000_000
const BASE = { pointsPerUsd: 0, pointsPerSecond: 0 }

/** Mean cost of the last half of 4,000 requests for which the dear model is the better one. */
function meanCost(targetNanoUsd: number): number {
  const models = [modelNamed('cheap'), modelNamed('dear')]
  const evidence = [
    evidenceOf('cheap', {
      qualityMean: 60,
      qualityWeight: 400,
      costWeight: 400,
      costMeanNanoUsd: CHEAP_NANO_USD,
    }),
    evidenceOf('dear', {
      qualityMean: 80,
      qualityWeight: 400,
      costWeight: 400,
      costMeanNanoUsd: DEAR_NANO_USD,
    }),
  ]
  const random = seeded(3)
  let state: PacerState = UNPACED
  let spent = 0
  const requests = 4_000
  for (let request = 0; request < requests; request++) {
    const prices = pacedPrices(BASE, state, targetNanoUsd)
    const chosen = planFor({ models, evidence, random, prices, withPropensities: false }).strategies[0]?.model
      .id
    const cost = chosen === 'dear' ? DEAR_NANO_USD : CHEAP_NANO_USD
    if (request >= requests / 2) spent += cost
    state = pace(state, cost, targetNanoUsd)
  }
  return spent / (requests / 2)
}

describe('pacer', () => {
  for (const targetNanoUsd of [3_000_000, 8_000_000, 15_000_000]) {
    it(`keeps the mean cost within 3 % of a target of ${targetNanoUsd} nano-dollars`, () => {
      expect(Math.abs(meanCost(targetNanoUsd) / targetNanoUsd - 1)).toBeLessThan(0.03)
    })
  }

  it('stays out of the way where the target is above what anything costs', () => {
    expect(meanCost(60_000_000)).toBeGreaterThan(0.97 * DEAR_NANO_USD)
  })

  it('stays within bounds whatever is spent', () => {
    let state: PacerState = UNPACED
    for (let step = 0; step < 1_000; step++) state = pace(state, 1e15, 1)
    expect(state.multiplier).toBe(200)
    for (let step = 0; step < 10_000; step++) state = pace(state, 0, 1)
    expect(state.multiplier).toBe(0)
  })

  it('refuses a target that is none', () => {
    expect(() => pace(UNPACED, 1, 0)).toThrow(RangeError)
    expect(() => pacedPrices(BASE, UNPACED, Number.NaN)).toThrow(RangeError)
  })
})
