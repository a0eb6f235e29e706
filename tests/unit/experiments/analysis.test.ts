/** Statistics of games small enough to be counted by hand. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../supabase/functions/_shared/random/seededRandom.ts'
import { createBootstrap } from '../../../supabase/functions/experiments/analysis/bootstrap.ts'
import { PLOTS, plotOf } from '../../../supabase/functions/experiments/analysis/plots.ts'
import { reportOf } from '../../../supabase/functions/experiments/analysis/report.ts'
import { reportMarkdown } from '../../../supabase/functions/experiments/analysis/reportMarkdown.ts'
import { createSimilarity } from '../../../supabase/functions/experiments/analysis/similarity.ts'
import { experimentOf, roundOf } from '../../support/experiments.ts'

/** Two a and two b in one group, four a in another; two rounds in the first, one in the second. */
function smallGame() {
  const { experiment, agents } = experimentOf(
    { mixed: ['a', 'a', 'b', 'b'], only_a: ['a', 'a', 'a', 'a'] },
    2,
  )
  const rounds = [
    // a with a: both C. a about b: D D D C. b about a: C C D D. b with b: C and D.
    roundOf(1, 1, ['.CDD', 'C.DC', 'CC.C', 'DDD.'], ['x y', 'x y', 'p q', 'p z']),
    // All cooperate but agent 4, of whom one decision cannot be read.
    roundOf(1, 2, ['.CCC', 'C.CC', 'CC.C', 'D?D.'], ['x y', 'x y', 'p q', 'p z']),
    roundOf(2, 1, ['.CCC', 'C.CC', 'CC.C', 'DDD.']),
  ]
  return { experiment, agents, rounds, totals: [] }
}

describe('reportOf', () => {
  const report = reportOf(smallGame())
  const rateOf = (list: { value: number | null; count: number } | undefined) => [list?.value, list?.count]

  it('counts who cooperated with whom', () => {
    const pair = (name: string, other: string) =>
      rateOf(
        report.pairs.find((each) => each.model_name === name && each.other_model_name === other)?.cooperation,
      )
    // Round 1: a-a 2 of 2. Round 2: 2 of 2. Second group: 9 of 12.
    expect(pair('a', 'a')).toEqual([Number((13 / 16).toFixed(6)), 16])
    // Round 1: 1 of 4. Round 2: 4 of 4.
    expect(pair('a', 'b')).toEqual([5 / 8, 8])
    // Round 1: 2 of 4. Round 2: 2 of 3, as one was not read.
    expect(pair('b', 'a')).toEqual([Number((4 / 7).toFixed(6)), 7])
    expect(pair('b', 'b')).toEqual([2 / 4, 4])
    expect(rateOf(report.cooperation)).toEqual([Number((24 / 35).toFixed(6)), 35])
  })

  it('tells within from across, and one kind of group from the other', () => {
    expect(rateOf(report.within_and_cross?.within)).toEqual([6 / 8, 8])
    expect(rateOf(report.within_and_cross?.cross)).toEqual([9 / 15, 15])
    expect(report.within_and_cross?.difference.value).toBeCloseTo(0.15, 6)
    expect(rateOf(report.homogeneous_and_mixed?.homogeneous)).toEqual([9 / 12, 12])
    expect(rateOf(report.homogeneous_and_mixed?.mixed)).toEqual([Number((15 / 23).toFixed(6)), 23])
    // Only a is in groups of both kinds: 9 of 12 alone, 9 of 12 in the mixed one.
    expect(report.homogeneous_and_mixed?.models.map(({ model_name }) => model_name)).toEqual(['a'])
    expect(report.homogeneous_and_mixed?.models[0]?.difference.value).toBe(0)
    expect(report.scenarios.map(({ scenario, kind }) => [scenario, kind])).toEqual([
      ['mixed', 'mixed'],
      ['only_a', 'homogeneous'],
    ])
  })

  it('follows the rounds, and says what was left out', () => {
    expect(report.over_rounds.map(({ round, cooperation }) => [round, ...rateOf(cooperation)])).toEqual([
      // 6 of 12 in the first group, 9 of 12 in the second
      [1, Number((15 / 24).toFixed(6)), 24],
      [2, Number((9 / 11).toFixed(6)), 11],
    ])
    expect(report.lapses).toMatchObject({
      unparseable_decisions: 1,
      unplayed_games: 1,
      fallback_decisions: 0,
    })
    expect(report.models.map(({ model_name, lapses }) => [model_name, lapses.unparseable_decisions])).toEqual(
      [
        ['a', 0],
        ['b', 1],
      ],
    )
  })

  it('averages scores over agents', () => {
    // a: 10 and 20 in the first group, 10 to 40 in the second. b: 30 and 40.
    expect(report.models.map(({ mean_score }) => mean_score.value)).toEqual([
      Number((130 / 6).toFixed(6)),
      35,
    ])
  })

  it('compares strategies of the same round and group', () => {
    const of = (one: string, other: string) =>
      report.similarity.pairs.find((pair) => pair.model_name === one && pair.other_model_name === other)
    expect(of('a', 'a')).toMatchObject({ mean: 1, pairs: 2 })
    expect(of('a', 'b')).toMatchObject({ mean: 0, pairs: 8 })
    const likeness = of('b', 'b')?.mean ?? 0
    expect(likeness).toBeGreaterThan(0)
    expect(likeness).toBeLessThan(1)
  })

  it('has intervals around what it tells', () => {
    const estimates = [report.cooperation, ...report.pairs.map(({ cooperation }) => cooperation)]
    for (const { value, interval } of estimates) {
      expect(interval?.[0]).toBeLessThanOrEqual(value ?? 0)
      expect(interval?.[1]).toBeGreaterThanOrEqual(value ?? 0)
    }
  })

  it('is the same to the byte for the same rounds, in words and pictures too', () => {
    const again = reportOf(smallGame())
    expect(JSON.stringify(again)).toBe(JSON.stringify(report))
    expect(reportMarkdown(again)).toBe(reportMarkdown(report))
    for (const name of PLOTS) expect(plotOf(name, again)).toBe(plotOf(name, report))
  })

  it('leaves what another model answered out of a model’s rates', () => {
    const game = smallGame()
    for (const round of game.rounds) {
      for (const each of round.decisions) if (each.agent === 1) each.outcome = 'fallback'
    }
    const { models, lapses } = reportOf(game)
    expect(models.map(({ cooperation }) => cooperation.count)).toEqual([24 - 9, 11])
    expect(lapses.fallback_decisions).toBe(9)
  })

  it('can be made before anything was played', () => {
    const empty = reportOf({ ...smallGame(), rounds: [] })
    expect(empty.cooperation).toEqual({ value: null, interval: null, count: 0 })
    expect(reportMarkdown(empty)).toContain('0 of 4 rounds played')
    for (const name of PLOTS) expect(plotOf(name, empty)).toMatch(/^<svg[\s\S]*<\/svg>\n$/)
  })

  it('keeps names from becoming markup', () => {
    const { experiment, agents } = experimentOf({ s: ['<b>|x', '<b>|x'] }, 1)
    const report = reportOf({ experiment, agents, rounds: [roundOf(1, 1, ['.C', 'C.'])], totals: [] })
    for (const name of PLOTS) expect(plotOf(name, report)).not.toContain('<b>')
    expect(reportMarkdown(report)).toContain('<b>\\|x')
  })
})

