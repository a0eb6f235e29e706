/** What `universal-router` adds to a request that it hands on. */
import { type LoadBench, quantile } from './loadBench.ts'

const MODEL_MS = 200

/** Asks both in turns, one request at a time, so that both see the same machine. */
export async function routerOverhead({ ask, behave }: LoadBench, requests: number): Promise<string> {
  await behave({ '': { delayMs: MODEL_MS } })
  const once = { count: 1, atOnce: 1 }
  const direct: number[] = []
  const routed: number[] = []
  for (let index = 0; index < requests + 5; index++) {
    const [without = 0] = await ask({}, once)
    const [through = 0] = await ask({}, { ...once, functionName: 'universal-router' })
    // What is loaded at the first use is no part of it.
    if (index < 5) continue
    direct.push(without)
    routed.push(through)
  }
  const added = routed
    .map((time, index) => time - (direct[index] ?? 0))
    .sort((first, second) => first - second)
  for (const times of [direct, routed]) times.sort((first, second) => first - second)
  const both = (times: number[]) => `p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms`
  return `router, ${requests} requests: adds ${both(added)} (through it ${both(routed)}; without ${both(direct)})`
}
