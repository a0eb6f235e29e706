/** Rounds worked out by hand, and what holds for every round there can be. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type GameRules,
  playRound,
  pointsOf,
  type Standpoint,
} from '../../../supabase/functions/experiments/game/playRound.ts'
import type { Decision } from '../../../supabase/functions/experiments/store/experimentRows.ts'

const DILEMMA = { temptation: 5, reward: 3, punishment: 1, sucker: 0 }
const RULES: GameRules = { payoffs: DILEMMA, updateRate: 0.1 }

const standpoints = (...powers: number[]): Standpoint[] =>
  powers.map((power, index) => ({ agent: index + 1, score: 0, power }))

/** From a matrix of letters: row decides about column. */
function decisionsOf(...rows: string[]) {
  return rows.flatMap((row, agent) =>
    [...row].flatMap((letter, other) => {
      if (letter === '.') return []
      const decision = letter === 'C' ? 'cooperate' : letter === 'D' ? 'defect' : null
      return [{ agent: agent + 1, other: other + 1, decision: decision as Decision | null }]
    }),
  )
}

describe('a game of two', () => {
  it('pays by the matrix', () => {
    expect(pointsOf('cooperate', 'cooperate', DILEMMA)).toBe(3)
    expect(pointsOf('cooperate', 'defect', DILEMMA)).toBe(0)
    expect(pointsOf('defect', 'cooperate', DILEMMA)).toBe(5)
    expect(pointsOf('defect', 'defect', DILEMMA)).toBe(1)
  })

  it('is played for the mean power of the two', () => {
    const [one, other] = playRound(standpoints(1, 3), decisionsOf('.D', 'C.'), RULES)
    // Stake 2: five points make ten. All that was gained was gained by the first, who gets the tenth of 4 dealt out.
    expect(one).toEqual({ agent: 1, gained: 10, score: 10, power: 0.9 + 0.4 })
    expect(other).toEqual({ agent: 2, gained: 0, score: 0, power: 2.7 })
  })
})

describe('a round of three', () => {
  it('is three games', () => {
    // 1 cooperates with all, 2 defects against all, 3 defects against 1 alone.
    const standings = playRound(standpoints(1, 1, 1), decisionsOf('.CC', 'D.D', 'DC.'), RULES)
    expect(standings.map(({ gained }) => gained)).toEqual([0, 5 + 5, 5 + 0])
    // 2.7 stays, 0.3 is dealt out as 0 : 10 : 5.
    expect(standings.map(({ power }) => power)).toEqual([
      0.9,
      expect.closeTo(0.9 + 0.2, 12),
      expect.closeTo(0.9 + 0.1, 12),
    ])
  })

  it('leaves out the game of an agent without a decision', () => {
    const standings = playRound(standpoints(1, 1, 1), decisionsOf('.?C', 'D.D', 'CD.'), RULES)
    expect(standings.map(({ gained }) => gained)).toEqual([3, 1, 3 + 1])
  })

  it('adds to the scores there are', () => {
    const before = standpoints(1, 1).map((standpoint) => ({ ...standpoint, score: 7 }))
    expect(playRound(before, decisionsOf('.C', 'C.'), RULES)).toMatchObject([{ score: 10 }, { score: 10 }])
  })
})

const decision = fc.constantFrom<Decision | null>('cooperate', 'defect', null)
const payoff = fc.integer({ min: -50, max: 50 })
const round = fc.integer({ min: 2, max: 7 }).chain((size) =>
  fc.record({
    powers: fc.array(fc.double({ min: 0.01, max: 10, noNaN: true }), { minLength: size, maxLength: size }),
    decisions: fc.array(decision, { minLength: size * size, maxLength: size * size }),
    payoffs: fc.record({ temptation: payoff, reward: payoff, punishment: payoff, sucker: payoff }),
    updateRate: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
)

function played({
  powers,
  decisions,
  payoffs,
  updateRate,
}: typeof round extends fc.Arbitrary<infer Value> ? Value : never) {
  const before = standpoints(...powers)
  const made = before.flatMap(({ agent }) =>
    before.flatMap(({ agent: other }) =>
      agent === other
        ? []
        : [{ agent, other, decision: decisions[(agent - 1) * before.length + other - 1] ?? null }],
    ),
  )
  return { before, made, standings: playRound(before, made, { payoffs, updateRate }), payoffs }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('every round', () => {
  it('gives away in all what its games are worth, whoever plays them', () => {
    fc.assert(
      fc.property(round, (input) => {
        const { before, made, standings, payoffs } = played(input)
        const worth = before.flatMap((one) =>
          before.flatMap((other) => {
            if (one.agent >= other.agent) return []
            const mine = made.find((each) => each.agent === one.agent && each.other === other.agent)?.decision
            const theirs = made.find(
              (each) => each.agent === other.agent && each.other === one.agent,
            )?.decision
            if (!mine || !theirs) return []
            const stake = (one.power + other.power) / 2
            return [stake * (pointsOf(mine, theirs, payoffs) + pointsOf(theirs, mine, payoffs))]
          }),
        )
        expect(sum(standings.map(({ gained }) => gained))).toBeCloseTo(sum(worth), 6)
      }),
    )
  })

  it('keeps the sum of power, and nobody’s below zero', () => {
    fc.assert(
      fc.property(round, (input) => {
        const { before, standings } = played(input)
        expect(sum(standings.map(({ power }) => power))).toBeCloseTo(sum(before.map(({ power }) => power)), 6)
        expect(Math.min(...standings.map(({ power }) => power))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('treats agents alike: turned around, it comes out turned around', () => {
    fc.assert(
      fc.property(round, (input) => {
        const { before, made, standings, payoffs } = played(input)
        const size = before.length
        const turned = (agent: number) => size + 1 - agent
        const other = playRound(
          [...before].reverse().map((each) => ({ ...each, agent: turned(each.agent) })),
          made.map((each) => ({ ...each, agent: turned(each.agent), other: turned(each.other) })),
          { payoffs, updateRate: input.updateRate },
        )
        for (const { agent, gained, power } of standings) {
          const same = other.find((each) => each.agent === turned(agent))
          expect(same?.gained).toBeCloseTo(gained, 6)
          expect(same?.power).toBeCloseTo(power, 6)
        }
      }),
    )
  })

  it('gives equals the same where all decide the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.boolean(), (size, kind) => {
        const before = standpoints(...Array<number>(size).fill(1))
        const made = before.flatMap(({ agent }) =>
          before
            .filter((other) => other.agent !== agent)
            .map((other) => ({
              agent,
              other: other.agent,
              decision: kind ? ('cooperate' as const) : ('defect' as const),
            })),
        )
        const standings = playRound(before, made, RULES)
        expect(new Set(standings.map(({ gained }) => gained))).toEqual(new Set([(size - 1) * (kind ? 3 : 1)]))
        expect(standings.every(({ power }) => power === 1)).toBe(true)
      }),
    )
  })
})
