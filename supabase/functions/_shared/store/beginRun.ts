/** The first of a run's two round trips: claims the run and brings back what it starts from. */
import { z } from 'zod'
import { COMPLEXITIES, type ProjectFiles, TASK_TYPES } from '../profiling/taskProfile.ts'
import type { Evidence } from '../selection/evidence.ts'
import { APPROACHES } from '../selection/strategy.ts'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'

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
}

export interface Conversation {
  /** Files of the last successful run that had any; `null` where none had. */
  files: ProjectFiles | null
  /** The last turns, oldest first, each cut to 8,000 characters. */
  turns: { role: 'user' | 'assistant'; content: string }[]
}

export type BeginRunResult =
  | {
      state: 'started'
      runId: string
      leaseToken: string
      /** True where an earlier worker's lease ran out. */
      takenOver: boolean
      conversation: Conversation
      evidence: Evidence[]
    }
  | { state: 'replay'; runId: string; httpStatus: number; body: Record<string, unknown> }
  | { state: 'in_progress'; runId: string; leaseExpiresAtMs: number }
  | { state: 'conflict'; runId: string }

/** One row, in the order of `private.evidence_for`. */
export const evidenceSchema = z
  .tuple([
    z.enum(['all', 'task', 'task_complexity', 'user']),
    z.string().nullable(),
    z.enum(COMPLEXITIES).nullable(),
    z.string(),
    z.enum(APPROACHES),
    z.number().nonnegative(),
    z.number().min(0).max(100),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number(),
    z.number().nonnegative(),
    z.number().nonnegative(),
    z.number(),
  ])
  .transform(
    ([
      tier,
      taskType,
      complexity,
      model,
      approach,
      qualityWeight,
      qualityMean,
      qualityM2,
      successWeight,
      failureWeight,
      durationWeight,
      logDurationMean,
      costWeight,
      costMeanNanoUsd,
      updatedAtMs,
    ]): Evidence => ({
      tier,
      taskType,
      complexity,
      model,
      approach,
      qualityWeight,
      qualityMean,
      qualityM2,
      successWeight,
      failureWeight,
      durationWeight,
      logDurationMean,
      costWeight,
      costMeanNanoUsd,
      updatedAtMs,
    }),
  )

export const conversationSchema = z
  .object({
    files: z.record(z.string(), z.string()).nullable(),
    turns: z.array(z.object({ request: z.string(), answer: z.string() })),
  })
  .transform(
    ({ files, turns }): Conversation => ({
      files,
      turns: turns.flatMap(({ request, answer }) => [
        { role: 'user' as const, content: request },
        { role: 'assistant' as const, content: answer },
      ]),
    }),
  )

const answerSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('started'),
    run_id: z.uuid(),
    lease_token: z.uuid(),
    taken_over: z.boolean(),
    conversation: conversationSchema,
    evidence: z.array(evidenceSchema),
  }),
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
  })
  const answer = await callFunction(client, 'begin_run', { run }, answerSchema)
  switch (answer.state) {
    case 'started':
      return {
        state: 'started',
        runId: answer.run_id,
        leaseToken: answer.lease_token,
        takenOver: answer.taken_over,
        conversation: answer.conversation,
        evidence: answer.evidence,
      }
    case 'replay':
      return { state: 'replay', runId: answer.run_id, httpStatus: answer.http_status, body: answer.body }
    case 'in_progress':
      return { state: 'in_progress', runId: answer.run_id, leaseExpiresAtMs: answer.lease_expires_at_ms }
    case 'conflict':
      return { state: 'conflict', runId: answer.run_id }
  }
}
