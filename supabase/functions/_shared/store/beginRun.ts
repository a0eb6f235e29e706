/** The first of a run's two round trips: claims the run and brings back what it starts from. */
import { z } from 'zod'
import type { Reservation } from '../execution/budget.ts'
import type { Circuit } from '../execution/circuit.ts'
import { COMPLEXITIES, type ProjectFiles, TASK_TYPES } from '../profiling/taskProfile.ts'
import type { Evidence } from '../selection/evidence.ts'
import type { PriceSettings } from '../selection/pacer.ts'
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
  /** What to reserve where a spend cap holds; default nothing. */
  reservation?: Reservation
}

export interface Conversation {
  /** Files of the last successful run that had any; `null` where none had. */
  files: ProjectFiles | null
  /** The last turns, oldest first, each cut to 8,000 characters. */
  turns: { role: 'user' | 'assistant'; content: string }[]
}

/** A policy or configuration that gets a share of the users; who gets which arm is for the caller to work out. */
export interface TrafficExperiment {
  name: string
  /** Of all users, how many take part, 0..1. */
  share: number
  /** Those who take part are split by weight, each above 0. */
  arms: {
    name: string
    weight: number
    /** The fields of a request that the arm decides, e.g. `{ policy: 'ucb' }`. */
    settings: Record<string, unknown>
  }[]
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
      /** Running now, the oldest first. */
      experiments: TrafficExperiment[]
      /** What the project says of money and time; `null`: nothing. */
      prices: PriceSettings | null
      /** What spend caps let this run cost, reserved for it; `null` where none holds. */
      budgetNanoUsd: number | null
      /** The circuits that are not closed. */
      circuits: Circuit[]
      /** Ids of the models whose calls must first ask `takeModelRate`. */
      limitedModels: string[]
    }
  /** Too many requests in this minute; nothing was begun. */
  | { state: 'rate_limited'; retryAfterMs: number }
  /** A spend cap leaves less than the run needs; nothing was begun. */
  | { state: 'over_budget' }
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
    z.number().nullable(),
  ])
  // a database that is ahead of this code may say more
  .rest(z.unknown())
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
      qualityChangedAtMs,
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
      qualityChangedAtMs,
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

export const experimentSchema = z.object({
  name: z.string(),
  share: z.number(),
  arms: z.array(
    z.object({
      name: z.string(),
      weight: z.number().positive(),
      settings: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
})

export const pricesSchema = z
  .object({
    points_per_usd: z.number().nonnegative(),
    points_per_second: z.number().nonnegative(),
    target_cost_nano_usd: z.number().positive().nullable(),
    multiplier: z.number().nonnegative(),
  })
  .transform(
    ({ points_per_usd, points_per_second, target_cost_nano_usd, multiplier }): PriceSettings => ({
      pointsPerUsd: points_per_usd,
      pointsPerSecond: points_per_second,
      target: target_cost_nano_usd === null ? null : { costNanoUsd: target_cost_nano_usd, multiplier },
    }),
  )

export const circuitSchema = z
  .object({
    provider: z.string(),
    model: z.string(),
    state: z.enum(['open', 'half_open']),
    retry_after_ms: z.number().nonnegative(),
  })
  .transform(
    ({ provider, model, state, retry_after_ms }): Circuit => ({
      provider,
      model,
      state,
      retryAfterMs: retry_after_ms,
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
    experiments: z.array(experimentSchema),
    prices: pricesSchema.nullable(),
    budget_nano_usd: z.number().int().nonnegative().nullable(),
    circuits: z.array(circuitSchema),
    limited_models: z.array(z.string()),
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
      return {
        state: 'started',
        runId: answer.run_id,
        leaseToken: answer.lease_token,
        takenOver: answer.taken_over,
        conversation: answer.conversation,
        evidence: answer.evidence,
        experiments: answer.experiments,
        prices: answer.prices,
        budgetNanoUsd: answer.budget_nano_usd,
        circuits: answer.circuits,
        limitedModels: answer.limited_models,
      }
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
