/** An execution's progress as server-sent events: `status`, `step` for each cell that landed, last `result`. */

import { progressEvents } from '../_shared/durable/progressEvents.ts'
import type { ServerSentEvent } from '../_shared/http/serverSentEvents.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { statusView } from './executionStatus.ts'
import type { ExecutionRow, ProgressRow, ResultRow } from './store/scenarioRows.ts'

export interface ExecutionSource {
  read(): Promise<ExecutionRow | null>
  progress(): Promise<ProgressRow[]>
  /** Asked for where there are new cells. */
  results(): Promise<ResultRow[]>
  /** Told at each look, for what was left by its worker. */
  onLeft(execution: ExecutionRow): Promise<void>
}

/** Ends when the execution has ended or the listener is gone. */
export function executionEvents(
  worker: Pick<WorkerContext, 'sleep'>,
  gone: AbortSignal,
  { read, progress, results, onLeft }: ExecutionSource,
): AsyncGenerator<ServerSentEvent> {
  return progressEvents(worker, gone, {
    read,
    landed: progress,
    keyOf: ({ id }) => id,
    status: statusView,
    tell: async (fresh) =>
      (await results()).filter(({ id }) => fresh.has(id)).map((data) => ({ event: 'step', data })),
    onLeft,
  })
}
