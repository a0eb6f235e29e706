/** Experiments in the database: who holds one, what was asked and answered, and how it ended. Every write carries the lease token. */
import { z } from 'zod'
import type { CallAccounting } from '../../_shared/models/modelCall.ts'
import { jsonForPostgres } from '../../_shared/store/jsonForPostgres.ts'
import { limitedModels } from '../../_shared/store/limitedModels.ts'
import {
  CALL_TIMEOUT_MS,
  callFunction,
  type MeritClient,
  parseAnswer,
} from '../../_shared/store/meritClient.ts'
import type { Owner } from '../../_shared/store/owner.ts'
import { columnsOf } from '../../_shared/store/rowColumns.ts'
import { storeErrorFrom } from '../../_shared/store/storeError.ts'
import { type ModelRate, takeModelRate } from '../../_shared/store/takeModelRate.ts'
import {
  type AgentRow,
  agentRow,
  type CallRow,
  type ChosenModel,
  callRow,
  type Decision,
  type ExperimentRow,
  type ExperimentWarning,
  experimentRow,
  type Group,
  type ProgressRow,
  progressRow,
  type RoundRow,
  reachedRow,
  roundRow,
  type TotalsRow,
  totalsRow,
} from './experimentRows.ts'

export interface NewExperiment {
  userId: string | null
  name: string
  configuration: object
  configurationHash: string
  seed: number
  models: readonly ChosenModel[]
  defaultModel: ChosenModel
  warnings: readonly ExperimentWarning[]
  groups: readonly Group[]
  agents: readonly Omit<AgentRow, 'score' | 'power'>[]
  agentsPerGroup: number
  roundsPerGroup: number
  /** `null`: the file sets no cap. */
  budgetNanoUsd: number | null
  /** What it is expected to cost at the most: reserved of a cap on the caller, where the file sets none. */
  mostNanoUsd: number
  leaseMs: number
}

/** A try of a call, before it is made. */
export interface NewCall {
  id: string
  groupNumber: number
  roundNumber: number
  stage: CallRow['stage']
  agentNumber: number
  /** 0 for a strategy. */
  otherNumber: number
  tryNumber: number
  model: string
  provider: string
  fallbackFrom: string | null
  reservedNanoUsd: number
}

/** What came of it. */
export interface EndedCall {
  id: string
  status: 'succeeded' | 'unparseable' | 'failed'
  answer: string
  decision: Decision | null
  account: CallAccounting
  error?: { code: string; message: string }
}

export interface HeldExperiment {
  experimentId: string
  leaseToken: string
}

/** Every method throws a StoreError and nothing else for what the database does. */
export interface ExperimentStore {
  /** Its id; `null` where a cap on the caller leaves too little. */
  begin(experiment: NewExperiment): Promise<string | null>
  /** The newest 1,000, newest first. */
  list(owner: Owner): Promise<ExperimentRow[]>
  /** `null` where there is none, or it is another's. */
  read(id: string, owner: Owner): Promise<ExperimentRow | null>
  /** The latest of this owner that was begun with the same configuration and still runs. */
  findUnfinished(configurationHash: string, owner: Owner): Promise<ExperimentRow | null>
  /** By group and number. */
  agents(id: string): Promise<AgentRow[]>
  /** By group and round. */
  rounds(id: string): Promise<RoundRow[]>
  progress(id: string): Promise<ProgressRow[]>
  /** The tries of one round of one group, in the order in which they were made. */
  calls(id: string, groupNumber: number, roundNumber: number): Promise<CallRow[]>
  /** When calls since then had reached their providers, by model, epoch milliseconds. */
  reachedSince(id: string, sinceMs: number): Promise<{ model: string; atMs: number }[]>
  totals(id: string): Promise<TotalsRow[]>
  /** Takes a running experiment whose lease has run out: the one named, or the one that waited longest. */
  claim(input: { experimentId?: string; leaseMs: number }): Promise<ExperimentRow | null>
  /** False where the lease is another's or the experiment has ended. A lease of 0 ms gives it up. */
  renew(held: HeldExperiment, leaseMs: number): Promise<boolean>
  /** Ids of those that the budget had room for; `null` where the lease is another's. */
  beginCalls(held: HeldExperiment, calls: readonly NewCall[]): Promise<ReadonlySet<string> | null>
  /** False where the lease is another's or the experiment has ended. */
  finishCalls(held: HeldExperiment, calls: readonly EndedCall[]): Promise<boolean>
  /** False like `finishCalls`. */
  saveRound(held: HeldExperiment, round: RoundRow): Promise<boolean>
  warn(held: HeldExperiment, warning: ExperimentWarning): Promise<void>
  /** Ends it as its worker. False like `renew`. */
  finish(held: HeldExperiment, failure: { code: string; message: string } | null): Promise<boolean>
  /** False where it was not running. */
  cancel(id: string): Promise<boolean>
  limitedModels(): Promise<string[]>
  takeModelRate(rate: ModelRate): Promise<number>
}

