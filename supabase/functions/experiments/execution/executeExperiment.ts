/**
 * Conducts an experiment that this worker holds: groups side by side, the rounds of each one after the other, in a round
 * all strategies at once and then all decisions at once, as far as the models' limits let them.
 */
import { keepLease, retryWhileUnavailable } from '../../_shared/durable/heldLease.ts'
import type { WorkerContext } from '../../_shared/worker/workerContext.ts'
import { gameRulesOf, gameSettingOf } from '../game/gameOf.ts'
import { playRound, type Standpoint } from '../game/playRound.ts'
import { decisionMessages, strategyMessages } from '../game/prompts.ts'
import type {
  AgentRow,
  CallRow,
  ChosenModel,
  ExperimentRow,
  PlayedDecision,
  PlayedStrategy,
  RoundRow,
} from '../store/experimentRows.ts'
import type { ExperimentStore } from '../store/experimentStore.ts'
import { createHalt, type Halt } from './halt.ts'
import { createQuestions, type Questions } from './questions.ts'

/** What stands for the strategy of an agent that never came to write one. */
const NO_STRATEGY = 'This agent has written no strategy.'

/** `ended`: completed or failed. `handed_over`: something is left to do, and the lease is free. `lost`: cancelled, or another's. */
export type ConductResult = 'ended' | 'handed_over' | 'lost'

interface Conducting {
  worker: WorkerContext
  store: ExperimentStore
  experiment: ExperimentRow
  questions: Questions
  halt: Halt
}

/** Throws a StoreError where the database is away for longer than the lease. */
export async function executeExperiment(
  worker: WorkerContext,
  store: ExperimentStore,
  experiment: ExperimentRow,
): Promise<ConductResult> {
  const lost = new AbortController()
  const ended = new AbortController()
  const held = { experimentId: experiment.id, leaseToken: experiment.lease_token }
  const renew = (leaseMs: number) => store.renew(held, leaseMs)
  const heartbeat = keepLease(worker, renew, { lost, ended: ended.signal })
  try {
    const halt = createHalt(worker.now, lost)
    const questions = await createQuestions(worker, store, experiment, halt)
    const conducting = { worker, store, experiment, questions, halt }
    const [agents, rounds] = await retryWhileUnavailable(worker, lost.signal, () =>
      Promise.all([store.agents(experiment.id), store.rounds(experiment.id)]),
    )
    const conducted = await Promise.allSettled(
      experiment.groups.map((_, index) =>
        conductGroup(
          conducting,
          agents.filter((agent) => agent.group_number === index + 1),
          rounds.filter((round) => round.group_number === index + 1),
        ),
      ),
    )
    const fault = conducted.find((outcome) => outcome.status === 'rejected')
    if (fault && !lost.signal.aborted) throw fault.reason
    if (lost.signal.aborted) return 'lost'
    const isWhole = conducted.every((outcome) => outcome.status === 'fulfilled' && outcome.value)
    if (isWhole || halt.failure !== null) {
      const failure = isWhole ? null : halt.failure
      const end = () => store.finish(held, failure)
      return (await retryWhileUnavailable(worker, lost.signal, end)) ? 'ended' : 'lost'
    }
    return (await retryWhileUnavailable(worker, lost.signal, () => renew(0))) ? 'handed_over' : 'lost'
  } finally {
    ended.abort()
    await heartbeat
  }
}

/** True where all rounds are played. */
async function conductGroup(
  conducting: Conducting,
  agents: readonly AgentRow[],
  played: readonly RoundRow[],
): Promise<boolean> {
  const { worker, store, experiment, halt } = conducting
  const rounds = [...played]
  while (rounds.length < experiment.rounds_per_group) {
    if (halt.isHalting) return false
    const groupNumber = agents[0]?.group_number ?? 0
    const roundNumber = rounds.length + 1
    // Only the round in which an earlier worker stopped has any.
    const earlier =
      rounds.length === played.length
        ? await retryWhileUnavailable(worker, halt.signal, () =>
            store.calls(experiment.id, groupNumber, roundNumber),
          )
        : []
    const round = await conductRound(conducting, agents, rounds, earlier)
    if (round === null) return false
    const held = { experimentId: experiment.id, leaseToken: experiment.lease_token }
    if (!(await retryWhileUnavailable(worker, halt.signal, () => store.saveRound(held, round)))) {
      halt.lose()
      return false
    }
    rounds.push(round)
  }
  return true
}

