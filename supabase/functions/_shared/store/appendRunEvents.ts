/** Puts what a run has told, and how far it has come, on record: together, and only for who holds the run. */
import { z } from 'zod'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'
import { LEASE_STATES, type LeaseState } from './renewLeases.ts'

export interface RunEvent {
  /** Counts from 1, without gaps. */
  id: number
  event: string
  data: unknown
}

export interface Checkpoint {
  /** 0: the plan; else a finished attempt's place in it. */
  step: number
  state: object
}

export interface RunEventBatch {
  runId: string
  leaseToken: string
  /** Renews the lease by so much; `null` leaves it. */
  leaseMs: number | null
  events: readonly RunEvent[]
  checkpoints: readonly Checkpoint[]
}

const answerSchema = z.object({ state: z.enum(LEASE_STATES) })

/**
 * Safe to repeat. Nothing is kept unless the answer is `held` or `cancel_requested`.
 * Throws a StoreError: `unavailable`, `refused`.
 */
export async function appendRunEvents(client: MeritClient, batch: RunEventBatch): Promise<LeaseState> {
  const row = jsonForPostgres({
    run_id: batch.runId,
    lease_token: batch.leaseToken,
    lease_ms: batch.leaseMs === null ? null : Math.ceil(batch.leaseMs),
    events: batch.events.map(({ id, event, data }) => ({ event_id: id, event, data })),
    checkpoints: batch.checkpoints,
  })
  return (await callFunction(client, 'append_run_events', { batch: row }, answerSchema)).state
}
