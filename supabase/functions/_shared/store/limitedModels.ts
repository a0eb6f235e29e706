/** Which models have a limit of their own in `rate_limits`: only their calls need to ask. */
import { z } from 'zod'
import { CALL_TIMEOUT_MS, type MeritClient, parseAnswer } from './meritClient.ts'
import { storeErrorFrom } from './storeError.ts'

/** Catalog ids, each once. Throws a StoreError. */
export async function limitedModels(client: MeritClient): Promise<string[]> {
  const { data, error, status } = await client
    .from('rate_limits')
    .select('model')
    .not('model', 'is', null)
    .abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS))
  if (error) throw storeErrorFrom('read limited models', { error, status })
  const rows = parseAnswer('read limited models', z.array(z.object({ model: z.string() })), data)
  return [...new Set(rows.map(({ model }) => model))]
}
