/**
 * The events of a run, from any worker and from any event on: live where this worker executes it, else polled from its
 * record. Watching changes nothing, except that a run whose lease has expired is resumed.
 */
import { ExponentialBackoff, halfJitterGenerator, type IBackoffFactory } from 'cockatiel'
import { inCanonicalOrder } from '../canonical/canonicalOrder.ts'
import { ApiError } from '../http/apiError.ts'
import type { RunEvent } from '../store/appendRunEvents.ts'
import type { StoredRun } from '../store/readRun.ts'
import type { Store } from '../store/store.ts'
import { reclaimExpiredRuns } from './reclaimRuns.ts'
import { finalEvent } from './runAnswer.ts'
import type { RunWorker } from './runWorker.ts'

export interface WatchInput {
  runId: string
  /** Whose run it must be; `null`: anyone's. */
  userId: string | null
  /** The id of the last event the listener has; 0: none. */
  afterId: number
  /** Aborted when the listener goes away. */
  signal: AbortSignal
}

/** Ends after `result` or `error`, or when the listener is gone. Throws `not_found` where the run is no more. */
export async function* watchRun(
  worker: RunWorker,
  store: Store,
  { runId, userId, afterId, signal }: WatchInput,
): AsyncGenerator<RunEvent> {
  let lastId = afterId
  let pause = newPause()
  while (!signal.aborted) {
    const buffer = worker.eventBuffers.get(runId)
    if (buffer !== undefined && lastId + 1 >= buffer.firstId) {
      const events = buffer.read(lastId, signal)
      let next = await events.next()
      for (; !next.done; next = await events.next()) {
        lastId = next.value.id
        yield next.value
      }
      if (next.value !== null) {
        yield finalEvent(lastId + 1, next.value)
        return
      }
    }

    const soFar = await store.readRunEvents({ runId, userId, afterId: lastId })
    if (soFar === null) throw new ApiError('not_found', 'no such run')
    for (const event of soFar.events) {
      lastId = event.id
      yield { ...event, data: inCanonicalOrder(event.data) }
    }
    if (soFar.hasMore) continue
    if (soFar.hasEnded) {
      yield* finalEvents(store, { runId, userId, afterId, lastId })
      return
    }
    if (soFar.leaseExpiresAtMs <= worker.now()) await reclaimExpiredRuns(worker, store, { runId })
    if (soFar.events.length > 0) pause = newPause()
    const next = pause.next(undefined)
    pause = next
    await worker.sleep(next.duration, signal)
  }
}

/** From every 0.1 s to every second, as with waiting for an answer. */
function newPause(): IBackoffFactory<unknown> {
  return new ExponentialBackoff({ generator: halfJitterGenerator, initialDelay: 150, maxDelay: 1_000 })
}

/** The answer of a run that has ended, unless the listener has it already. */
async function* finalEvents(
  store: Store,
  { runId, userId, afterId, lastId }: Omit<WatchInput, 'signal'> & { lastId: number },
): AsyncGenerator<RunEvent> {
  const run = await store.readRun({ runId, userId })
  if (run === null) throw new ApiError('not_found', 'no such run')
  const answer = { status: run.httpStatus ?? 500, body: run.body ?? {} }
  if (lastId > afterId) {
    yield finalEvent(lastId + 1, answer)
    return
  }
  // No event follows those the listener has: what is missing is the answer, everything, or nothing.
  const lastEvents = await store.readRunEvents({ runId, userId, afterId: Math.max(0, afterId - 1) })
  if (afterId > 0) {
    if (lastEvents?.events.some((event) => event.id === afterId)) yield finalEvent(afterId + 1, answer)
    return
  }
  yield* eventsFromRecord(run)
}

/** Nobody listened to the run while it was executed: its events are derived from its record. */
function* eventsFromRecord(run: StoredRun): Generator<RunEvent> {
  const attempts = run.attempts.filter((attempt) => attempt.status !== 'skipped')
  const events: Omit<RunEvent, 'id'>[] = [
    { event: 'run', data: { runId: run.runId } },
    ...(run.profile === null ? [] : [{ event: 'profile', data: run.profile }]),
    ...attempts.map((attempt) => ({
      event: attempt.status === 'succeeded' ? 'attempt.scored' : `attempt.${attempt.status}`,
      data: attempt,
    })),
  ]
  for (const [index, { event, data }] of events.entries()) {
    yield { id: index + 1, event, data: inCanonicalOrder(data) }
  }
  yield finalEvent(events.length + 1, { status: run.httpStatus ?? 500, body: run.body ?? {} })
}
