/** A worker of a function that executes runs: its context, and what only runs need. */
import type { RunRecorder } from '../store/runRecorder.ts'
import type { WorkerContext } from '../worker/workerContext.ts'
import type { EventBuffers } from './eventBuffer.ts'
import type { LeaseHeartbeat } from './leaseHeartbeat.ts'

export interface RunWorker extends WorkerContext {
  recorder: RunRecorder
  /** The events of the runs under way in this worker. */
  eventBuffers: EventBuffers
  heartbeat: LeaseHeartbeat
}
