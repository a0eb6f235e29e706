/**
 * What a round comes to: a game between every two agents who both decided, and power dealt out anew by what was gained.
 *
 * **Game.** A prisoner's dilemma of two (any matrix may take its place). Its points are multiplied by its stake, the mean
 * power of the two: both play for the same stake, so that what a game gives away in all depends on what was decided in it
 * and not on who decided it. Where one of the two has no decision, the two do not play.
 *
 * **Score.** The sum of what was gained so far.
 *
 * **Power.** A share (`update_rate`) of all power is taken from everybody alike, in proportion, and dealt out in
 * proportion to what was gained in the round: power moves to whoever did well, and its sum stays as it is. Where somebody
 * lost points, gains count from the lowest; where nobody gained more than another, power stays as it is.
 */

import type { Payoffs } from '../configuration/configuration.ts'
import type { Decision, PlayedDecision, Standing } from '../store/experimentRows.ts'

/** How an agent stands before a round. */
export interface Standpoint {
  agent: number
  score: number
  power: number
}

export interface GameRules {
  payoffs: Payoffs
  updateRate: number
}

/** Points of one side of a game, before they are multiplied by its stake. */
export function pointsOf(own: Decision, others: Decision, payoffs: Payoffs): number {
  if (own === 'cooperate') return others === 'cooperate' ? payoffs.reward : payoffs.sucker
  return others === 'cooperate' ? payoffs.temptation : payoffs.punishment
}

/** In the order of `before`. Deterministic to the last bit: sums are taken in that order. */
export function playRound(
  before: readonly Standpoint[],
  decisions: readonly Pick<PlayedDecision, 'agent' | 'other' | 'decision'>[],
  { payoffs, updateRate }: GameRules,
): Standing[] {
  const decided = new Map(decisions.map((each) => [`${each.agent} ${each.other}`, each.decision]))
  const gains = before.map((me) =>
    before.reduce((sum, other) => {
      if (other === me) return sum
      const mine = decided.get(`${me.agent} ${other.agent}`)
      const theirs = decided.get(`${other.agent} ${me.agent}`)
      if (!mine || !theirs) return sum
      return sum + pointsOf(mine, theirs, payoffs) * stakeOf(me, other)
    }, 0),
  )
  const powers = dealOut(before, gains, updateRate)
  return before.map(({ agent, score }, index) => {
    const gained = gains[index] ?? 0
    return { agent, gained, score: score + gained, power: powers[index] ?? 0 }
  })
}

function stakeOf(one: Standpoint, other: Standpoint): number {
  return (one.power + other.power) / 2
}

function dealOut(before: readonly Standpoint[], gains: readonly number[], updateRate: number): number[] {
  const lowest = Math.min(0, ...gains)
  const earned = gains.map((gain) => gain - lowest)
  const allEarned = earned.reduce((sum, each) => sum + each, 0)
  const allPower = before.reduce((sum, { power }) => sum + power, 0)
  if (allEarned <= 0 || gains.every((gain) => gain === gains[0])) return before.map(({ power }) => power)
  return before.map(
    ({ power }, index) =>
      (1 - updateRate) * power + (updateRate * allPower * (earned[index] ?? 0)) / allEarned,
  )
}
