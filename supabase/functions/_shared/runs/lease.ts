/** How long a worker may hold a run without a word. */
import { z } from 'zod'

/** A run that only its caller waits for is left to the next worker this long after its deadline. */
export const LEASE_MARGIN_MS = 30_000

const DEFAULT_LEASE_MS = 10_000
const LONGEST_BEAT_MS = 1_000

const leaseSchema = z.coerce.number().int().min(500).max(600_000)

/** `MERIT_LEASE_MS`: what a worker that died costs in time, against how long the database may be away unnoticed. */
export function parseLeaseMs(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return DEFAULT_LEASE_MS
  const parsed = leaseSchema.safeParse(text)
  if (!parsed.success)
    throw new Error('MERIT_LEASE_MS is not a whole number of milliseconds from 500 to 600,000')
  return parsed.data
}

/** Several beats a lease, so that one that is lost costs nothing; often enough for a cancellation to be felt. */
export function beatMsOf(leaseMs: number): number {
  return Math.min(LONGEST_BEAT_MS, leaseMs / 4)
}
