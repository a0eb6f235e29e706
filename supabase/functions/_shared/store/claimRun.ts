/** Takes a run whose worker is gone, with all that is needed to go on with it. */
import { z } from 'zod'
import { TASK_TYPES } from '../profiling/taskProfile.ts'
import type { Checkpoint } from './appendRunEvents.ts'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import { type RunStart, runStartFields, runStartOf } from './runStart.ts'

export interface ClaimRunInput {
  leaseMs: number
  /** Only this one; absent: the one that waits longest. */
  runId?: string
}

/** How far a run had come when its worker was last heard of. */
export interface RunProgress {
  nextEventId: number
  /** By step. */
  checkpoints: Checkpoint[]
}

export interface ClaimedRun extends RunStart {
  userId: string | null
  request: string
  /** As `beginRun` was given them. */
  options: Record<string, unknown>
  /** How many workers have taken the run after its first, this one included. */
  takeovers: number
  startedAtMs: number
  cancelRequested: boolean
  progress: RunProgress
}

/** A caller with an Idempotency-Key may come back and take the run over; for so long it is theirs. */
const KEYED_AFTER_MS = 3_600_000

const progressSchema = z
  .object({
    next_event_id: z.number().int().positive(),
    checkpoints: z.array(z.object({ step: z.number().int(), state: z.record(z.string(), z.unknown()) })),
  })
  .transform(({ next_event_id, checkpoints }): RunProgress => ({ nextEventId: next_event_id, checkpoints }))

const answerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('claimed'),
    user_id: z.uuid().nullable(),
    request: z.string(),
    options: z.record(z.string(), z.unknown()),
    takeovers: z.number().int(),
    started_at_ms: z.number(),
    cancel_requested: z.boolean(),
    progress: progressSchema,
    ...runStartFields,
  }),
])

/** `null` where none waits. Throws a StoreError: `unavailable`, `refused`. */
export async function claimRun(client: MeritClient, input: ClaimRunInput): Promise<ClaimedRun | null> {
  const claim = jsonForPostgres({
    lease_ms: Math.ceil(input.leaseMs),
    run_id: input.runId ?? null,
    task_types: TASK_TYPES,
    max_turns: 6,
    keyed_after_ms: KEYED_AFTER_MS,
  })
  const answer = await callFunction(client, 'claim_run', { claim }, answerSchema)
  if (answer.state === 'none') return null
  return {
    ...runStartOf(answer),
    userId: answer.user_id,
    request: answer.request,
    options: answer.options,
    takeovers: answer.takeovers,
    startedAtMs: answer.started_at_ms,
    cancelRequested: answer.cancel_requested,
    progress: answer.progress,
  }
}

/** How far a run has come, for a worker that took it over by its Idempotency-Key. Throws a StoreError. */
export function readProgress(client: MeritClient, runId: string): Promise<RunProgress> {
  return callFunction(client, 'run_progress', { of_run: runId }, progressSchema)
}
