/** Token buckets of models that have a limit of their own, shared by all workers. */
import { z } from 'zod'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'

export interface ModelRate {
  /** Catalog id. */
  model: string
  requests: number
  /** Input and output together. */
  tokens: number
  /** True: `tokens` is what a call took beyond what was taken for it, may be negative, and is never refused. */
  isSettling: boolean
}

const answerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('taken') }),
  z.object({ state: z.literal('refused'), retry_after_ms: z.number().positive() }),
])

/**
 * Takes all of it, or nothing: 0, or the milliseconds after which there is enough.
 * Throws a StoreError: `unavailable`, `refused`.
 */
export async function takeModelRate(client: MeritClient, rate: ModelRate): Promise<number> {
  const take = jsonForPostgres({
    model: rate.model,
    requests: rate.requests,
    tokens: Math.round(rate.tokens),
    settling: rate.isSettling,
  })
  const answer = await callFunction(client, 'take_model_rate', { take }, answerSchema)
  return answer.state === 'taken' ? 0 : answer.retry_after_ms
}