describe('createBootstrap', () => {
  const agentsOf = (groups: number, perGroup: number) =>
    Array.from({ length: groups * perGroup }, (_, index) => ({
      group: Math.floor(index / perGroup),
      agent: (index % perGroup) + 1,
      scenario: 's',
      isMixed: false,
      modelName: 'm',
      score: 0,
    }))

  it('covers the truth about as often as it says', () => {
    // 40 agents with rates of their own around 0.6; the interval is for the mean of all such agents.
    const random = seededRandom(5, 'coverage')
    let covered = 0
    const trials = 200
    for (let trial = 0; trial < trials; trial += 1) {
      const agents = agentsOf(1, 40)
      const shares = agents.map(() => {
        const rate = 0.4 + 0.4 * random.next()
        return { sum: Array.from({ length: 9 }).filter(() => random.next() < rate).length, count: 9 }
      })
      const { interval } = createBootstrap(agents, seededRandom(trial)).estimate(shares)
      if (interval && interval[0] <= 0.6 && interval[1] >= 0.6) covered += 1
    }
    expect(covered / trials).toBeGreaterThan(0.9)
    expect(covered / trials).toBeLessThan(0.99)
  })

  it('is wider where whole groups differ than where the agents in them do', () => {
    const agents = agentsOf(4, 5)
    const bootstrap = createBootstrap(agents, seededRandom(1))
    const width = (sums: number[]) => {
      const { interval } = bootstrap.estimate(sums.map((sum) => ({ sum, count: 1 })))
      return (interval?.[1] ?? 0) - (interval?.[0] ?? 0)
    }
    const byGroup = agents.map(({ group }) => group % 2)
    const byAgent = agents.map((_, index) => index % 2)
    expect(width(byGroup)).toBeGreaterThan(1.3 * width(byAgent))
  })

  it('says nothing from one agent alone', () => {
    const bootstrap = createBootstrap(agentsOf(1, 2), seededRandom(1))
    expect(
      bootstrap.estimate([
        { sum: 1, count: 2 },
        { sum: 0, count: 0 },
      ]),
    ).toEqual({
      value: 0.5,
      interval: null,
      count: 2,
    })
  })

  it('keeps intervals inside what shares can be, and differences of equals around 0', () => {
    const share = fc.nat(5).map((sum) => ({ sum, count: 5 }))
    fc.assert(
      fc.property(fc.array(share, { minLength: 6, maxLength: 6 }), fc.nat(1000), (shares, seed) => {
        const bootstrap = createBootstrap(agentsOf(2, 3), seededRandom(seed))
        const { interval } = bootstrap.estimate(shares)
        expect(interval?.[0]).toBeGreaterThanOrEqual(0)
        expect(interval?.[1]).toBeLessThanOrEqual(1)
        expect(bootstrap.difference(shares, shares)).toMatchObject({ value: 0, interval: [0, 0] })
      }),
      { numRuns: 25 },
    )
  })
})

describe('createSimilarity', () => {
  it('is the cosine of TF-IDF vectors', () => {
    const similarity = createSimilarity(['alpha beta', 'Beta, alpha!', 'gamma', 'alpha gamma'])
    expect(similarity(0, 1)).toBeCloseTo(1, 12)
    expect(similarity(0, 2)).toBe(0)
    // Document frequencies of four texts: alpha 3, beta 2, gamma 2.
    const idf = (frequency: number) => 1 + Math.log(5 / (1 + frequency))
    const [alpha, beta, gamma] = [idf(3), idf(2), idf(2)]
    const expected = alpha ** 2 / (Math.hypot(alpha, beta) * Math.hypot(alpha, gamma))
    expect(similarity(0, 3)).toBeCloseTo(expected, 12)
    expect(similarity(3, 0)).toBeCloseTo(expected, 12)
  })

  it('has nothing to say of texts without words', () => {
    const similarity = createSimilarity(['', '123'])
    expect([similarity(0, 1), similarity(0, 0)]).toEqual([0, 0])
  })
})
