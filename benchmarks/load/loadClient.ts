/** The callers of the load benchmark, in a process of their own. */
import { z } from 'zod'

export interface CallerTimes {
  /** How long each request took, in the order of their ends. */
  timesMs: number[]
}

const order = z.object({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.record(z.string(), z.unknown()),
  /** How many requests in all. */
  count: z.number(),
  /** How many at once. */
  atOnce: z.number(),
  /** The first ones begin evenly spread over so long. */
  spreadMs: z.number(),
})
export type CallerOrder = z.input<typeof order>

process.on('message', (message) => {
  ask(order.parse(message)).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))

async function ask({
  url,
  headers,
  body,
  count,
  atOnce,
  spreadMs,
}: z.infer<typeof order>): Promise<CallerTimes> {
  const timesMs: number[] = []
  let left = count
  async function one(): Promise<void> {
    const startedAtMs = performance.now()
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`status ${response.status}: ${text}`)
    timesMs.push(performance.now() - startedAtMs)
  }
  await Promise.all(
    Array.from({ length: atOnce }, async (_, index) => {
      if (spreadMs > 0) await new Promise((resolve) => setTimeout(resolve, (index / atOnce) * spreadMs))
      while (left-- > 0) await one()
    }),
  )
  return { timesMs }
}
