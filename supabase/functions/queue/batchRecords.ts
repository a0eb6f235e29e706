/**
 * Stores what a worker's items found out with as few round trips as may be: while one is under way, what comes goes with
 * the next. Nothing waits where nothing is under way.
 */

import { StoreError } from '../_shared/store/storeError.ts'
import type { ExtractionRecord, ExtractionStore, RecordState } from './store/extractionStore.ts'

/** A request of so many stays far below what the Data API and a statement's time take. */
const MOST_AT_ONCE = 50
const RETRY_MS = 500

export interface BatchOptions {
  store: Pick<ExtractionStore, 'record'>
  /** A paid answer is worth this much patience with the database. */
  patienceMs: number
  now: () => number
  sleep: (ms: number) => Promise<void>
}

interface Waiting {
  record: ExtractionRecord
  settle: (state: RecordState) => void
  fail: (error: unknown) => void
}

/** Throws the StoreError of a record that the database refuses, or is away for too long to take. */
export function batchRecords(options: BatchOptions): (record: ExtractionRecord) => Promise<RecordState> {
  const waiting: Waiting[] = []
  let sending: Promise<void> | undefined

  async function send(): Promise<void> {
    while (waiting.length > 0) await sendBatch(options, waiting.splice(0, MOST_AT_ONCE))
    sending = undefined
  }

  return (record) =>
    new Promise((settle, fail) => {
      waiting.push({ record, settle, fail })
      // Begun in a moment of its own, so that what comes together goes together.
      if (sending === undefined) sending = Promise.resolve().then(send)
    })
}

async function sendBatch(options: BatchOptions, batch: readonly Waiting[]): Promise<void> {
  try {
    const states = await retryWhileUnavailable(options, () =>
      options.store.record(batch.map(({ record }) => record)),
    )
    for (const { record, settle } of batch) settle(states.get(record.itemId) ?? 'gone')
  } catch (error) {
    // One that is refused must not take the others with it.
    const isWorthSplitting = StoreError.isInstance(error) && !error.isRetryable && batch.length > 1
    if (isWorthSplitting) for (const each of batch) await sendBatch(options, [each])
    else for (const { fail } of batch) fail(error)
  }
}

async function retryWhileUnavailable<Value>(
  { patienceMs, now, sleep }: BatchOptions,
  work: () => Promise<Value>,
): Promise<Value> {
  const giveUpAtMs = now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!StoreError.isInstance(error) || !error.isRetryable || now() > giveUpAtMs) throw error
      await sleep(RETRY_MS)
    }
  }
}
