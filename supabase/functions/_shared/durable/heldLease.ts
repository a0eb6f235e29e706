/** Work under a lease in Postgres: keeping it while one works, and patience with a database that is away for a moment. */
import { StoreError } from '../store/storeError.ts'
import type { WorkerContext } from '../worker/workerContext.ts'

/** A worker that dies is missed after this long. */
export const LEASE_MS = 15_000
/** How often a worker says that it is alive, and learns whether its work was cancelled or taken from it. */
const HEARTBEAT_MS = 2_000
const STORE_RETRY_MS = 500

/** Renews until `ended`. Aborts `lost` where the lease is another's, or the work was ended. Never throws. */
export async function keepLease(
  worker: Pick<WorkerContext, 'sleep'>,
  renew: (leaseMs: number) => Promise<boolean>,
  signals: { lost: AbortController; ended: AbortSignal },
): Promise<void> {
  for (;;) {
    await worker.sleep(HEARTBEAT_MS, signals.ended)
    if (signals.ended.aborted || signals.lost.signal.aborted) return
    try {
      if (!(await renew(LEASE_MS))) signals.lost.abort()
    } catch (error) {
      // The database is away: the lease goes on for a while, and if it runs out, the next beat will say so.
      if (!StoreError.isInstance(error) || !error.isRetryable) signals.lost.abort()
    }
  }
}

/**
 * A paid answer is worth some patience with the database: as long as the lease may hold. Only for work that may be
 * repeated. Throws the last StoreError.
 */
export async function retryWhileUnavailable<Value>(
  worker: Pick<WorkerContext, 'now' | 'sleep'>,
  signal: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  const giveUpAtMs = worker.now() + LEASE_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const isWorthwhile = StoreError.isInstance(error) && error.isRetryable && worker.now() <= giveUpAtMs
      if (!isWorthwhile || signal.aborted) throw error
      await worker.sleep(STORE_RETRY_MS, signal)
    }
  }
}
