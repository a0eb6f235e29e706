/** How long work may belong to a worker that has not renewed its lease. */
import { z } from 'zod'

const DEFAULT_LEASE_MS = 10_000
const MAX_HEARTBEAT_MS = 1_000

const leaseSchema = z.coerce.number().int().min(500).max(600_000)

/**
 * Reads `MERIT_LEASE_MS`. A shorter lease takes over sooner from a worker that died; a longer one tolerates a longer
 * outage of the database.
 *
 * @throws Error where the value is no duration.
 */
export function parseLeaseMs(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return DEFAULT_LEASE_MS
  const parsed = leaseSchema.safeParse(text)
  if (!parsed.success)
    throw new Error('MERIT_LEASE_MS is not a whole number of milliseconds from 500 to 600,000')
  return parsed.data
}

/** Several heartbeats a lease, so that a lost one costs nothing, and often enough that a cancellation is noticed soon. */
export function heartbeatMsOf(leaseMs: number): number {
  return Math.min(MAX_HEARTBEAT_MS, leaseMs / 4)
}
