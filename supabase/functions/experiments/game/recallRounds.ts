/**
 * What an agent is told of earlier rounds: counts and its own figures. No other agent can be told from another in it, and
 * no model is named.
 */
import type { RoundRow } from '../store/experimentRows.ts'

export interface RecalledRound {
  round: number
  /** Games by what this agent did, then what the other did. */
  bothCooperated: number
  onlyICooperated: number
  onlyTheyCooperated: number
  nobodyCooperated: number
  gained: number
  score: number
  power: number
  /** Share of all decisions of the group that were to cooperate, 0..1; `null` where there was none. */
  groupCooperation: number | null
}

/** The rounds that came before, oldest first. */
export function recallRounds(agent: number, rounds: readonly RoundRow[]): RecalledRound[] {
  return rounds.map(({ round_number, decisions, standings }) => {
    const own = standings.find((standing) => standing.agent === agent)
    const theirs = new Map(
      decisions.filter(({ other }) => other === agent).map((each) => [each.agent, each.decision]),
    )
    const games = decisions.flatMap(({ agent: decider, other, decision }) => {
      const answer = theirs.get(other)
      return decider === agent && decision && answer ? [`${decision} ${answer}`] : []
    })
    const count = (kind: string) => games.filter((game) => game === kind).length
    const made = decisions.filter(({ decision }) => decision !== null)
    const cooperative = made.filter(({ decision }) => decision === 'cooperate').length
    return {
      round: round_number,
      bothCooperated: count('cooperate cooperate'),
      onlyICooperated: count('cooperate defect'),
      onlyTheyCooperated: count('defect cooperate'),
      nobodyCooperated: count('defect defect'),
      gained: own?.gained ?? 0,
      score: own?.score ?? 0,
      power: own?.power ?? 0,
      groupCooperation: made.length === 0 ? null : cooperative / made.length,
    }
  })
}
