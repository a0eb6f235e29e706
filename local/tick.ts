// The local stack's clock, where a hosted project has pg_cron: wakes a worker every second for runs that wait for one, and
// for items of the queue. Whether any wait there is asked first, so that the function sleeps where nobody uses it.

const FUNCTIONS = '/functions/v1'
const RUNS_ROUTE = `${FUNCTIONS}/multi-model-orchestrator/internal/tick`
const QUEUE_ROUTE = `${FUNCTIONS}/queue/tick`
const QUEUE_QUESTION = '/rest/v1/rpc/extractions_wait'
const INTERVAL_MS = 1_000

export interface Tick {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/** Knocks again and again, one knock at a time. A worker that is down gets the next one. */
export function startTick(settings: { url: string; secretKey: string; log: (line: string) => void }): Tick {
  const end = new AbortController()
  let lastTrouble: string | undefined

  /** What was answered; throws for what is no success. */
  async function post(route: string): Promise<string> {
    const response = await fetch(`${settings.url}${route}`, {
      method: 'POST',
      headers: { apikey: settings.secretKey, 'content-type': 'application/json' },
      body: '{}',
      signal: end.signal,
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${text}`)
    return text
  }

  async function knock(): Promise<void> {
    let trouble: string | undefined
    try {
      await post(RUNS_ROUTE)
      if ((await post(QUEUE_QUESTION)) === 'true') await post(QUEUE_ROUTE)
    } catch (error) {
      trouble = String(error)
    }
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
