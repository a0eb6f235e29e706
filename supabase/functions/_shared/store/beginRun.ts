/** The first of a run's two round trips: claims the run and brings back what it starts from. */
import { z } from 'zod'
import type { Reservation } from '../execution/budget.ts'
import { TASK_TYPES } from '../profiling/taskProfile.ts'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import { type RunStart, runStartFields, runStartOf } from './runStart.ts'

export interface BeginRunInput {
  /** `null`: called with a secret key on nobody's behalf. */
  userId: string | null
  conversationId: string | null
  /** 1..255 characters; `null`: every call is a run of its own. */
  idempotencyKey: string | null
  /** Hash of the whole request body: the same key with another hash is a conflict. */
  requestHash: string
  request: string
  /** The rest of the body, kept with the run. */
  options: object
  /** How long this worker has before another may take the run. */
  leaseMs: number
  /** Kinds of task to bring evidence for. Default: all that the profiler knows. */
  taskTypes?: readonly string[]
  /** False where the caller sent files of its own, to spare the transfer. Default true. */
  withFiles?: boolean
  /** How many turns of the conversation to bring. Default 6. */
  maxTurns?: number
  /** What to reserve where a spend cap holds; default nothing. */
  reservation?: Reservation
}

export type BeginRunResult =
  | ({
      state: 'started'
      /** True where an earlier worker's lease ran out. */
      takenOver: boolean
    } & RunStart)
  /** Too many requests in this minute; nothing was begun. */
  | { state: 'rate_limited'; retryAfterMs: number }
  /** A spend cap leaves less than the run needs; nothing was begun. */
  | { state: 'over_budget' }
  | { state: 'replay'; runId: string; httpStatus: number; body: Record<string, unknown> }
  | { state: 'in_progress'; runId: string; leaseExpiresAtMs: number }
  | { state: 'conflict'; runId: string }

const answerSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('started'),
    taken_over: z.boolean(),
    ...runStartFields,
  }),
  z.object({ state: z.literal('rate_limited'), retry_after_ms: z.number().positive() }),
  z.object({ state: z.literal('over_budget') }),
  z.object({
    state: z.literal('replay'),
    run_id: z.uuid(),
    http_status: z.number().int(),
    body: z.record(z.string(), z.unknown()),
  }),
  z.object({ state: z.literal('in_progress'), run_id: z.uuid(), lease_expires_at_ms: z.number() }),
  z.object({ state: z.literal('conflict'), run_id: z.uuid() }),
])

/** Throws a StoreError: `unknown_user`, `unavailable`, `refused`. Never tries twice: without a key that would make two runs. */
export async function beginRun(client: MeritClient, input: BeginRunInput): Promise<BeginRunResult> {
  const run = jsonForPostgres({
    user_id: input.userId,
    conversation_id: input.conversationId,
    idempotency_key: input.idempotencyKey,
    request_hash: input.requestHash,
    request: input.request,
    options: input.options,
    lease_ms: Math.ceil(input.leaseMs),
    task_types: input.taskTypes ?? TASK_TYPES,
    with_files: input.withFiles ?? true,
    max_turns: input.maxTurns ?? 6,
    reserve_nano_usd: input.reservation?.mostNanoUsd ?? 0,
    reserve_at_least_nano_usd: input.reservation?.leastNanoUsd ?? 0,
  })
  const answer = await callFunction(client, 'begin_run', { run }, answerSchema)
  switch (answer.state) {
    case 'started':
      return { state: 'started', takenOver: answer.taken_over, ...runStartOf(answer) }
    case 'rate_limited':
      return { state: 'rate_limited', retryAfterMs: answer.retry_after_ms }
    case 'over_budget':
      return { state: 'over_budget' }
    case 'replay':
      return { state: 'replay', runId: answer.run_id, httpStatus: answer.http_status, body: answer.body }
    case 'in_progress':
      return { state: 'in_progress', runId: answer.run_id, leaseExpiresAtMs: answer.lease_expires_at_ms }
    case 'conflict':
      return { state: 'conflict', runId: answer.run_id }
  }
}
