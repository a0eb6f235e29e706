/**
 * What a run tells while this worker runs it. Each event is kept once, however many listen, and each listener reads at
 * its own pace: a slow one holds a place in the list and no copy of it.
 */
import type { RunEvent } from '../store/appendRunEvents.ts'
import type { RunAnswer } from './runAnswer.ts'

export interface RunFeed {
  /** The id of the first event there can be here; earlier ones were told by another worker. */
  readonly firstId: number
  /** True once someone has listened. */
  readonly wasRead: boolean
  /** Everything so far. */
  readonly events: readonly RunEvent[]
  publish(event: RunEvent): void
  /** The run's answer; `null` where this worker lost the run to another, which goes on telling. */
  end(answer: RunAnswer | null): void
  /** Events after that id, then how the feed ended; `null` too where the signal was aborted before. */
  read(afterId: number, signal: AbortSignal): AsyncGenerator<RunEvent, RunAnswer | null>
}

/** The feeds of the runs under way in this worker, by run. */
export interface LiveRuns {
  open(runId: string, firstId: number): RunFeed
  get(runId: string): RunFeed | undefined
}

export function createLiveRuns(): LiveRuns {
  const feeds = new Map<string, RunFeed>()
  return {
    open(runId, firstId) {
      const feed = createFeed(firstId, () => {
        if (feeds.get(runId) === feed) feeds.delete(runId)
      })
      feeds.set(runId, feed)
      return feed
    },
    get: (runId) => feeds.get(runId),
  }
}

function createFeed(firstId: number, onEnd: () => void): RunFeed {
  const events: RunEvent[] = []
  const waiting = new Set<() => void>()
  let ended: { answer: RunAnswer | null } | undefined
  let wasRead = false
  const wake = () => {
    for (const listener of waiting) listener()
  }

  function change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        waiting.delete(done)
        signal.removeEventListener('abort', done)
        resolve()
      }
      waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }

  return {
    firstId,
    events,
    get wasRead() {
      return wasRead
    },
    publish(event) {
      events.push(event)
      wake()
    },
    end(answer) {
      ended ??= { answer }
      onEnd()
      wake()
    },
    async *read(afterId, signal) {
      wasRead = true
      let index = Math.max(0, afterId + 1 - firstId)
      while (!signal.aborted) {
        const event = events[index]
        if (event !== undefined) {
          index += 1
          yield event
        } else if (ended !== undefined) return ended.answer
        else await change(signal)
      }
      return null
    },
  }
}
