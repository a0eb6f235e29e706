/** Reads a run back: its state, its answer once there is one, and the attempts on record. */
import { z } from 'zod'
import { CALL_TIMEOUT_MS, type MeritClient, parseAnswer } from './meritClient.ts'
import { storeErrorFrom } from './storeError.ts'

const RUN_COLUMNS =
  'id, user_id, conversation_id, request, status, http_status, result, profile, error_code, model, provider, approach, ' +
  'quality_score, input_tokens, output_tokens, cost_usd, cost_is_estimate, duration_ms, lease_expires_at, started_at, finished_at'
const ATTEMPT_COLUMNS =
  'model, provider, approach, priority, status, is_winner, quality_score, duration_ms, cost_usd, cost_is_estimate, ' +
  'input_tokens, output_tokens, error_code, error_message'

const instantSchema = z.string().transform((text, context) => {
  const epochMs = Date.parse(text)
  if (Number.isNaN(epochMs)) context.addIssue({ code: 'custom', message: 'not a timestamp' })
  return epochMs
})
const bodySchema = z.record(z.string(), z.unknown())

const attemptSchema = z
  .object({
    model: z.string(),
    provider: z.string(),
    approach: z.string(),
    priority: z.number().int(),
    status: z.enum(['succeeded', 'failed', 'cancelled', 'skipped']),
    is_winner: z.boolean(),
    quality_score: z.number().nullable(),
    duration_ms: z.number(),
    cost_usd: z.number().nullable(),
    cost_is_estimate: z.boolean(),
    input_tokens: z.number(),
    output_tokens: z.number(),
    error_code: z.string().nullable(),
    error_message: z.string().nullable(),
  })
  .transform((row) => ({
    model: row.model,
    provider: row.provider,
    approach: row.approach,
    priority: row.priority,
    status: row.status,
    isWinner: row.is_winner,
    qualityScore: row.quality_score,
    durationMs: row.duration_ms,
    costUsd: row.cost_usd,
    costIsEstimate: row.cost_is_estimate,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    errorCode: row.error_code,
    errorMessage: row.error_message,
  }))

const runSchema = z
  .object({
    id: z.uuid(),
    user_id: z.uuid().nullable(),
    conversation_id: z.uuid().nullable(),
    request: z.string(),
    status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
    http_status: z.number().int().nullable(),
    result: bodySchema.nullable(),
    profile: bodySchema.nullable(),
    error_code: z.string().nullable(),
    model: z.string().nullable(),
    provider: z.string().nullable(),
    approach: z.string().nullable(),
    quality_score: z.number().nullable(),
    input_tokens: z.number(),
    output_tokens: z.number(),
    cost_usd: z.number().nullable(),
    cost_is_estimate: z.boolean(),
    duration_ms: z.number().nullable(),
    lease_expires_at: instantSchema,
    started_at: instantSchema,
    finished_at: instantSchema.nullable(),
  })
  .transform((row) => ({
    runId: row.id,
    userId: row.user_id,
    conversationId: row.conversation_id,
    request: row.request,
    status: row.status,
    /** With `body` `null` while the run goes on. */
    httpStatus: row.http_status,
    body: row.result,
    profile: row.profile,
    errorCode: row.error_code,
    model: row.model,
    provider: row.provider,
    approach: row.approach,
    qualityScore: row.quality_score,
    inputTokens: row.input_tokens,
    outputTokens: row.output_tokens,
    /** `null` while unknown. */
    costUsd: row.cost_usd,
    costIsEstimate: row.cost_is_estimate,
    durationMs: row.duration_ms,
    leaseExpiresAtMs: row.lease_expires_at,
    startedAtMs: row.started_at,
    finishedAtMs: row.finished_at,
  }))

export type StoredAttempt = z.output<typeof attemptSchema>
export type StoredRun = z.output<typeof runSchema> & {
  /** In the order in which they started; empty while the run goes on. */
  attempts: StoredAttempt[]
}

export interface ReadRunInput {
  runId: string
  /** Whose run it must be; `null` for a service caller, who may read any. */
  userId: string | null
}

/** `null` where there is no such run, or it is another's. Throws a StoreError: `unavailable`, `refused`. */
export async function readRun(
  client: MeritClient,
  { runId, userId }: ReadRunInput,
): Promise<StoredRun | null> {
  let query = client.from('orchestration_runs').select(RUN_COLUMNS).eq('id', runId)
  if (userId !== null) query = query.eq('user_id', userId)
  const run = await query.abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS)).maybeSingle()
  if (run.error) throw storeErrorFrom('read run', run)
  if (run.data === null) return null

  const attempts = await client
    .from('model_performance')
    .select(ATTEMPT_COLUMNS)
    .eq('run_id', runId)
    .order('attempt_number')
    .abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS))
  if (attempts.error) throw storeErrorFrom('read attempts', attempts)
  return {
    ...parseAnswer('read run', runSchema, run.data),
    attempts: parseAnswer('read attempts', z.array(attemptSchema), attempts.data),
  }
}
