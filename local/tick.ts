// The local stack's clock, where a hosted project has pg_cron: wakes workers for work that waits for one, and has old
// events deleted. What is due, and what is old, the database says: by the same functions that pg_cron calls.

const INTERVAL_MS = 1_000
const CLEANING_INTERVAL_MS = 15 * 60_000

export interface Tick {
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

export interface TickSettings {
  /** The gateway's address. */
  url: string
  secretKey: string
  /** Runs a statement as the superuser. */
  query: <Row>(sql: string) => Promise<Row[]>
  /** Functions that are served: what is due elsewhere is not knocked for. */
  served: ReadonlySet<string>
  log: (line: string) => void
}

/** Looks every second and knocks where something is due, one look at a time. A worker that is down gets the next one. */
export function startTick({ url, secretKey, query, served, log }: TickSettings): Tick {
  const end = new AbortController()
  const lastTroubles = new Map<string, string>()

  /** Said once and not every second. */
  async function careful(name: string, work: () => Promise<void>): Promise<void> {
    const trouble = await work().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    if (end.signal.aborted) return
    if (trouble === undefined) lastTroubles.delete(name)
    else if (trouble !== lastTroubles.get(name)) {
      lastTroubles.set(name, trouble)
      log(`tick: ${name}: ${trouble}`)
    }
  }

  async function knock(route: string): Promise<void> {
    const response = await fetch(`${url}/functions/v1/${route}`, {
      method: 'POST',
      headers: { apikey: secretKey },
      signal: end.signal,
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${text}`)
  }

  async function lookAround(): Promise<void> {
    const rows = await query<{ route: string }>('select route from private.due_routes() as route')
    const routes = rows.map(({ route }) => route).filter((route) => served.has(route.split('/')[0] ?? ''))
    await Promise.all(routes.map((route) => careful(route, () => knock(route))))
  }

  async function clean(): Promise<void> {
    await query('select private.delete_old_run_events()')
  }

  async function run(): Promise<void> {
    let nextCleaningAtMs = 0
    while (!end.signal.aborted) {
      await careful('due work', lookAround)
      if (performance.now() >= nextCleaningAtMs) {
        await careful('old events', clean)
        nextCleaningAtMs = performance.now() + CLEANING_INTERVAL_MS
      }
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
