/** Where the events of a run go: into storage first where the run is durable, else straight to whoever listens. */
import { inCanonicalOrder } from '../canonical/canonicalOrder.ts'
import type { RunLease } from '../store/renewLeases.ts'
import type { Store } from '../store/store.ts'
import type { EmitEvent } from './createRunEvents.ts'
import type { EventBuffer } from './eventBuffer.ts'
import { createEventOutbox } from './eventOutbox.ts'
import type { Lease } from './leaseHeartbeat.ts'
import type { RunWorker } from './runWorker.ts'

export interface EventWriter {
  emit: EmitEvent
  /** Resolves when all that was emitted is stored where it has to be. */
  flushed: () => Promise<void>
  /** Resolves when every attempt that has ended is stored for the next worker, or the database is away for long. */
  checkpointed: () => Promise<void>
}

export interface EventWriterOptions {
  worker: Pick<RunWorker, 'now' | 'sleep'>
  store: Pick<Store, 'appendRunEvents'>
  runLease: RunLease
  lease: Pick<Lease, 'onLeaseState'>
  buffer: EventBuffer
  /** True where another worker resumes the run if this one dies: events are then stored before they are heard. */
  isDurable: boolean
  firstId: number
  onFault: (error: unknown) => void
}

/** A run would sooner pay for an attempt twice than stand still for longer. */
const MAX_CHECKPOINT_WAIT_MS = 5_000

export function createEventWriter(options: EventWriterOptions): EventWriter {
  const { worker, store, runLease, lease, buffer, isDurable, firstId, onFault } = options
  const outbox = createEventOutbox({
    store,
    lease: runLease,
    firstId,
    publish: (event) => isDurable && buffer.publish(event),
    onLeaseState: lease.onLeaseState,
    onFault,
    now: worker.now,
    sleep: worker.sleep,
  })
  if (isDurable) {
    let endedCount = 0
    let storedCount = 0
    return {
      emit(event, data, checkpoint) {
        if (checkpoint !== undefined && checkpoint.step > 0) endedCount += 1
        outbox.add(event, inCanonicalOrder(data), checkpoint)
      },
      flushed: outbox.flushed,
      async checkpointed() {
        const toStore = endedCount
        if (storedCount >= toStore) return
        const stopWaiting = new AbortController()
        await Promise.race([outbox.flushed(), worker.sleep(MAX_CHECKPOINT_WAIT_MS, stopWaiting.signal)])
        stopWaiting.abort()
        storedCount = Math.max(storedCount, toStore)
      },
    }
  }
  let nextId = firstId
  let isStored = false
  return {
    emit(event, data) {
      buffer.publish({ id: nextId, event, data: inCanonicalOrder(data) })
      nextId += 1
    },
    // A listener whose connection dropped comes back with the last id it got.
    async flushed() {
      if (buffer.wasRead && !isStored) for (const { event, data } of buffer.events) outbox.add(event, data)
      isStored = true
      await outbox.flushed()
    },
    checkpointed: async () => {},
  }
}
