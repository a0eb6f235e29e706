/**
 * Writes down what a run tells before anyone hears it, so that no listener knows more than the next worker will.
 * Events and checkpoints go out in the order they came, as many at a time as have gathered; the run does not wait.
 */
import { ExponentialBackoff, halfJitterGenerator, type IBackoffFactory } from 'cockatiel'
import type { Checkpoint, RunEvent } from '../store/appendRunEvents.ts'
import type { LeaseState, RunLease } from '../store/renewLeases.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/storeError.ts'

export interface RunJournal {
  tell(event: string, data: unknown, checkpoint?: Checkpoint): void
  /** Resolves when all that was told is written, or cannot be. Never rejects. */
  written(): Promise<void>
}

export interface RunJournalInput {
  store: Pick<Store, 'appendRunEvents'>
  lease: RunLease
  firstId: number
  /** Each event once it is written. */
  publish: (event: RunEvent) => void
  /** How the lease stands, after each write. */
  onLease: (state: LeaseState) => void
  onFault: (error: unknown) => void
  now: () => number
  sleep: (ms: number) => Promise<void>
  /** How long to try where the database is away. Default 60,000. */
  giveUpAfterMs?: number
}

export function createRunJournal(input: RunJournalInput): RunJournal {
  let nextId = input.firstId
  let pending: { event: RunEvent; checkpoint?: Checkpoint }[] = []
  let writing: Promise<void> | undefined
  let isClosed = false

  async function write(): Promise<void> {
    while (pending.length > 0 && !isClosed) {
      const batch = pending
      pending = []
      const state = await append(batch)
      if (state === 'held' || state === 'cancel_requested') {
        for (const { event } of batch) input.publish(event)
      } else isClosed = true
      if (state !== undefined) input.onLease(state)
    }
    writing = undefined
  }

  /** `undefined` where it cannot be written. */
  async function append(batch: typeof pending): Promise<LeaseState | undefined> {
    const giveUpAtMs = input.now() + (input.giveUpAfterMs ?? 60_000)
    const events = batch.map(({ event }) => event)
    const checkpoints = batch.flatMap(({ checkpoint }) => (checkpoint === undefined ? [] : [checkpoint]))
    let pause: IBackoffFactory<unknown> = new ExponentialBackoff({
      generator: halfJitterGenerator,
      initialDelay: 250,
      maxDelay: 5_000,
    })
    for (;;) {
      try {
        return await input.store.appendRunEvents({ ...input.lease, events, checkpoints })
      } catch (error) {
        if (!StoreError.isInstance(error) || !error.isRetryable || input.now() >= giveUpAtMs) {
          input.onFault(error)
          return undefined
        }
        const next = pause.next(undefined)
        pause = next
        await input.sleep(next.duration)
      }
    }
  }

  return {
    tell(event, data, checkpoint) {
      if (isClosed) return
      pending.push({ event: { id: nextId, event, data }, checkpoint })
      nextId += 1
      // After this turn of the event loop, so that what is told together is written together.
      writing ??= Promise.resolve().then(write)
    },
    written: async () => {
      while (writing !== undefined) await writing
    },
  }
}
