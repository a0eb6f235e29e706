import { describe, expect, it } from 'vitest'
import {
  estimateDoublyRobust,
  estimateIps,
  estimateSnips,
  type ModelledChoice,
  type ValueEstimate,
} from '../../../supabase/functions/_shared/selection/offPolicy.ts'
import { evidenceOf, planFor, seeded } from './arms.ts'

const SIMULATIONS = 200
const LOG_LENGTH = 600
/** True mean rewards, and what a mediocre model makes of them. */
const TRUTH: Record<string, number> = { a: 0.55, b: 0.7, c: 0.35 }
const MODEL: Record<string, number> = { a: 0.6, b: 0.6, c: 0.5 }

const evidence = [
  evidenceOf('a', { qualityWeight: 5, qualityMean: 52 }),
  evidenceOf('b', { qualityWeight: 4 }),
  evidenceOf('c', { qualityWeight: 4, qualityMean: 48 }),
]
const logging = planFor({ evidence, random: seeded(1) })
const target = planFor({ evidence, policy: 'epsilon-greedy', random: seeded(1) })
const targetOf = (model: string) => target.eligible.find((arm) => arm.model === model)?.propensity ?? 0
const meanUnderTarget = (rewards: Record<string, number>) =>
  target.eligible.reduce((sum, arm) => sum + arm.propensity * (rewards[arm.model] ?? 0), 0)

/** A log as the product writes it: chosen by the selector, with the propensity it stated, rewards of 0 or 1. */
function simulateLog(seed: number): ModelledChoice[] {
  const random = seeded(seed)
  return Array.from({ length: LOG_LENGTH }, () => {
    const model = planFor({ evidence, random, withPropensities: false }).strategies[0]?.model.id ?? ''
    return {
      reward: random() < (TRUTH[model] ?? 0) ? 1 : 0,
      propensity: logging.eligible.find((arm) => arm.model === model)?.propensity ?? 0,
      targetProbability: targetOf(model),
      predictedReward: MODEL[model] ?? 0,
      predictedTargetReward: meanUnderTarget(MODEL),
    }
  })
}

describe('off-policy estimates', () => {
  const logs = Array.from({ length: SIMULATIONS }, (_, index) => simulateLog(100 + index))
  const truth = meanUnderTarget(TRUTH)
  const estimators: [string, (log: ModelledChoice[]) => ValueEstimate][] = [
    ['IPS', estimateIps],
    ['SNIPS', estimateSnips],
    ['doubly robust', estimateDoublyRobust],
  ]
  for (const [name, estimate] of estimators) {
    it(`${name}: the interval holds the truth in at least 90 % of ${SIMULATIONS} simulations, and is of use`, () => {
      const estimates = logs.map(estimate)
      const held = estimates.filter(({ low, high }) => low <= truth && truth <= high).length
      expect(held / SIMULATIONS).toBeGreaterThanOrEqual(0.9)
      const meanValue = estimates.reduce((sum, { value }) => sum + value, 0) / SIMULATIONS
      expect(Math.abs(meanValue - truth)).toBeLessThan(0.01)
      expect(Math.max(...estimates.map(({ low, high }) => high - low))).toBeLessThan(0.4)
    })
  }

  it('gives the plain mean where both policies are the same', () => {
    const log = [1, 0, 1, 1].map((reward) => ({ reward, propensity: 0.5, targetProbability: 0.5 }))
    expect(estimateIps(log)).toMatchObject({ value: 0.75, count: 4, effectiveCount: 4 })
    expect(estimateSnips(log).value).toBe(0.75)
  })

  it('claims nothing for an empty log, a log of one, or one that never chose alike', () => {
    expect(estimateIps([])).toMatchObject({ value: Number.NaN, low: -Infinity, high: Infinity, count: 0 })
    const one = [{ reward: 1, propensity: 0.2, targetProbability: 0.4 }]
    expect(estimateIps(one)).toMatchObject({ value: 2, low: -Infinity, high: Infinity })
    expect(estimateSnips([{ reward: 1, propensity: 0.2, targetProbability: 0 }]).value).toBeNaN()
  })

  it('refuses a propensity that is none', () => {
    for (const propensity of [0, -0.1, 1.1, Number.NaN])
      expect(() => estimateIps([{ reward: 1, propensity, targetProbability: 0.5 }])).toThrow(RangeError)
  })
})
