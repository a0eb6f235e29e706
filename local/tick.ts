// The local stack's clock, where a hosted project has pg_cron: wakes a worker every second for runs that wait for one.

const TICK_ROUTE = '/functions/v1/multi-model-orchestrator/internal/tick'
const INTERVAL_MS = 1_000

export interface Tick {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/** Knocks again and again, one knock at a time. A worker that is down gets the next one. */
export function startTick(settings: { url: string; secretKey: string; log: (line: string) => void }): Tick {
  const end = new AbortController()
  let lastTrouble: string | undefined

  async function knock(): Promise<void> {
    const trouble = await fetch(`${settings.url}${TICK_ROUTE}`, {
      method: 'POST',
      headers: { apikey: settings.secretKey },
      signal: end.signal,
    }).then(
      async (response) => {
        const text = await response.text()
        return response.ok ? undefined : `${response.status} ${text}`
      },
      (error: unknown) => String(error),
    )
    // Said once and not every second.
    if (trouble !== undefined && trouble !== lastTrouble && !end.signal.aborted)
      settings.log(`tick: ${trouble}`)
    lastTrouble = trouble
  }

  async function run(): Promise<void> {
    while (!end.signal.aborted) {
      await knock()
      await pause(INTERVAL_MS, end.signal)
    }
  }

  const running = run()
  return {
    async stop() {
      end.abort()
      await running
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
