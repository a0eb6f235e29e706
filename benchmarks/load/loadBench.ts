/** What the parts of the load benchmark share: the stack under load, its callers and its provider. */
import type { Stack } from '../../local/stack.ts'
import type { CallerOrder } from './loadClient.ts'
import type { ProviderBehaviour, ProviderCount } from './loadProvider.ts'

export interface LoadBench {
  stack: Stack
  /** Asks the orchestrator, or another function, and gives the times sorted. Fails where an answer is not 200. */
  ask(
    body: Record<string, unknown>,
    how: Pick<CallerOrder, 'count' | 'atOnce'> & { spreadMs?: number; functionName?: string },
  ): Promise<number[]>
  behave(as: ProviderBehaviour): Promise<unknown>
  counted(): Promise<ProviderCount>
  /** Resolves once no run is under way any more, in the record too. */
  allRecorded(): Promise<void>
}

/** Of sorted times, whole ms. */
export function quantile(times: readonly number[], share: number): number {
  return Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0)
}
