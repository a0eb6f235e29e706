/** Why a worker puts an experiment down: it was taken from it, it failed, or the worker has done its share. */

/** A worker lives 400 s at most: from here on it begins nothing and hands over. With the longest call it stays inside. */
const HAND_OVER_AFTER_MS = 240_000
/** Each costs some milliseconds of the 2 s of CPU that a worker has. */
const CALLS_A_WORKER = 250

export interface Halt {
  /** Aborted where calls under way are to be hung up on: the experiment is another's, or was ended. */
  readonly signal: AbortSignal
  /** True once nothing new is to begin. Calls under way come to their end. */
  readonly isHalting: boolean
  readonly failure: { code: string; message: string } | null
  /** Tells of a call that was begun. */
  count(): void
  lose(): void
  fail(code: string, message: string): void
}

export function createHalt(now: () => number, lost: AbortController): Halt {
  const untilMs = now() + HAND_OVER_AFTER_MS
  let calls = 0
  let failure: Halt['failure'] = null
  return {
    signal: lost.signal,
    get isHalting() {
      return lost.signal.aborted || failure !== null || calls >= CALLS_A_WORKER || now() >= untilMs
    },
    get failure() {
      return failure
    },
    count() {
      calls += 1
    },
    lose() {
      lost.abort()
    },
    fail(code, message) {
      failure ??= { code, message }
    },
  }
}