/** The Data API's most rows an answer; rounds are long, and come a few at a time. */
const PAGE_ROWS = 1_000
const PAGE_ROUNDS = 50

interface Answer {
  data: unknown
  error: { code?: string; message: string } | null
  status: number
}

/** `admin` is a client with the secret key: ownership is checked here, in every query. */
export function createExperimentStore(admin: MeritClient): ExperimentStore {
  const patience = () => AbortSignal.timeout(CALL_TIMEOUT_MS)
  const experiments = () => admin.from('experiments').select(columnsOf(experimentRow))

  function rowsOf<Row>(action: string, schema: z.ZodType<Row>, { data, error, status }: Answer): Row[] {
    if (error) throw storeErrorFrom(action, { error, status })
    return parseAnswer(action, z.array(schema), data)
  }

  /** All rows, however many, in the order the query gives them. */
  async function pagesOf<Row>(
    schema: z.ZodType<Row>,
    rowsAPage: number,
    page: (from: number, to: number) => PromiseLike<Answer>,
  ): Promise<Row[]> {
    const rows: Row[] = []
    for (;;) {
      const found = rowsOf('read experiment', schema, await page(rows.length, rows.length + rowsAPage - 1))
      rows.push(...found)
      if (found.length < rowsAPage) return rows
    }
  }

  /** The rows of an experiment in one of its tables, in that order. */
  function rowsOfExperiment<Row>(
    table: 'experiment_agents' | 'experiment_rounds',
    schema: z.ZodObject & z.ZodType<Row>,
    id: string,
    order: readonly string[],
    rowsAPage = PAGE_ROWS,
  ): Promise<Row[]> {
    return pagesOf(schema, rowsAPage, (from, to) => {
      const all = admin.from(table).select(columnsOf(schema)).eq('experiment_id', id)
      const ordered = order.reduce((query, column) => query.order(column), all)
      return ordered.range(from, to).abortSignal(patience())
    })
  }

  return {
    async begin(experiment) {
      const record = jsonForPostgres(recordOf(experiment))
      const schema = z.discriminatedUnion('state', [
        z.object({ state: z.literal('begun'), id: z.uuid() }),
        z.object({ state: z.literal('over_budget') }),
      ])
      const answer = await callFunction(admin, 'begin_experiment', { record }, schema)
      return answer.state === 'begun' ? answer.id : null
    },

    async list(owner) {
      const query = experiments().order('started_at', { ascending: false }).limit(PAGE_ROWS)
      const owned = owner === null ? query : query.eq('user_id', owner)
      return rowsOf('list experiments', experimentRow, await owned.abortSignal(patience()))
    },

    async read(id, owner) {
      const query = experiments().eq('id', id)
      const owned = owner === null ? query : query.eq('user_id', owner)
      return rowsOf('read experiment', experimentRow, await owned.abortSignal(patience()))[0] ?? null
    },

    async findUnfinished(configurationHash, owner) {
      const query = experiments()
        .eq('configuration_hash', configurationHash)
        .eq('status', 'running')
        .order('started_at', { ascending: false })
        .limit(1)
      const owned = owner === null ? query.is('user_id', null) : query.eq('user_id', owner)
      return rowsOf('find experiment', experimentRow, await owned.abortSignal(patience()))[0] ?? null
    },

    agents: (id) => rowsOfExperiment('experiment_agents', agentRow, id, ['group_number', 'agent_number']),
    rounds: (id) =>
      rowsOfExperiment('experiment_rounds', roundRow, id, ['group_number', 'round_number'], PAGE_ROUNDS),
    progress: (id) =>
      rowsOfExperiment('experiment_rounds', progressRow, id, ['group_number', 'round_number']),

    calls(id, groupNumber, roundNumber) {
      return pagesOf(callRow, PAGE_ROWS, (from, to) =>
        admin
          .from('experiment_calls')
          .select(columnsOf(callRow))
          .eq('experiment_id', id)
          .eq('group_number', groupNumber)
          .eq('round_number', roundNumber)
          .order('call_number')
          .range(from, to)
          .abortSignal(patience()),
      )
    },

    async reachedSince(id, sinceMs) {
      const rows = await pagesOf(reachedRow, PAGE_ROWS, (from, to) =>
        admin
          .from('experiment_calls')
          .select(columnsOf(reachedRow))
          .eq('experiment_id', id)
          .gte('reached_by', new Date(sinceMs).toISOString())
          .order('call_number')
          .range(from, to)
          .abortSignal(patience()),
      )
      return rows.map(({ model, reached_by }) => ({ model, atMs: Date.parse(reached_by) }))
    },

    totals(id) {
      return callFunction(admin, 'experiment_totals', { of_experiment: id }, z.array(totalsRow))
    },

    claim({ experimentId, leaseMs }) {
      // The generated type knows no null arguments, which Postgres takes for every parameter.
      const wanted = (experimentId ?? null) as string
      return callFunction(admin, 'claim_experiment', { wanted, lease_ms: leaseMs }, experimentRow.nullable())
    },

    renew({ experimentId, leaseToken }, leaseMs) {
      const args = { held: experimentId, token: leaseToken, lease_ms: leaseMs }
      return callFunction(admin, 'renew_experiment_lease', args, z.boolean())
    },

    async beginCalls(held, calls) {
      const batch = jsonForPostgres({ ...batchOf(held), calls: calls.map(newCallRow) })
      const schema = z.discriminatedUnion('state', [
        z.object({ state: z.literal('begun'), begun: z.array(z.uuid()) }),
        z.object({ state: z.literal('superseded') }),
      ])
      const answer = await callFunction(admin, 'begin_experiment_calls', { batch }, schema)
      return answer.state === 'begun' ? new Set(answer.begun) : null
    },

    async finishCalls(held, calls) {
      const batch = jsonForPostgres({ ...batchOf(held), calls: calls.map(endedCallRow) })
      const schema = z.enum(['saved', 'superseded'])
      return (await callFunction(admin, 'finish_experiment_calls', { batch }, schema)) === 'saved'
    },

    saveRound(held, round) {
      const record = jsonForPostgres({
        experiment_id: held.experimentId,
        lease_token: held.leaseToken,
        ...round,
      })
      return callFunction(admin, 'save_experiment_round', { record }, z.boolean())
    },

    async warn({ experimentId, leaseToken }, warning) {
      const args = { held: experimentId, token: leaseToken, warning: jsonForPostgres(warning) }
      await callFunction(admin, 'warn_experiment', args, z.unknown())
    },

    finish({ experimentId, leaseToken }, failure) {
      const args = { held: experimentId, token: leaseToken, failure: jsonForPostgres(failure) }
      return callFunction(admin, 'finish_experiment', args, z.boolean())
    },

    cancel(id) {
      // no token: whoever holds it
      const args = { held: id, token: null as unknown as string, failure: null }
      return callFunction(admin, 'finish_experiment', args, z.boolean())
    },

    limitedModels: () => limitedModels(admin),
    takeModelRate: (rate) => takeModelRate(admin, rate),
  }
}

