/**
 * The events of a run while this worker executes it. Each event is kept once, however many listen; each listener reads at
 * its own pace and holds a position in the list, no copy of it.
 */
import type { RunEvent } from '../store/appendRunEvents.ts'
import type { RunAnswer } from './runAnswer.ts'

export interface EventBuffer {
  /** The id of the first event there can be here; earlier ones were emitted by another worker. */
  readonly firstId: number
  /** True once a listener has read it. */
  readonly wasRead: boolean
  /** Everything so far. */
  readonly events: readonly RunEvent[]
  publish(event: RunEvent): void
  /** The run's answer; `null` where this worker lost the run to another, which emits what follows. */
  end(answer: RunAnswer | null): void
  /** Events after that id, then the answer that ended the run; `null` too where the signal was aborted before. */
  read(afterId: number, signal: AbortSignal): AsyncGenerator<RunEvent, RunAnswer | null>
}

/** The buffers of the runs under way in this worker, by run. */
export interface EventBuffers {
  open(runId: string, firstId: number): EventBuffer
  get(runId: string): EventBuffer | undefined
}

export function createEventBuffers(): EventBuffers {
  const buffers = new Map<string, EventBuffer>()
  return {
    open(runId, firstId) {
      const buffer = createEventBuffer(firstId, () => {
        if (buffers.get(runId) === buffer) buffers.delete(runId)
      })
      buffers.set(runId, buffer)
      return buffer
    },
    get: (runId) => buffers.get(runId),
  }
}

function createEventBuffer(firstId: number, onEnd: () => void): EventBuffer {
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
