import { describe, expect, it } from 'vitest'
import { winningProbabilities } from '../../../supabase/functions/_shared/selection/winningProbabilities.ts'
import { evidenceOf, planFor, seeded } from './arms.ts'

/** 99.9 % quantiles of χ², by degrees of freedom. */
const CHI_SQUARE_999: Record<number, number> = { 2: 13.816, 3: 16.266 }

describe('winningProbabilities', () => {
  it('is even for equals, one for a clear winner, and knows the closed form for two', () => {
    expect(
      winningProbabilities([
        { mean: 5, sd: 2 },
        { mean: 5, sd: 2 },
      ])[0],
    ).toBeCloseTo(0.5, 6)
    expect(
      winningProbabilities([
        { mean: 90, sd: 1 },
        { mean: 10, sd: 1 },
      ]),
    ).toEqual([1, 0])
    // P(X > Y) = Φ((60 − 50) ÷ √(5² + 12²)) = Φ(10 ÷ 13)
    expect(
      winningProbabilities([
        { mean: 60, sd: 5 },
        { mean: 50, sd: 12 },
      ])[0],
    ).toBeCloseTo(0.77913, 4)
  })

  it('sums to one where spreads differ widely or are zero', () => {
    for (const draws of [
      [
        { mean: 50, sd: 0 },
        { mean: 50, sd: 20 },
        { mean: 49, sd: 0.4 },
      ],
      [
        { mean: 50, sd: 0 },
        { mean: 50, sd: 0 },
      ],
      [
        { mean: -1e6, sd: 1 },
        { mean: 3, sd: 1e-9 },
      ],
    ]) {
      const shares = winningProbabilities(draws)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
    }
  })
})

describe('logged propensities', () => {
  const evidence = [
    evidenceOf('a', { qualityWeight: 12 }),
    evidenceOf('b', { qualityWeight: 8, qualityMean: 54 }),
    evidenceOf('c', { qualityWeight: 3, qualityMean: 45 }),
  ]
  for (const [policy, order] of [
    ['thompson', 'best'],
    ['thompson', 'search'],
    ['epsilon-greedy', 'best'],
  ] as const) {
    it(`match the frequencies of 200,000 choices (${policy}, ${order})`, () => {
      const choices = 200_000
      const random = seeded(7)
      const counts = new Map<string, number>()
      for (let choice = 0; choice < choices; choice++) {
        const first =
          planFor({ policy, order, evidence, random, withPropensities: false }).strategies[0]?.model.id ?? ''
        counts.set(first, (counts.get(first) ?? 0) + 1)
      }
      const { eligible } = planFor({ policy, order, evidence, random })
      const chiSquare = eligible.reduce((sum, arm) => {
        const expected = arm.propensity * choices
        return sum + ((counts.get(arm.model) ?? 0) - expected) ** 2 / expected
      }, 0)
      expect(chiSquare).toBeLessThan(CHI_SQUARE_999[eligible.length - 1] ?? 0)
    }, 60_000)
  }
})
