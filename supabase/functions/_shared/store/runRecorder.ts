/**
 * Keeps the records of finished runs until they are stored. A worker that is told to end prints what is left, one line a
 * run: whether the database takes a record in its last moments or not, nothing is lost in silence.
 */
import { type FinishRunRetryResult, finishRunRetry, lostRecordLine } from './finishRunRetry.ts'
import type { RunRecord } from './runRecord.ts'
import type { Store } from './store.ts'

export interface RunRecorder {
  /**
   * Stores the record in the background, again and again where the database is away. Never throws; resolves when it is
   * stored or given up.
   */
  keep(store: Pick<Store, 'finishRun'>, record: RunRecord): Promise<FinishRunRetryResult>
  /** Prints what is not stored yet; for the moment before the worker ends. `reason` says why it ends. */
  printPending(reason: string): void
}

export interface RunRecorderOptions {
  /** Keeps the worker alive until the promise is settled. */
  waitUntil: (work: Promise<unknown>) => void
  /** Takes one line of JSON. */
  logLine: (line: string) => void
  now: () => number
  sleep: (ms: number) => Promise<void>
}

export function createRunRecorder({ waitUntil, logLine, now, sleep }: RunRecorderOptions): RunRecorder {
  const pending = new Set<RunRecord>()
  return {
    keep(store, record) {
      pending.add(record)
      const finishRun = (finished: RunRecord) => store.finishRun(finished)
      const stored = finishRunRetry({ finishRun, record, logLine, now, sleep })
      const settled = stored.finally(() => pending.delete(record))
      waitUntil(settled)
      return settled
    },
    printPending(reason) {
      for (const record of pending)
        logLine(lostRecordLine(record, new Error(`the worker ends: ${reason}`), 0))
    },
  }
}
