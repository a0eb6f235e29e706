/**
 * What an experiment shows. The same rounds and seed give the same report to the byte: there is no time, no place and no
 * id in it.
 */
import { seededRandom } from '../../_shared/random/seededRandom.ts'
import { configurationOf } from '../game/gameOf.ts'
import type { AgentRow, ExperimentRow, RoundRow, TotalsRow } from '../store/experimentRows.ts'
import { type Bootstrap, createBootstrap, type Estimate, type Share } from './bootstrap.ts'
import { type Observation, type Observations, observe } from './observations.ts'
import { createSimilarity } from './similarity.ts'

export interface ReportInput {
  experiment: ExperimentRow
  agents: readonly AgentRow[]
  rounds: readonly RoundRow[]
  totals: readonly TotalsRow[]
}

export type Report = ReturnType<typeof reportOf>

const NANO_USD_PER_USD = 1e9

/** Of the rounds there are: while an experiment runs, of those played so far. */
export function reportOf({ experiment, agents, rounds, totals }: ReportInput) {
  const observations = observe({ experiment, agents, rounds })
  const bootstrap = createBootstrap(observations.agents, seededRandom(experiment.seed, 'bootstrap'))
  const configuration = configurationOf(experiment)
  const names = [...new Set(observations.agents.map(({ modelName }) => modelName))].sort()
  const rate = cooperationOf(observations, bootstrap)
  return {
    status: experiment.status,
    seed: experiment.seed,
    agents_per_group: experiment.agents_per_group,
    rounds_per_group: experiment.rounds_per_group,
    groups: experiment.groups.length,
    rounds_played: rounds.length,
    payoffs: configuration.payoffs,
    cooperation: rate(() => true),
    models: names.map((name) => modelView(name, { experiment, observations, bootstrap, rate })),
    pairs: names.flatMap((name) =>
      names.flatMap((other) => {
        const cooperation = rate(({ by, about }) => by.modelName === name && about.modelName === other)
        return cooperation.count === 0 ? [] : [{ model_name: name, other_model_name: other, cooperation }]
      }),
    ),
    over_rounds: Array.from({ length: experiment.rounds_per_group }, (_, index) => ({
      round: index + 1,
      cooperation: rate(({ round }) => round === index + 1),
      models: names.map((name) => ({
        model_name: name,
        cooperation: rate(({ by, round }) => by.modelName === name && round === index + 1),
      })),
    })).filter(({ cooperation }) => cooperation.count > 0),
    scenarios: scenariosView(experiment, observations, bootstrap, rate),
    within_and_cross: withinAndCross(observations, bootstrap),
    homogeneous_and_mixed: homogeneousAndMixed(names, observations, bootstrap),
    similarity: similarityView(names, observations),
    lapses: {
      ...lapsesOf(observations.lapses),
      unplayed_games: observations.unplayedGames,
    },
    calls: totals.map(({ cost_nano_usd, asked_for, ...rest }) => ({
      ...{ runs_as: rest.model, asked_for },
      ...{ calls: rest.calls, succeeded: rest.succeeded, failed: rest.failed },
      ...{ unparseable: rest.unparseable, lost: rest.lost },
      ...{ input_tokens: rest.input_tokens, output_tokens: rest.output_tokens },
      cost_usd: cost_nano_usd === null ? null : cost_nano_usd / NANO_USD_PER_USD,
    })),
    warnings: experiment.warnings,
  }
}

type Rate = (isMeant: (decision: Observation) => boolean) => Estimate

function cooperationOf(observations: Observations, bootstrap: Bootstrap): Rate {
  return (isMeant) => told(bootstrap.estimate(sharesOf(observations, isMeant)))
}

/** Of each agent, how many of the decisions meant were to cooperate. */
function sharesOf({ agents, decisions }: Observations, isMeant: (decision: Observation) => boolean): Share[] {
  const shares = new Map(agents.map((agent) => [agent, { sum: 0, count: 0 }]))
  for (const decision of decisions) {
    const share = shares.get(decision.by)
    if (share === undefined || !isMeant(decision)) continue
    share.sum += decision.cooperates ? 1 : 0
    share.count += 1
  }
  return [...shares.values()]
}

function scoresOf(
  { agents }: Observations,
  isMeant: (agent: Observations['agents'][number]) => boolean,
): Share[] {
  return agents.map((agent) => (isMeant(agent) ? { sum: agent.score, count: 1 } : { sum: 0, count: 0 }))
}

interface Analysis {
  experiment: ExperimentRow
  observations: Observations
  bootstrap: Bootstrap
  rate: Rate
}

function modelView(name: string, { experiment, observations, bootstrap, rate }: Analysis) {
  const chosen = [...experiment.models, experiment.default_model].find((model) => model.name === name)
  return {
    model_name: name,
    runs_as: chosen?.model ?? name,
    provider: chosen?.provider ?? '',
    agents: observations.agents.filter(({ modelName }) => modelName === name).length,
    cooperation: rate(({ by }) => by.modelName === name),
    mean_score: told(bootstrap.estimate(scoresOf(observations, ({ modelName }) => modelName === name))),
    lapses: lapsesOf(observations.lapses.filter(({ by }) => by.modelName === name)),
  }
}

