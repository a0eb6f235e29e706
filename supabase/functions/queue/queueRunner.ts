/** Drains the queue in this function's background, for as long as a worker of the platform lives. */

import { toApiError } from '../_shared/http/functionApp.ts'
import type { MeritClient } from '../_shared/store/meritClient.ts'
import { heartbeatMsOf } from '../_shared/worker/leaseDuration.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { drainQueue } from './drainQueue.ts'
import { createExtractionStore } from './store/extractionStore.ts'

/** Items wait for models nearly all of the time: so many at once stay far below the platform's CPU and memory. */
const CONCURRENCY = 6
/** A worker lives 400 s at most: from here on it begins no call. With the longest one it stays inside. */
const STOP_AFTER_MS = 240_000

export interface QueueRunner {
  /** One drain at a time: more of them would only claim less each. */
  wake(admin: MeritClient): void
}

export function createQueueRunner(worker: WorkerContext): QueueRunner {
  let draining: Promise<void> | undefined
  let isWokenAgain = false

  async function drain(admin: MeritClient): Promise<void> {
    const store = createExtractionStore(admin)
    const stopAtMs = worker.now() + STOP_AFTER_MS
    const stop = new AbortController()
    const ended = new AbortController()
    const clock = worker.sleep(STOP_AFTER_MS, ended.signal).then(() => stop.abort())
    try {
      do {
        isWokenAgain = false
        await drainQueue({
          ...worker,
          store,
          concurrency: CONCURRENCY,
          heartbeatMs: heartbeatMsOf(worker.leaseMs),
          pollMs: null,
          stop: stop.signal,
          // the call under way may end: stopping leaves it the time
          hangUp: new AbortController().signal,
          onFault: (error) => toApiError(error, worker.functionName, worker.logger),
          newId: () => crypto.randomUUID(),
        })
      } while (isWokenAgain && worker.now() < stopAtMs)
    } finally {
      ended.abort()
      await clock
    }
    if (worker.now() < stopAtMs || !(await store.isAnythingWaiting())) return
    // A worker of its own, with its whole time. If it cannot be had, the next tick does it.
    const { error } = await admin.functions.invoke(`${worker.functionName}/tick`, { method: 'POST' })
    if (error) throw error
  }

  return {
    wake(admin) {
      isWokenAgain = true
      if (draining !== undefined) return
      draining = drain(admin)
        .catch((error: unknown) => {
          // What was done is in the rows, and what was not is taken up by the next; this says why.
          toApiError(error, worker.functionName, worker.logger)
        })
        .finally(() => {
          draining = undefined
        })
      worker.waitUntil(draining)
    },
  }
}
