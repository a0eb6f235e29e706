/** Items and configurations as their owners see them. */
import { z } from 'zod'
import { jsonForPostgres } from '../../_shared/store/jsonForPostgres.ts'
import { wholeNumber } from '../../_shared/store/measure.ts'
import {
  CALL_TIMEOUT_MS,
  callFunction,
  type MeritClient,
  parseAnswer,
} from '../../_shared/store/meritClient.ts'
import type { Owner } from '../../_shared/store/owner.ts'
import { columnsOf } from '../../_shared/store/rowColumns.ts'
import { storeErrorFrom } from '../../_shared/store/storeError.ts'
import type { ModelConfig } from '../extraction/modelConfig.ts'
import type { Stage } from '../extraction/stage.ts'
import {
  type ConfigurationRow,
  configurationRow,
  type EvidenceRow,
  evidenceRow,
  type ItemRow,
  type ItemSummaryRow,
  itemRow,
  itemSummaryRow,
  type PerformanceRow,
  performanceRow,
  type ResultRow,
  resultRow,
  type UsageRow,
  usageRow,
} from './queueRows.ts'

export type NewConfiguration = Omit<
  ConfigurationRow,
  'id' | 'user_id' | 'version' | 'created_at' | 'updated_at'
>

export interface NewItem {
  name: string | null
  kind: string
  input_type: 'text' | 'image' | 'pdf'
  input_text: string | null
  /** Base64. */
  input_data: string | null
  input_mime_type: string | null
  input_path: string | null
  schema: Record<string, unknown>
  stages: readonly Stage[]
  ground_truth: unknown
  priority: number
}

export interface StartInput {
  itemId: string
  config: ModelConfig
  configuration: { id: string; version: number } | null
  priority?: number
  maxAttempts?: number
  reserve: { mostNanoUsd: number; leastNanoUsd: number }
}

export type StartResult =
  | { state: 'queued' | 'paused' | 'busy' | 'gone' }
  | { state: 'rate_limited'; retryAfterMs: number }

export interface ItemFilter {
  status?: ItemSummaryRow['status']
  limit: number
  /** Only those added before this time, ISO. */
  before?: string
}

/** Every method throws a StoreError and nothing else for what the database does. */
export interface QueueStore {
  addItem(userId: string | null, item: NewItem): Promise<ItemRow>
  /** Newest first. */
  listItems(owner: Owner, filter: ItemFilter): Promise<ItemSummaryRow[]>
  /** `null` where there is none, or it is another's. */
  readItem(id: string, owner: Owner): Promise<ItemRow | null>
  /** Of the item's present round, in the order in which they landed. */
  readResults(item: Pick<ItemRow, 'id' | 'round'>): Promise<ResultRow[]>
  start(input: StartInput): Promise<StartResult>
  /** False where it is no dead letter. */
  retry(itemId: string): Promise<boolean>
  cancel(itemId: string): Promise<'cancelled' | 'requested' | 'ended' | 'gone'>
  /** How many items it holds or lets go; `null`: everybody's. */
  pause(owner: Owner): Promise<number>
  resume(owner: Owner): Promise<number>
  pauses(owner: Owner): Promise<{ everybody: boolean; user: boolean }>

  addConfiguration(userId: string | null, configuration: NewConfiguration): Promise<ConfigurationRow>
  listConfigurations(owner: Owner): Promise<ConfigurationRow[]>
  readConfiguration(id: string, owner: Owner): Promise<ConfigurationRow | null>
  /** Another version where what runs changes. `null` where there is none of this owner. */
  changeConfiguration(
    known: ConfigurationRow,
    owner: Owner,
    changes: Partial<NewConfiguration>,
  ): Promise<ConfigurationRow | null>
  removeConfiguration(id: string, owner: Owner): Promise<boolean>
  performance(configurationId: string): Promise<PerformanceRow | null>
  /** The newest 1,000 uses of its present version. */
  uses(configuration: Pick<ConfigurationRow, 'id' | 'version'>): Promise<UsageRow[]>
  /** The newest measured results of each stage and model of these, of one user's items. */
  stageEvidence(owner: Owner, stages: readonly string[]): Promise<EvidenceRow[]>
}

/** Changes of these make another version. */
const WHAT_RUNS = [
  'temperature',
  'orchestrator_model',
  'orchestrator_prompt',
  'stage_models',
  'stage_modes',
  'limits',
] as const

interface Answer {
  data: unknown
  error: { code?: string; message: string } | null
  status: number
}

