/** The provider of the load benchmark, in a process of its own: its work must not be taken for Merit's. */
import { z } from 'zod'
import { SMALL_PROJECT, startMockProvider } from '../../tests/support/mockProvider.ts'

/** Milliseconds before a model's first byte, by its id; `''` stands for every other model. A status: it fails with it. */
export type ProviderBehaviour = Record<string, { delayMs: number; status?: number }>

export interface ProviderCount {
  calls: number
  /** Calls whose connection the caller closed before the end. */
  aborted: number
  /** By model, when each call came, epoch milliseconds. */
  callsAtMs: Record<string, number[]>
}

const order = z.union([
  z.object({
    kind: z.literal('behave'),
    as: z.record(z.string(), z.object({ delayMs: z.number(), status: z.number().optional() })),
  }),
  /** Counts the calls since the last count, once all of them have ended. */
  z.object({ kind: z.literal('count') }),
])

let behaviour: ProviderBehaviour = {}
const provider = await startMockProvider((model) => ({
  text: SMALL_PROJECT,
  ...(behaviour[model] ?? behaviour[''] ?? { delayMs: 0 }),
}))

process.on('message', (message) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})
process.on('disconnect', () => void provider.stop().then(() => process.exit(0)))
process.send?.({ url: provider.url })

async function obey(given: z.infer<typeof order>): Promise<object> {
  if (given.kind === 'behave') {
    behaviour = given.as
    return {}
  }
  const calls = provider.requests.splice(0)
  const ends = await Promise.all(calls.map(({ ended }) => ended))
  const callsAtMs: Record<string, number[]> = {}
  for (const { model, atMs } of calls) {
    callsAtMs[model] ??= []
    callsAtMs[model].push(atMs)
  }
  const count: ProviderCount = {
    calls: calls.length,
    aborted: ends.filter((end) => end === 'aborted').length,
    callsAtMs,
  }
  return count
}
