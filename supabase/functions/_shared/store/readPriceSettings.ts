/** What the project says of money and time, outside a run. */
import { z } from 'zod'
import type { PriceSettings } from '../selection/pacer.ts'
import { CALL_TIMEOUT_MS, type MeritClient, parseAnswer } from './meritClient.ts'
import { storeErrorFrom } from './storeError.ts'

export const priceSettingsSchema = z
  .object({
    points_per_usd: z.number().nonnegative(),
    points_per_second: z.number().nonnegative(),
    target_cost_nano_usd: z.number().positive().nullable(),
    multiplier: z.number().nonnegative(),
  })
  .transform(
    ({ points_per_usd, points_per_second, target_cost_nano_usd, multiplier }): PriceSettings => ({
      pointsPerUsd: points_per_usd,
      pointsPerSecond: points_per_second,
      target: target_cost_nano_usd === null ? null : { costNanoUsd: target_cost_nano_usd, multiplier },
    }),
  )

/** `null` where the project has set nothing. Throws a StoreError: `unavailable`, `refused`. */
export async function readPriceSettings(client: MeritClient): Promise<PriceSettings | null> {
  const settings = await client
    .from('selection_settings')
    .select('points_per_usd, points_per_second, target_cost_nano_usd, multiplier')
    .abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS))
    .maybeSingle()
  if (settings.error) throw storeErrorFrom('read price settings', settings)
  return parseAnswer('read price settings', priceSettingsSchema.nullable(), settings.data)
}
