/** The rounds of an experiment as what was observed: each decision with the models on both sides of it. */
import type { AgentRow, ExperimentRow, RoundRow } from '../store/experimentRows.ts'

/** One agent of one group, with the model whose behaviour it shows. */
export interface ObservedAgent {
  group: number
  agent: number
  scenario: string
  /** A group of one model, or of several. */
  isMixed: boolean
  modelName: string
  score: number
}

/** A decision that the agent's own model made. */
export interface Observation {
  by: ObservedAgent
  about: ObservedAgent
  round: number
  cooperates: boolean
}

export interface Observations {
  agents: ObservedAgent[]
  decisions: Observation[]
  strategies: { by: ObservedAgent; round: number; text: string }[]
  /** Questions that ended without an answer of the agent's own model, which show nothing of it. */
  lapses: {
    by: ObservedAgent
    stage: 'strategy' | 'decision'
    outcome: 'fallback' | 'unparseable' | 'failed'
  }[]
  /** Games that were not played, as one side had no decision. */
  unplayedGames: number
}

/** What an agent named for a retired model does is the doing of the model that runs in its place. */
export function observe(input: {
  experiment: Pick<ExperimentRow, 'models' | 'default_model'>
  agents: readonly AgentRow[]
  rounds: readonly RoundRow[]
}): Observations {
  const { experiment, agents, rounds } = input
  const nameOf = ({ model_name }: AgentRow) => {
    const chosen = experiment.models.find(({ name }) => name === model_name)
    return chosen?.fallback_reason === undefined ? model_name : experiment.default_model.name
  }
  const observed = agents.map((agent): ObservedAgent => {
    const inGroup = agents.filter((other) => other.group_number === agent.group_number)
    return {
      group: agent.group_number,
      agent: agent.agent_number,
      scenario: agent.scenario,
      isMixed: inGroup.some((other) => nameOf(other) !== nameOf(agent)),
      modelName: nameOf(agent),
      score: agent.score,
    }
  })
  const byNumber = new Map(observed.map((agent) => [`${agent.group} ${agent.agent}`, agent]))
  const found: Observations = {
    agents: observed,
    decisions: [],
    strategies: [],
    lapses: [],
    unplayedGames: 0,
  }
  for (const { group_number: group, round_number: round, strategies, decisions } of rounds) {
    const agentOf = (number: number) => byNumber.get(`${group} ${number}`)
    for (const { agent, text, outcome } of strategies) {
      const by = agentOf(agent)
      if (by === undefined) continue
      if (outcome !== 'answered') found.lapses.push({ by, stage: 'strategy', outcome })
      else if (text !== null) found.strategies.push({ by, round, text })
    }
    const undecided = new Set<string>()
    for (const { agent, other, decision, outcome } of decisions) {
      const [by, about] = [agentOf(agent), agentOf(other)]
      if (by === undefined || about === undefined) continue
      if (decision === null) undecided.add([agent, other].sort((left, right) => left - right).join(' '))
      if (outcome !== 'answered') found.lapses.push({ by, stage: 'decision', outcome })
      else if (decision !== null) {
        found.decisions.push({ by, about, round, cooperates: decision === 'cooperate' })
      }
    }
    found.unplayedGames += undecided.size
  }
  return found
}
