/**
 * What a run tells, from any worker and from any event on: live where this worker runs it, else from the record, which
 * is looked at again and again. Watching changes nothing, except that a run nobody holds is taken up.
 */
import { ExponentialBackoff, halfJitterGenerator, type IBackoffFactory } from 'cockatiel'
import { ApiError } from '../http/apiError.ts'
import type { RunEvent } from '../store/appendRunEvents.ts'
import type { StoredRun } from '../store/readRun.ts'
import type { Store } from '../store/store.ts'
import { inCanonicalOrder } from './canonicalOrder.ts'
import type { Kernel } from './kernel.ts'
import { finalEvent } from './runAnswer.ts'
import { takeUpRuns } from './takeUpRuns.ts'

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
  kernel: Kernel,
  store: Store,
  { runId, userId, afterId, signal }: WatchInput,
): AsyncGenerator<RunEvent> {
  let lastId = afterId
  let pause = newPause()
  while (!signal.aborted) {
    const feed = kernel.live.get(runId)
    if (feed !== undefined && lastId + 1 >= feed.firstId) {
      const told = feed.read(lastId, signal)
      let next = await told.next()
      for (; !next.done; next = await told.next()) {
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
      yield* theEnd(store, { runId, userId, afterId, lastId })
      return
    }
    if (soFar.leaseExpiresAtMs <= kernel.now()) await takeUpRuns(kernel, store, { runId })
    if (soFar.events.length > 0) pause = newPause()
    const next = pause.next(undefined)
    pause = next
    await kernel.sleep(next.duration, signal)
  }
}

/** From every 0.1 s to every second, as with waiting for an answer. */
function newPause(): IBackoffFactory<unknown> {
  return new ExponentialBackoff({ generator: halfJitterGenerator, initialDelay: 150, maxDelay: 1_000 })
}

/** The answer of a run that has ended, unless the listener has it already. */
async function* theEnd(
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
  // Nothing was told beyond what the listener has: they lack the answer, all of it, or nothing.
  const lastTold = await store.readRunEvents({ runId, userId, afterId: Math.max(0, afterId - 1) })
  if (afterId > 0) {
    if (lastTold?.events.some((event) => event.id === afterId)) yield finalEvent(afterId + 1, answer)
    return
  }
  yield* toldByTheRecord(run)
}

/** A run nobody listened to while it went on: what there is to tell is in its record. */
function* toldByTheRecord(run: StoredRun): Generator<RunEvent> {
  const attempts = run.attempts.filter((attempt) => attempt.status !== 'skipped')
  const told: Omit<RunEvent, 'id'>[] = [
    { event: 'run', data: { runId: run.runId } },
    ...(run.profile === null ? [] : [{ event: 'profile', data: run.profile }]),
    ...attempts.map((attempt) => ({
      event: attempt.status === 'succeeded' ? 'attempt.scored' : `attempt.${attempt.status}`,
      data: attempt,
    })),
  ]
  for (const [index, { event, data }] of told.entries()) {
    yield { id: index + 1, event, data: inCanonicalOrder(data) }
  }
  yield finalEvent(told.length + 1, { status: run.httpStatus ?? 500, body: run.body ?? {} })
}
