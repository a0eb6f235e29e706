/**
 * Keeps this worker's hold on its runs: one heartbeat for all of them renews their leases and hears who is to end.
 * A run shorter than a beat costs no round trip.
 */
import type { LeaseState, RunLease } from '../store/renewLeases.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/storeError.ts'

export interface RunHold {
  /** Aborted when the run is to be cancelled, or is another worker's now. */
  signal: AbortSignal
  /** True where another worker has the run: what this one still finds out is not the run's any more. */
  readonly isLost: boolean
  /** Takes note of how the lease stands, from whoever asked. */
  heard(state: LeaseState): void
  release(): void
}

export interface RunKeeper {
  hold(store: Pick<Store, 'renewLeases'>, lease: RunLease): RunHold
  /** Ends a run of this worker at once. */
  cancel(runId: string): void
}

export interface RunKeeperOptions {
  /** Time between heartbeats. */
  beatMs: number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Takes faults of ours, for the log; an outage of the database is none. */
  onFault: (error: unknown) => void
}

interface Held {
  lease: RunLease
  hold: RunHold
}

export function createRunKeeper({ beatMs, sleep, onFault }: RunKeeperOptions): RunKeeper {
  const held = new Map<string, Held>()
  let beating: AbortController | undefined

  async function beat(store: Pick<Store, 'renewLeases'>, over: AbortSignal): Promise<void> {
    for (;;) {
      await sleep(beatMs, over)
      if (over.aborted) return
      try {
        const states = await store.renewLeases([...held.values()].map(({ lease }) => lease))
        for (const [token, state] of states) held.get(token)?.hold.heard(state)
      } catch (error) {
        // While the database is away nobody can take the runs either: the next beat renews them.
        if (!StoreError.isInstance(error) || !error.isRetryable) onFault(error)
      }
    }
  }

  return {
    hold(store, lease) {
      const end = new AbortController()
      let isLost = false
      const hold: RunHold = {
        signal: end.signal,
        get isLost() {
          return isLost
        },
        heard(state) {
          if (state === 'held' || end.signal.aborted) return
          isLost = state !== 'cancel_requested'
          end.abort()
        },
        release() {
          held.delete(lease.leaseToken)
          if (held.size > 0) return
          beating?.abort()
          beating = undefined
        },
      }
      held.set(lease.leaseToken, { lease, hold })
      if (beating === undefined) {
        beating = new AbortController()
        void beat(store, beating.signal)
      }
      return hold
    },
    cancel(runId) {
      for (const { lease, hold } of held.values()) if (lease.runId === runId) hold.heard('cancel_requested')
    },
  }
}
