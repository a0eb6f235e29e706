/** Which variant of an A/B test a run gets: derived from the user alone, so that a user keeps their variant. */
import { z } from 'zod'
import { APPROACHES, POLICIES } from '../selection/strategy.ts'
import type { AbTest } from '../store/runStart.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'

/** The fields of a request that a variant may decide: those that a request may leave open. */
const variantSettingsSchema = z.strictObject({
  policy: z.enum(POLICIES).optional(),
  approach: z.enum(APPROACHES).optional(),
  qualityThreshold: z.number().min(0).max(100).optional(),
  temperature: z.number().min(0).max(2).optional(),
})
export type VariantSettings = z.output<typeof variantSettingsSchema>

export interface AbAssignment {
  /** The test's name. */
  test: string
  variant: string
  settings: VariantSettings
}

interface AbAssignmentInput {
  /** Running now, the oldest first. */
  abTests: readonly AbTest[]
  /** `null`: on nobody's behalf, which takes part in no test. */
  userId: string | null
  body: Partial<Pick<OrchestrationRequest, keyof VariantSettings>>
  /** Takes the error of a test whose settings are malformed; nobody takes part in it. */
  onFault: (error: Error) => void
}

/**
 * The variant of the first test that the user takes part in, `null` where there is none. A request that itself fixes what
 * any variant decides is left as it is and gets no variant: otherwise the variants would differ in who fixes things, too.
 */
export function assignVariant({ abTests, userId, body, onFault }: AbAssignmentInput): AbAssignment | null {
  if (userId === null) return null
  for (const { name, share, variants } of abTests) {
    const settings = z.array(variantSettingsSchema).safeParse(variants.map((variant) => variant.settings))
    if (!settings.success) {
      onFault(new Error(`A/B test ${name}: ${z.prettifyError(settings.error)}`))
      continue
    }
    // Two draws, or changing the share would move users between variants.
    if (drawFor(`${name}/share/${userId}`) >= share) continue
    const decided = new Set(settings.data.flatMap((each) => Object.keys(each) as (keyof VariantSettings)[]))
    if ([...decided].some((field) => body[field] !== undefined)) return null

    const point = drawFor(`${name}/arm/${userId}`) * variants.reduce((sum, { weight }) => sum + weight, 0)
    let reached = 0
    const index = variants.findIndex(({ weight }) => {
      reached += weight
      return point < reached
    })
    // Rounding may leave the sum slightly below the point.
    const chosen = index === -1 ? variants.length - 1 : index
    const variant = variants[chosen]
    const variantSettings = settings.data[chosen]
    if (variant === undefined || variantSettings === undefined) return null
    return { test: name, variant: variant.name, settings: variantSettings }
  }
  return null
}

/** Uniform in [0, 1) over texts, always the same for one: FNV-1a, its bits mixed by the finaliser of MurmurHash3. */
function drawFor(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
