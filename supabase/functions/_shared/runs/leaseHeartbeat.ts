/**
 * Renews the leases of this worker's runs: one heartbeat for all of them, which also learns of cancellations.
 * A run shorter than the heartbeat interval costs no round trip.
 */
import type { LeaseState, RunLease } from '../store/renewLeases.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/storeError.ts'

export interface Lease {
  /** Aborted when the run is to be cancelled, or belongs to another worker now. */
  signal: AbortSignal
  /** True where another worker holds the run: further results of this worker are discarded. */
  readonly isLost: boolean
  /** Takes the state of the lease, from whoever asked for it. */
  onLeaseState(state: LeaseState): void
  release(): void
}

export interface LeaseHeartbeat {
  /** Renews the lease until it is released. */
  start(store: Pick<Store, 'renewLeases'>, lease: RunLease): Lease
  /** Cancels a run of this worker at once. */
  cancel(runId: string): void
}

export interface LeaseHeartbeatOptions {
  /** Time between heartbeats. */
  heartbeatMs: number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Takes unexpected errors, for the log; an outage of the database is none. */
  onFault: (error: unknown) => void
}

export function createLeaseHeartbeat({ heartbeatMs, sleep, onFault }: LeaseHeartbeatOptions): LeaseHeartbeat {
  const active = new Map<string, { runLease: RunLease; lease: Lease }>()
  let beating: AbortController | undefined

  async function renewAll(store: Pick<Store, 'renewLeases'>, stopped: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(heartbeatMs, stopped)
      if (stopped.aborted) return
      try {
        const states = await store.renewLeases([...active.values()].map(({ runLease }) => runLease))
        for (const [token, state] of states) active.get(token)?.lease.onLeaseState(state)
      } catch (error) {
        // While the database is away no other worker can claim the runs: the next heartbeat renews them.
        if (!StoreError.isInstance(error) || !error.isRetryable) onFault(error)
      }
    }
  }

  return {
    start(store, runLease) {
      const ended = new AbortController()
      let isLost = false
      const lease: Lease = {
        signal: ended.signal,
        get isLost() {
          return isLost
        },
        onLeaseState(state) {
          if (state === 'held' || ended.signal.aborted) return
          isLost = state !== 'cancel_requested'
          ended.abort()
        },
        release() {
          active.delete(runLease.leaseToken)
          if (active.size > 0) return
          beating?.abort()
          beating = undefined
        },
      }
      active.set(runLease.leaseToken, { runLease, lease })
      if (beating === undefined) {
        beating = new AbortController()
        void renewAll(store, beating.signal)
      }
      return lease
    },
    cancel(runId) {
      for (const { runLease, lease } of active.values()) {
        if (runLease.runId === runId) lease.onLeaseState('cancel_requested')
      }
    },
  }
}
