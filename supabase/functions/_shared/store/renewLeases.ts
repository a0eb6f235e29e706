/** One worker's heartbeat for all the runs it holds: one round trip, however many there are. */
import { z } from 'zod'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'

/** `cancel_requested`: still this worker's, and to be ended · `ended`: on record already. */
export const LEASE_STATES = ['held', 'cancel_requested', 'superseded', 'ended', 'gone'] as const
export type LeaseState = (typeof LEASE_STATES)[number]

export interface RunLease {
  runId: string
  leaseToken: string
  /** How long from now; `null` only asks how the run stands. */
  leaseMs: number | null
}

const answerSchema = z.array(z.object({ lease_token: z.uuid(), state: z.enum(LEASE_STATES) }))

/** How each lease stands now, by its token. Throws a StoreError: `unavailable`, `refused`. */
export async function renewLeases(
  client: MeritClient,
  leases: readonly RunLease[],
): Promise<ReadonlyMap<string, LeaseState>> {
  const rows = jsonForPostgres(
    leases.map(({ runId, leaseToken, leaseMs }) => ({
      run_id: runId,
      lease_token: leaseToken,
      lease_ms: leaseMs === null ? null : Math.ceil(leaseMs),
    })),
  )
  const answer = await callFunction(client, 'renew_leases', { leases: rows }, answerSchema)
  return new Map(answer.map(({ lease_token, state }) => [lease_token, state]))
}
