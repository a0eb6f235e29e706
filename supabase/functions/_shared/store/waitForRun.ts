/** Waits for a run that another worker holds, so that its caller gets the same answer. */
import { ExponentialBackoff, halfJitterGenerator, type IBackoffFactory } from 'cockatiel'
import { z } from 'zod'
import { CALL_TIMEOUT_MS, type MeritClient, parseAnswer } from './meritClient.ts'
import { storeErrorFrom } from './storeError.ts'

export interface WaitForRunInput {
  runId: string
  /** Epoch milliseconds after which waiting ends as `timeout`. */
  deadlineAtMs: number
  now: () => number
  sleep: (ms: number) => Promise<void>
}

export type WaitForRunResult =
  | { state: 'finished'; httpStatus: number; body: Record<string, unknown> }
  /** Its worker is gone: `beginRun` with the same key takes the run over. */
  | { state: 'lease_expired' }
  /** The run is no more: its user was deleted. */
  | { state: 'gone' }
  | { state: 'timeout' }

const progressSchema = z.object({
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  http_status: z.number().int().nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  lease_expires_at: z.string(),
})

/**
 * Looks again and again, ever less often: from every 0.1 s to every second.
 * Throws a StoreError: `unavailable`, `refused`.
 */
export async function waitForRun(client: MeritClient, input: WaitForRunInput): Promise<WaitForRunResult> {
  let pause: IBackoffFactory<unknown> = new ExponentialBackoff({
    generator: halfJitterGenerator,
    initialDelay: 150,
    maxDelay: 1_000,
  })
  for (;;) {
    const answer = await client
      .from('orchestration_runs')
      .select('status, http_status, result, lease_expires_at')
      .eq('id', input.runId)
      .abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS))
      .maybeSingle()
    if (answer.error) throw storeErrorFrom('wait for run', answer)
    if (answer.data === null) return { state: 'gone' }

    const progress = parseAnswer('wait for run', progressSchema, answer.data)
    if (progress.http_status !== null && progress.result !== null) {
      return { state: 'finished', httpStatus: progress.http_status, body: progress.result }
    }
    if (Date.parse(progress.lease_expires_at) <= input.now()) return { state: 'lease_expired' }

    const next = pause.next(undefined)
    pause = next
    const leftMs = input.deadlineAtMs - input.now()
    if (leftMs <= 0) return { state: 'timeout' }
    await input.sleep(Math.min(next.duration, leftMs))
  }
}
