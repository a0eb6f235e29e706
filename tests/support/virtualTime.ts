/** Time that passes only while everybody waits for it: hours of pauses in a moment, and always in the same order. */

export interface VirtualTime {
  /** Epoch milliseconds. */
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Work during which time stands still: a request that is answered outside of it. */
  during<Value>(work: () => Promise<Value>): Promise<Value>
  /** Lets time pass until the promise is settled. */
  run<Value>(promise: Promise<Value>): Promise<Value>
}

export function createVirtualTime(startMs = Date.UTC(2026, 10, 21)): VirtualTime {
  interface Sleeper {
    untilMs: number
    wake(): void
  }
  const sleepers = new Set<Sleeper>()
  let nowMs = startMs
  let working = 0

  return {
    now: () => nowMs,
    sleep(ms, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const sleeper = {
          untilMs: nowMs + Math.max(0, ms),
          wake() {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake, { once: true })
      })
    },
    async during(work) {
      working += 1
      try {
        return await work()
      } finally {
        working -= 1
      }
    },
    async run(promise) {
      let isSettled = false
      const settled = promise.finally(() => {
        isSettled = true
      })
      settled.catch(() => undefined) // whoever awaits what is returned hears of it
      while (!isSettled) {
        // Everything that can go on without time passing does so first.
        await new Promise<void>((resolve) => setImmediate(resolve))
        if (isSettled || working > 0 || sleepers.size === 0) continue
        const next = [...sleepers].reduce((soonest, each) =>
          each.untilMs < soonest.untilMs ? each : soonest,
        )
        nowMs = Math.max(nowMs, next.untilMs)
        next.wake()
      }
      return settled
    },
  }
}
