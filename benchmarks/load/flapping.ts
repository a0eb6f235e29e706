/** A primary that goes down and comes up again every few seconds for a while, in real time; then it stays up. */
import { deepEqual, ok } from 'node:assert/strict'
import type { LoadBench } from './loadBench.ts'

const PERIOD_MS = 6_000
const LOOK_EVERY_MS = 25
/** The longest a circuit stays open after a minute of this, and a little more. */
const MAX_RECOVERY_MS = 150_000
/** A call the circuit had no say in: under way, or decided on, when the circuit opened. */
const LATE_MS = 1_000

interface Seen {
  state: string
  atMs: number
}

/**
 * Every request is answered; the circuit opens, nothing but probes reaches the primary while it is open, each probe is one
 * run's, and at last it closes. Fails where that is not so.
 */
export async function flapping(
  bench: LoadBench,
  seconds: number,
  models: readonly string[],
): Promise<string> {
  const { stack, ask, behave, counted, allRecorded } = bench
  const body = { models, maxStrategies: models.length, policy: 'static' }
  const primary = await firstChoice()
  await counted()

  const startedAtMs = Date.now()
  const flapsUntilMs = startedAtMs + seconds * 1_000
  const seen: Seen[] = [{ state: 'closed', atMs: startedAtMs }]
  let isUp = true
  let requests = 0
  let nextLookAtMs = 0
  let isOver = false

  const world = (async () => {
    while (!isOver) {
      const nowMs = Date.now()
      const shouldBeUp = nowMs >= flapsUntilMs || Math.floor((nowMs - startedAtMs) / PERIOD_MS) % 2 === 1
      if (shouldBeUp !== isUp) {
        isUp = shouldBeUp
        await behave(isUp ? {} : { [primary]: { delayMs: 0, status: 503 } })
      }
      if (nowMs >= nextLookAtMs) {
        nextLookAtMs = nowMs + LOOK_EVERY_MS
        const [row] = await stack.query<{ state: string }>(
          'select state from public.provider_health where model = $1',
          [primary],
        )
        const state = row?.state ?? 'closed'
        if (state !== seen.at(-1)?.state) seen.push({ state, atMs: Date.now() })
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })()

  try {
    while (Date.now() < flapsUntilMs || seen.at(-1)?.state !== 'closed') {
      ok(Date.now() < flapsUntilMs + MAX_RECOVERY_MS, 'the circuit does not close again')
      await ask(body, { count: 40, atOnce: 4 })
      requests += 40
    }
  } finally {
    isOver = true
    await world
  }
  await allRecorded()
  const { callsAtMs } = await counted()
  const callsOfPrimary = callsAtMs[primary] ?? []

  const openings = seen.filter(({ state }, index) => state === 'open' && seen[index - 1]?.state === 'closed')
  ok(openings.length > 0, 'the circuit never opened')
  const stillOpen = seen.flatMap(({ state, atMs }, index) => {
    const next = seen[index + 1]
    return state === 'open' && next !== undefined
      ? [{ fromMs: atMs + LATE_MS, untilMs: next.atMs - LATE_MS }]
      : []
  })
  const strays = callsOfPrimary.filter((at) =>
    stillOpen.some(({ fromMs, untilMs }) => at > fromMs && at < untilMs),
  )
  deepEqual(strays, [], 'the primary was called while its circuit was open')
  // A probe is a run's two tries at most; between two looks at a half-open circuit there is no other caller.
  const halfOpen = seen.flatMap(({ state, atMs }, index) => {
    const next = seen[index + 1]
    return state === 'half_open' && next !== undefined ? [{ fromMs: atMs, untilMs: next.atMs }] : []
  })
  for (const { fromMs, untilMs } of halfOpen) {
    const probing = callsOfPrimary.filter((at) => at >= fromMs && at <= untilMs)
    ok(probing.length <= 2, `${probing.length} calls while one run probed`)
  }
  const told = seen
    .map(({ state, atMs }) => `${state} ${((atMs - startedAtMs) / 1_000).toFixed(1)}`)
    .join(', ')
  return (
    `${primary} down and up every ${PERIOD_MS / 1_000} s for ${seconds} s: all ${requests} requests answered, ` +
    `${callsOfPrimary.length} calls of it; its circuit, by second: ${told}`
  )

  async function firstChoice(): Promise<string> {
    await behave({})
    await counted()
    await ask(body, { count: 1, atOnce: 1 })
    await allRecorded()
    const [model] = Object.keys((await counted()).callsAtMs)
    ok(model !== undefined)
    return model
  }
}
