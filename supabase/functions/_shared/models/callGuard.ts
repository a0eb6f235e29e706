/**
 * Everything that may end a call from our side, on one signal: the caller's cancellation, the deadline, and silence.
 * SDK timeouts are not used: each bounds something else, and none of them the whole call.
 */
import type { ModelErrorCode } from './modelCall.ts'

export type Interruption = Extract<
  ModelErrorCode,
  'cancelled' | 'deadline' | 'first_token_timeout' | 'stalled'
>

export interface CallGuardOptions {
  signal: AbortSignal | undefined
  /** Milliseconds from now. */
  remainingMs: number
  firstTokenMs: number
  stallMs: number
}

export interface CallGuard {
  /** Give it to the SDK: it aborts for whichever cause comes first. */
  readonly signal: AbortSignal
  /** Why the signal aborted; `null` while it has not. */
  readonly interruption: Interruption | null
  /** A chunk arrived; silence is counted anew. Until the first token only `firstTokenMs` counts. */
  chunkArrived(isToken: boolean): void
  /**
   * Any byte is a sign of life, keep-alive comments and pings too: the wait under way begins anew, until the text is
   * complete. How long a provider may only send pings is bounded by the deadline alone.
   */
  bytesArrived(): void
  /** The text is complete; only trailing usage is still awaited, and not for long. */
  finishArrived(): void
  /** Waits for the reader; meanwhile silence is the reader's, not the model's. Rejects when the call is interrupted. */
  waitForReader(reading: Promise<void>): Promise<void>
  /** Ends all timers and listeners, and aborts what is still on the wire. */
  release(): void
}

/** `setTimeout` fires at once beyond 2^31 − 1 ms. */
const LONGEST_TIMER_MS = 2_147_483_647

/** Usage follows the finish reason in the next chunk or not at all. */
const TRAILING_USAGE_MS = 2_000

export function guardCall({ signal, remainingMs, firstTokenMs, stallMs }: CallGuardOptions): CallGuard {
  const controller = new AbortController()
  let interruption: Interruption | null = null
  const interrupt = (cause: Interruption) => {
    if (controller.signal.aborted) return
    interruption = cause
    controller.abort()
  }
  const cancel = () => interrupt('cancelled')
  const deadlineTimer = startTimer(() => interrupt('deadline'), remainingMs)
  let silenceTimer = startTimer(() => interrupt('first_token_timeout'), firstTokenMs)
  let tokenSeen = false
  let finished = false
  let readerIsBusy = false
  let allowedSilenceMs = stallMs
  const countSilence = () => {
    clearTimeout(silenceTimer)
    silenceTimer = startTimer(() => interrupt('stalled'), allowedSilenceMs)
  }

  if (signal?.aborted) cancel()
  else if (remainingMs <= 0) interrupt('deadline')
  else signal?.addEventListener('abort', cancel, { once: true })

  return {
    signal: controller.signal,
    get interruption() {
      return interruption
    },
    chunkArrived(isToken) {
      tokenSeen ||= isToken
      if (tokenSeen) countSilence()
    },
    bytesArrived() {
      if (finished || readerIsBusy || controller.signal.aborted) return
      if (tokenSeen) countSilence()
      else {
        clearTimeout(silenceTimer)
        silenceTimer = startTimer(() => interrupt('first_token_timeout'), firstTokenMs)
      }
    },
    finishArrived() {
      finished = true
      tokenSeen = true
      allowedSilenceMs = Math.min(stallMs, TRAILING_USAGE_MS)
      countSilence()
    },
    async waitForReader(reading) {
      clearTimeout(silenceTimer)
      readerIsBusy = true
      await unlessAborted(reading, controller.signal)
      readerIsBusy = false
      countSilence()
    },
    release() {
      clearTimeout(deadlineTimer)
      clearTimeout(silenceTimer)
      signal?.removeEventListener('abort', cancel)
      controller.abort()
    },
  }
}

function startTimer(onEnd: () => void, delayMs: number) {
  return setTimeout(onEnd, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS))
}

async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new DOMException('The call ended while its reader was busy.', 'AbortError'))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