/** `null` where the work was halted before the round was whole. */
async function conductRound(
  conducting: Conducting,
  agents: readonly AgentRow[],
  rounds: readonly RoundRow[],
  earlier: readonly CallRow[],
): Promise<RoundRow | null> {
  const { experiment } = conducting
  const before = standpointsOf(agents, rounds)
  const strategies = await askStrategies(conducting, agents, before, rounds, earlier)
  if (strategies === null) return null
  const decisions = await askDecisions(conducting, agents, before, rounds, strategies, earlier)
  if (decisions === null) return null
  return {
    group_number: agents[0]?.group_number ?? 0,
    round_number: rounds.length + 1,
    strategies,
    decisions,
    standings: playRound(before, decisions, gameRulesOf(experiment)),
  }
}

function standpointsOf(agents: readonly AgentRow[], rounds: readonly RoundRow[]): Standpoint[] {
  const standings = rounds.at(-1)?.standings ?? []
  return agents.map(({ agent_number: agent, initial_power }) => {
    const last = standings.find((standing) => standing.agent === agent)
    return { agent, score: last?.score ?? 0, power: last?.power ?? initial_power }
  })
}

async function askStrategies(
  { experiment, questions }: Conducting,
  agents: readonly AgentRow[],
  before: readonly Standpoint[],
  rounds: readonly RoundRow[],
  earlier: readonly CallRow[],
): Promise<PlayedStrategy[] | null> {
  const setting = gameSettingOf(experiment)
  const strategies = await Promise.all(
    agents.map(async (agent, index) => {
      const me = before[index] ?? { agent: agent.agent_number, score: 0, power: agent.initial_power }
      const answer = await questions.ask(modelOf(experiment, agent), {
        groupNumber: agent.group_number,
        roundNumber: rounds.length + 1,
        stage: 'strategy',
        agentNumber: agent.agent_number,
        otherNumber: 0,
        messages: strategyMessages(setting, me, rounds),
        earlier: earlier.filter(
          (call) => call.stage === 'strategy' && call.agent_number === agent.agent_number,
        ),
      })
      if (answer === null) return null
      return { agent: agent.agent_number, text: answer.text, model: answer.model, outcome: answer.outcome }
    }),
  )
  return whole(strategies)
}

async function askDecisions(
  { experiment, questions }: Conducting,
  agents: readonly AgentRow[],
  before: readonly Standpoint[],
  rounds: readonly RoundRow[],
  strategies: readonly PlayedStrategy[],
  earlier: readonly CallRow[],
): Promise<PlayedDecision[] | null> {
  const setting = gameSettingOf(experiment)
  const sides = agents.map((agent, index) => ({
    agent,
    strategy: strategyOf(agent.agent_number, strategies, rounds),
    power: before[index]?.power ?? agent.initial_power,
  }))
  const pairs = sides.flatMap((own) =>
    sides.filter((other) => other !== own).map((other) => ({ own, other })),
  )
  const decisions = await Promise.all(
    pairs.map(async ({ own, other }) => {
      const { agent_number: agentNumber, group_number: groupNumber } = own.agent
      const otherNumber = other.agent.agent_number
      const answer = await questions.ask(modelOf(experiment, own.agent), {
        ...{ groupNumber, agentNumber, otherNumber },
        roundNumber: rounds.length + 1,
        stage: 'decision',
        messages: decisionMessages(setting, own, other),
        earlier: earlier.filter(
          (call) =>
            call.stage === 'decision' &&
            call.agent_number === agentNumber &&
            call.other_number === otherNumber,
        ),
      })
      if (answer === null) return null
      const { decision, model, outcome } = answer
      return { agent: agentNumber, other: otherNumber, decision, model, outcome }
    }),
  )
  return whole(decisions)
}

/** Where an agent failed to write one this time, its last one holds. */
function strategyOf(
  agent: number,
  strategies: readonly PlayedStrategy[],
  rounds: readonly RoundRow[],
): string {
  const written = [...rounds.map((round) => round.strategies), strategies].flatMap((ofRound) =>
    ofRound.filter((strategy) => strategy.agent === agent && strategy.text !== null),
  )
  return written.at(-1)?.text ?? NO_STRATEGY
}

function modelOf(experiment: ExperimentRow, agent: AgentRow): ChosenModel {
  return experiment.models.find(({ name }) => name === agent.model_name) ?? experiment.default_model
}

function whole<Value>(values: readonly (Value | null)[]): Value[] | null {
  const there = values.filter((value) => value !== null)
  return there.length === values.length ? there : null
}
