/**
 * Keeps calls of a model within so many a minute, in every minute there is: not on average, and with no burst at its edge.
 *
 * A request is counted from when it is about to be made until a minute after it had surely reached the provider (its first
 * token, or its end). A call may begin while fewer than the limit are counted. Of any limit + 1 calls, the last to begin
 * therefore begins more than a minute after one of the others had arrived, whatever the network did in between.
 */
import type { WorkerContext } from '../../_shared/worker/workerContext.ts'

/** How long a request counts. */
export const WINDOW_MS = 60_000

export type Arrived = (reachedAtMs: number | 'never') => void

export interface MinuteLimiter {
  /**
   * Waits until a call may begin; those who wait for the same model are served in their order. The answer is to be told when the
   * request had reached the provider, epoch milliseconds, or that it never was sent. `null` where the signal was aborted meanwhile.
   */
  wait(model: string, perMinute: number | undefined, signal: AbortSignal): Promise<Arrived | null>
}

interface Pace {
  /** When requests of the last minute had reached the provider, ascending. */
  reached: number[]
  /** About to be made, or on their way. */
  underWay: number
  /** Resolves when the one who came before has begun. */
  turn: Promise<unknown>
  /** Wakes the one whose turn it is. */
  wake: AbortController
}

/** @param earlier requests of other workers that may still count. */
export function createMinuteLimiter(
  worker: Pick<WorkerContext, 'now' | 'sleep'>,
  earlier: readonly { model: string; atMs: number }[] = [],
): MinuteLimiter {
  const paces = new Map<string, Pace>()

  function paceOf(model: string): Pace {
    const known = paces.get(model)
    if (known !== undefined) return known
    const reached = earlier
      .filter((each) => each.model === model)
      .map(({ atMs }) => atMs)
      .sort((left, right) => left - right)
    const pace = { reached, underWay: 0, turn: Promise.resolve(), wake: new AbortController() }
    paces.set(model, pace)
    return pace
  }

  async function waitForRoom(pace: Pace, perMinute: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const nowMs = worker.now()
      pace.reached = pace.reached.filter((atMs) => atMs + WINDOW_MS >= nowMs)
      const tooMany = pace.reached.length + pace.underWay + 1 - perMinute
      if (tooMany <= 0) return
      const last = pace.reached[tooMany - 1]
      // Where those under way alone are too many, one of them must arrive first.
      const waitMs = last === undefined ? WINDOW_MS : last + WINDOW_MS + 1 - nowMs
      pace.wake = new AbortController()
      await worker.sleep(waitMs, AbortSignal.any([pace.wake.signal, signal]))
    }
  }

  return {
    async wait(model, perMinute, signal) {
      if (perMinute === undefined) return signal.aborted ? null : () => {}
      const pace = paceOf(model)
      const mine = pace.turn.then(() => waitForRoom(pace, perMinute, signal))
      const begun = mine.then(() => {
        if (!signal.aborted) pace.underWay += 1
      })
      pace.turn = begun
      await begun
      if (signal.aborted) return null
      return (reachedAtMs) => {
        pace.underWay -= 1
        if (reachedAtMs !== 'never') pace.reached.push(reachedAtMs)
        pace.reached.sort((left, right) => left - right)
        pace.wake.abort()
      }
    },
  }
}