function lapsesOf(lapses: Observations['lapses']) {
  const count = (stage: string, outcome: string) =>
    lapses.filter((lapse) => lapse.stage === stage && lapse.outcome === outcome).length
  return {
    unparseable_decisions: count('decision', 'unparseable'),
    failed_decisions: count('decision', 'failed'),
    fallback_decisions: count('decision', 'fallback'),
    failed_strategies: count('strategy', 'failed'),
    fallback_strategies: count('strategy', 'fallback'),
  }
}

function scenariosView(
  { groups }: ExperimentRow,
  observations: Observations,
  bootstrap: Bootstrap,
  rate: Rate,
) {
  return [...new Set(groups.map(({ scenario }) => scenario))].map((scenario) => {
    const agents = observations.agents.filter((agent) => agent.scenario === scenario)
    return {
      scenario,
      kind: agents.some(({ isMixed }) => isMixed) ? ('mixed' as const) : ('homogeneous' as const),
      groups: groups.filter((group) => group.scenario === scenario).length,
      cooperation: rate(({ by }) => by.scenario === scenario),
      mean_score: told(bootstrap.estimate(scoresOf(observations, (agent) => agent.scenario === scenario))),
    }
  })
}

/** In mixed groups, where an agent meets both; `null` where there is none. */
function withinAndCross(observations: Observations, bootstrap: Bootstrap) {
  const within = sharesOf(observations, ({ by, about }) => by.isMixed && by.modelName === about.modelName)
  const cross = sharesOf(observations, ({ by, about }) => by.isMixed && by.modelName !== about.modelName)
  return contrast(bootstrap, within, cross, 'within', 'cross')
}

/** Over all models that are in groups of both kinds, and for each of them; `null` where there are groups of one kind only. */
function homogeneousAndMixed(names: readonly string[], observations: Observations, bootstrap: Bootstrap) {
  const shares = (isMixed: boolean, name?: string) =>
    sharesOf(
      observations,
      ({ by }) => by.isMixed === isMixed && (name === undefined || by.modelName === name),
    )
  const all = contrast(bootstrap, shares(false), shares(true), 'homogeneous', 'mixed')
  if (all === null) return null
  return {
    ...all,
    models: names.flatMap((name) => {
      const own = contrast(bootstrap, shares(false, name), shares(true, name), 'homogeneous', 'mixed')
      return own === null ? [] : [{ model_name: name, ...own }]
    }),
  }
}

function contrast<One extends string, Other extends string>(
  bootstrap: Bootstrap,
  one: readonly Share[],
  other: readonly Share[],
  oneName: One,
  otherName: Other,
) {
  const [first, second] = [bootstrap.estimate(one), bootstrap.estimate(other)]
  if (first.count === 0 || second.count === 0) return null
  return {
    [oneName]: told(first),
    [otherName]: told(second),
    difference: told(bootstrap.difference(one, other)),
  } as Record<One | Other | 'difference', Estimate>
}

interface Likeness {
  mean: number | null
  pairs: number
}

/** Of every two strategies of the same group and round. */
function similarityView(names: readonly string[], { strategies }: Observations) {
  const similarity = createSimilarity(strategies.map(({ text }) => text))
  const compared: { one: string; other: string; round: number; cosine: number }[] = []
  const together = Map.groupBy(
    strategies.map((strategy, index) => ({ ...strategy, index })),
    ({ by, round }) => `${by.group} ${round}`,
  )
  for (const group of together.values()) {
    for (const [place, left] of group.entries()) {
      for (const right of group.slice(place + 1)) {
        const [one = '', other = ''] = [left.by.modelName, right.by.modelName].sort()
        compared.push({ one, other, round: left.round, cosine: similarity(left.index, right.index) })
      }
    }
  }
  const mean = (meant: typeof compared): Likeness => ({
    mean:
      meant.length === 0 ? null : rounded(meant.reduce((sum, { cosine }) => sum + cosine, 0) / meant.length),
    pairs: meant.length,
  })
  return {
    within: mean(compared.filter(({ one, other }) => one === other)),
    cross: mean(compared.filter(({ one, other }) => one !== other)),
    pairs: names.flatMap((one, index) =>
      names.slice(index).flatMap((other) => {
        const likeness = mean(compared.filter((pair) => pair.one === one && pair.other === other))
        return likeness.pairs === 0 ? [] : [{ model_name: one, other_model_name: other, ...likeness }]
      }),
    ),
    over_rounds: [...Map.groupBy(compared, ({ round }) => round)]
      .sort(([left], [right]) => left - right)
      .map(([round, ofRound]) => ({ round, ...mean(ofRound) })),
  }
}

/** Six places are more than any experiment can tell, and hide how floats were summed. */
function rounded(value: number): number {
  const places = 1e6
  return Math.round(value * places) / places
}

function told({ value, interval, count }: Estimate): Estimate {
  return {
    value: value === null ? null : rounded(value),
    interval: interval === null ? null : [rounded(interval[0]), rounded(interval[1])],
    count,
  }
}
