/**
 * An execution's progress as server-sent events, read from the database, so that they come from whichever worker
 * conducts it: `status` at first and whenever something changed, `step` for each cell that landed, last `result` (the
 * final status). Whoever connects late gets the cells there are and then what follows.
 */
import type { EventSink } from '../_shared/http/serverSentEvents.ts'
import type { Kernel } from '../_shared/runs/kernel.ts'
import type { ExecutionRow, ProgressRow, ResultRow } from '../_shared/store/scenarios/scenarioRows.ts'
import { statusView } from './statusView.ts'

const POLL_MS = 300

export interface ExecutionSource {
  read(): Promise<ExecutionRow | null>
  progress(): Promise<ProgressRow[]>
  /** Asked for where there are new cells. */
  results(): Promise<ResultRow[]>
  /** Told at each look, for what was left by its worker. */
  onLeft(execution: ExecutionRow): Promise<void>
}

/** Returns when the execution has ended or the listener is gone. */
export async function executionEvents(
  kernel: Pick<Kernel, 'sleep'>,
  sink: EventSink,
  gone: AbortSignal,
  source: ExecutionSource,
): Promise<void> {
  const told = new Set<string>()
  let lastStatus = ''
  while (!gone.aborted) {
    const execution = await source.read()
    if (execution === null)
      return sink.send('error', { error: { code: 'not_found', message: 'it is no more' } })
    // Read after the execution: what had ended by then has all its cells.
    const cells = await source.progress()
    const status = statusView(execution, cells)
    const fresh = new Set(cells.map(({ id }) => id).filter((id) => !told.has(id)))
    if (fresh.size > 0) {
      for (const result of (await source.results()).filter(({ id }) => fresh.has(id)))
        sink.send('step', result)
    }
    for (const id of fresh) told.add(id)
    const { takeovers: _takeovers, ...comparable } = status
    if (JSON.stringify(comparable) !== lastStatus) sink.send('status', status)
    lastStatus = JSON.stringify(comparable)
    if (execution.status !== 'running') return sink.send('result', status)
    await source.onLeft(execution)
    await kernel.sleep(POLL_MS, gone)
  }
}