/** `admin` is a client with the secret key: ownership is checked here, in every query. */
export function createQueueStore(admin: MeritClient): QueueStore {
  const items = () => admin.from('ai_extraction_queue')
  const configurations = () => admin.from('model_configurations')
  const patience = () => AbortSignal.timeout(CALL_TIMEOUT_MS)
  const rowsOf = <Row>(action: string, schema: z.ZodType<Row>, { data, error, status }: Answer): Row[] => {
    if (error) throw storeErrorFrom(action, { error, status })
    return parseAnswer(action, z.array(schema), data)
  }
  const ownerArgument = (owner: Owner) => ({ of_user: owner as string }) // null is taken for every parameter

  return {
    async addItem(userId, item) {
      const answer = await items()
        .insert(written({ user_id: userId, ...item }))
        .select(columnsOf(itemRow))
        .abortSignal(patience())
      const [added] = rowsOf('add item', itemRow, answer)
      if (added === undefined) throw storeErrorFrom('add item', { error: { message: 'no row' }, status: 200 })
      return added
    },

    async listItems(owner, { status, limit, before }) {
      let query = items()
        .select(columnsOf(itemSummaryRow))
        .order('created_at', { ascending: false })
        .order('id')
        .limit(limit)
      if (owner !== null) query = query.eq('user_id', owner)
      if (status !== undefined) query = query.eq('status', status)
      if (before !== undefined) query = query.lt('created_at', before)
      return rowsOf('list items', itemSummaryRow, await query.abortSignal(patience()))
    },

    async readItem(id, owner) {
      const query = items().select(columnsOf(itemRow)).eq('id', id)
      const answer = await (owner === null ? query : query.eq('user_id', owner)).abortSignal(patience())
      return rowsOf('read item', itemRow, answer)[0] ?? null
    },

    async readResults({ id, round }) {
      const answer = await admin
        .from('extraction_results')
        .select(columnsOf(resultRow))
        .eq('item_id', id)
        .eq('round', round)
        .order('created_at')
        .order('id')
        .abortSignal(patience())
      return rowsOf('read results', resultRow, answer)
    },

    async start({ itemId, config, configuration, priority, maxAttempts, reserve }) {
      const start = jsonForPostgres({
        item_id: itemId,
        model_config: config,
        configuration_id: configuration?.id,
        configuration_version: configuration?.version,
        priority,
        max_attempts: maxAttempts,
        reserve_most_nano_usd: wholeNumber(reserve.mostNanoUsd),
        reserve_least_nano_usd: wholeNumber(reserve.leastNanoUsd),
      })
      const states = z.discriminatedUnion('state', [
        z.object({ state: z.enum(['queued', 'paused', 'busy', 'gone']) }),
        z.object({ state: z.literal('rate_limited'), retry_after_ms: z.number() }),
      ])
      const answer = await callFunction(admin, 'start_extraction', { start }, states)
      if (answer.state !== 'rate_limited') return answer
      return { state: answer.state, retryAfterMs: answer.retry_after_ms }
    },

    retry: (itemId) => callFunction(admin, 'retry_extraction', { item_id: itemId }, z.boolean()),
    cancel: (itemId) =>
      callFunction(
        admin,
        'cancel_extraction',
        { item_id: itemId },
        z.enum(['cancelled', 'requested', 'ended', 'gone']),
      ),
    pause: (owner) => callFunction(admin, 'pause_extractions', ownerArgument(owner), z.number()),
    resume: (owner) => callFunction(admin, 'resume_extractions', ownerArgument(owner), z.number()),
    pauses: (owner) =>
      callFunction(
        admin,
        'extraction_pauses',
        ownerArgument(owner),
        z.object({ everybody: z.boolean(), user: z.boolean() }),
      ),

    async addConfiguration(userId, configuration) {
      const answer = await configurations()
        .insert(written({ user_id: userId, ...configuration }))
        .select(columnsOf(configurationRow))
        .abortSignal(patience())
      const [added] = rowsOf('add configuration', configurationRow, answer)
      if (added === undefined) {
        throw storeErrorFrom('add configuration', { error: { message: 'no row' }, status: 200 })
      }
      return added
    },

    async listConfigurations(owner) {
      const query = configurations()
        .select(columnsOf(configurationRow))
        .order('created_at', { ascending: false })
      const answer = await (owner === null ? query : query.eq('user_id', owner)).abortSignal(patience())
      return rowsOf('list configurations', configurationRow, answer)
    },

    async readConfiguration(id, owner) {
      const query = configurations().select(columnsOf(configurationRow)).eq('id', id)
      const answer = await (owner === null ? query : query.eq('user_id', owner)).abortSignal(patience())
      return rowsOf('read configuration', configurationRow, answer)[0] ?? null
    },

    async changeConfiguration(known, owner, changes) {
      const isOther = WHAT_RUNS.some(
        (field) => field in changes && JSON.stringify(changes[field]) !== JSON.stringify(known[field]),
      )
      const query = configurations()
        .update(
          written({
            ...changes,
            version: known.version + (isOther ? 1 : 0),
            updated_at: new Date().toISOString(),
          }),
        )
        .eq('id', known.id)
      const owned = owner === null ? query : query.eq('user_id', owner)
      const answer = await owned.select(columnsOf(configurationRow)).abortSignal(patience())
      return rowsOf('change configuration', configurationRow, answer)[0] ?? null
    },

    async removeConfiguration(id, owner) {
      const query = configurations().delete().eq('id', id)
      const owned = owner === null ? query : query.eq('user_id', owner)
      const answer = await owned.select('id').abortSignal(patience())
      return rowsOf('delete configuration', z.object({ id: z.uuid() }), answer).length > 0
    },

    async performance(configurationId) {
      const answer = await admin
        .from('configuration_performance')
        .select(columnsOf(performanceRow))
        .eq('configuration_id', configurationId)
        .abortSignal(patience())
      return rowsOf('read performance', performanceRow, answer)[0] ?? null
    },

    async uses({ id, version }) {
      const answer = await admin
        .from('configuration_usage')
        .select(columnsOf(usageRow))
        .eq('configuration_id', id)
        .eq('configuration_version', version)
        .order('used_at', { ascending: false })
        .limit(1_000)
        .abortSignal(patience())
      return rowsOf('read uses', usageRow, answer)
    },

    stageEvidence(owner, stages) {
      const args = { ...ownerArgument(owner), of_stages: [...stages] }
      return callFunction(admin, 'stage_evidence', args, z.array(evidenceRow))
    },
  }
}

/** Columns as Postgres takes them. What is parsed by a schema before has no other fields. */
// biome-ignore lint/suspicious/noExplicitAny: the rows' own types are checked by the schemas that made `columns`
function written(columns: object): any {
  return jsonForPostgres(columns)
}
