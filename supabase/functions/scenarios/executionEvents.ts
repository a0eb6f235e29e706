/**
 * An execution's progress as server-sent events, read from the database, so that they come from whichever worker
 * conducts it: `status` at first and whenever something changed, `step` for each cell that landed, last `result` (the
 * final status). Whoever connects late gets the cells there are and then what follows.
 */
import type { ServerSentEvent } from '../_shared/http/serverSentEvents.ts'
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

/** Ends when the execution has ended or the listener is gone. */
export async function* executionEvents(
  kernel: Pick<Kernel, 'sleep'>,
  gone: AbortSignal,
  source: ExecutionSource,
): AsyncGenerator<ServerSentEvent> {
  const told = new Set<string>()
  let lastStatus = ''
  let id = 0
  const say = (event: string, data: unknown): ServerSentEvent => {
    id += 1
    return { id, event, data }
  }
  while (!gone.aborted) {
    const execution = await source.read()
    if (execution === null) {
      yield say('error', { error: { code: 'not_found', message: 'it is no more' } })
      return
    }
    // Read after the execution: what had ended by then has all its cells.
    const cells = await source.progress()
    const status = statusView(execution, cells)
    const fresh = new Set(cells.map((cell) => cell.id).filter((cellId) => !told.has(cellId)))
    if (fresh.size > 0) {
      for (const result of await source.results()) if (fresh.has(result.id)) yield say('step', result)
    }
    for (const cellId of fresh) told.add(cellId)
    const { takeovers: _takeovers, ...comparable } = status
    if (JSON.stringify(comparable) !== lastStatus) yield say('status', status)
    lastStatus = JSON.stringify(comparable)
    if (execution.status !== 'running') {
      yield say('result', status)
      return
    }
    await source.onLeft(execution)
    await kernel.sleep(POLL_MS, gone)
  }
}
