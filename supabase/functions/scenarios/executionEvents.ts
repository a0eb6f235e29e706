/** An execution's progress as server-sent events: `status`, `step` for each cell that landed, last `result`. */
import type { ServerSentEvent } from '../_shared/http/serverSentEvents.ts'
import type { Kernel } from '../_shared/runs/kernel.ts'
import { progressEvents } from '../_shared/runs/progressEvents.ts'
import type { ExecutionRow, ProgressRow, ResultRow } from '../_shared/store/scenarios/scenarioRows.ts'
import { statusView } from './statusView.ts'

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
  kernel: Pick<Kernel, 'sleep'>,
  gone: AbortSignal,
  { read, progress, results, onLeft }: ExecutionSource,
): AsyncGenerator<ServerSentEvent> {
  return progressEvents(kernel, gone, {
    read,
    landed: progress,
    keyOf: ({ id }) => id,
    status: statusView,
    tell: async (fresh) =>
      (await results()).filter(({ id }) => fresh.has(id)).map((data) => ({ event: 'step', data })),
    onLeft,
  })
}
