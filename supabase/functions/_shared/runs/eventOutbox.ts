/**
 * Stores the events of a run before any listener gets them, so that no listener knows more than the worker that takes the
 * run over. Events and checkpoints are written in order, as many at a time as have gathered; the run does not wait.
 */
import { ExponentialBackoff, halfJitterGenerator, type IBackoffFactory } from 'cockatiel'
import type { Checkpoint, RunEvent } from '../store/appendRunEvents.ts'
import type { LeaseState, RunLease } from '../store/renewLeases.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/storeError.ts'

export interface EventOutbox {
  add(event: string, data: unknown, checkpoint?: Checkpoint): void
  /** Resolves when all that was added is written, or cannot be. Never rejects. */
  flushed(): Promise<void>
}

export interface EventOutboxOptions {
  store: Pick<Store, 'appendRunEvents'>
  lease: RunLease
  firstId: number
  /** Takes each event once it is written. */
  publish: (event: RunEvent) => void
  /** Takes the state of the lease after each write. */
  onLeaseState: (state: LeaseState) => void
  onFault: (error: unknown) => void
  now: () => number
  sleep: (ms: number) => Promise<void>
  /** How long to retry while the database is away, milliseconds. Default 60,000. */
  retryForMs?: number
}

export function createEventOutbox(input: EventOutboxOptions): EventOutbox {
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
      if (state !== undefined) input.onLeaseState(state)
    }
    writing = undefined
  }

  /** `undefined` where it cannot be written. */
  async function append(batch: typeof pending): Promise<LeaseState | undefined> {
    const retryUntilMs = input.now() + (input.retryForMs ?? 60_000)
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
        if (!StoreError.isInstance(error) || !error.isRetryable || input.now() >= retryUntilMs) {
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
    add(event, data, checkpoint) {
      if (isClosed) return
      pending.push({ event: { id: nextId, event, data }, checkpoint })
      nextId += 1
      // After this turn of the event loop, so that what is added together is written together.
      writing ??= Promise.resolve().then(write)
    },
    flushed: async () => {
      while (writing !== undefined) await writing
    },
  }
}
