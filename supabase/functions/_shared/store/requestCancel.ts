/** Asks for a run's end, whoever holds it. */
import { z } from 'zod'
import { callFunction, type MeritClient } from './meritClient.ts'
import type { ReadRunInput } from './readRun.ts'

export type CancelRequest =
  /** `isHeld`: a worker has the run and hears of it at its next heartbeat; else nobody has. */
  { state: 'requested'; isHeld: boolean } | { state: 'finished' } | { state: 'not_found' }

const answerSchema = z.discriminatedUnion('state', [
  z
    .object({ state: z.literal('requested'), is_held: z.boolean() })
    .transform(({ state, is_held }) => ({ state, isHeld: is_held })),
  z.object({ state: z.literal('finished') }),
  z.object({ state: z.literal('not_found') }),
])

/** Throws a StoreError: `unavailable`, `refused`. */
export function requestCancel(client: MeritClient, { runId, userId }: ReadRunInput): Promise<CancelRequest> {
  // The generated type has no null for arguments, which every argument of Postgres may be.
  const args = { target: runId, of_user: userId as string }
  return callFunction(client, 'request_cancel', args, answerSchema)
}