function batchOf({ experimentId, leaseToken }: HeldExperiment) {
  return { experiment_id: experimentId, lease_token: leaseToken }
}

function recordOf(experiment: NewExperiment): object {
  return {
    user_id: experiment.userId,
    name: experiment.name,
    configuration: experiment.configuration,
    configuration_hash: experiment.configurationHash,
    seed: experiment.seed,
    models: experiment.models,
    default_model: experiment.defaultModel,
    warnings: experiment.warnings,
    groups: experiment.groups,
    agents: experiment.agents,
    agents_per_group: experiment.agentsPerGroup,
    rounds_per_group: experiment.roundsPerGroup,
    budget_nano_usd: experiment.budgetNanoUsd,
    most_nano_usd: experiment.mostNanoUsd,
    lease_ms: experiment.leaseMs,
  }
}

function newCallRow(call: NewCall): object {
  return {
    id: call.id,
    group_number: call.groupNumber,
    round_number: call.roundNumber,
    stage: call.stage,
    agent_number: call.agentNumber,
    other_number: call.otherNumber,
    try_number: call.tryNumber,
    model: call.model,
    provider: call.provider,
    fallback_from: call.fallbackFrom,
    reserved_nano_usd: call.reservedNanoUsd,
  }
}

function endedCallRow({ id, status, answer, decision, account, error }: EndedCall): object {
  const whole = (measure: number) => Math.max(0, Math.round(measure))
  const wholeOrNull = (measure: number | null) => (measure === null ? null : whole(measure))
  const { usage, startedAtMs, firstTokenAfterMs, durationMs } = account
  return {
    id,
    status,
    answer,
    decision,
    cost_nano_usd: wholeOrNull(account.costNanoUsd),
    cost_is_estimate: account.costIsEstimate,
    input_tokens: whole(usage.inputTokens),
    cached_input_tokens: whole(usage.cachedInputTokens),
    output_tokens: whole(usage.outputTokens),
    reasoning_tokens: whole(usage.reasoningTokens),
    usage_is_estimate: account.usageIsEstimate,
    response_time_ms: whole(durationMs),
    first_token_ms: wholeOrNull(firstTokenAfterMs),
    error_code: error?.code,
    error_message: error?.message,
    started_at: new Date(startedAtMs).toISOString(),
    reached_by: new Date(startedAtMs + (firstTokenAfterMs ?? durationMs)).toISOString(),
  }
}
