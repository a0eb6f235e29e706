/** The one attempt that a circuit which has been open is tried with. */
import { z } from 'zod'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'

export interface TakeProbeInput {
  provider: string
  model: string
  /** The run whose record of the attempt closes the circuit, or opens it again. */
  runId: string
  /** After this long without a record another run may probe. */
  leaseMs: number
}

const answerSchema = z.object({ state: z.enum(['taken', 'refused']) })

/**
 * Whether this run may try the model. False where another run probes or the circuit is still open.
 * Throws a StoreError: `unavailable`, `refused`.
 */
export async function takeProbe(client: MeritClient, input: TakeProbeInput): Promise<boolean> {
  const probe = jsonForPostgres({
    provider: input.provider,
    model: input.model,
    run_id: input.runId,
    lease_ms: Math.ceil(input.leaseMs),
  })
  return (await callFunction(client, 'take_probe', { probe }, answerSchema)).state === 'taken'
}
