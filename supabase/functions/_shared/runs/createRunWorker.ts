/** Makes the worker of a function that executes runs, from its environment. */

import { toApiError } from '../http/functionApp.ts'
import { createRunRecorder } from '../store/runRecorder.ts'
import { heartbeatMsOf } from '../worker/leaseDuration.ts'
import { createWorkerContext, type WorkerSettings } from '../worker/workerContext.ts'
import { createEventBuffers } from './eventBuffer.ts'
import { createLeaseHeartbeat } from './leaseHeartbeat.ts'
import type { RunWorker } from './runWorker.ts'

/**
 * The worker, and a listener that prints the records that are not stored yet when the worker is about to end.
 *
 * @throws Error naming the variable where a provider's address, or a duration, is malformed.
 */
export function createRunWorker(settings: WorkerSettings): RunWorker {
  const context = createWorkerContext(settings)
  const { functionName, leaseMs, logger, now, sleep, waitUntil } = context
  const recorder = createRunRecorder({ waitUntil, logLine: (line) => logger.error(line), now, sleep })
  addEventListener('beforeunload', (event) => {
    // The platform gives the reason: cpu, memory, wall_clock, early_drop or termination.
    recorder.printPending(event instanceof CustomEvent ? String(event.detail?.reason) : 'unknown')
  })
  return {
    ...context,
    recorder,
    eventBuffers: createEventBuffers(),
    heartbeat: createLeaseHeartbeat({
      heartbeatMs: heartbeatMsOf(leaseMs),
      sleep,
      onFault: (error) => toApiError(error, functionName, logger),
    }),
  }
}
