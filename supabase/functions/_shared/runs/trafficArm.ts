/** Which arm of an experiment on traffic a run is in: worked out from the user alone, so that users stay in their arm. */
import { z } from 'zod'
import { APPROACHES, POLICIES } from '../selection/strategy.ts'
import type { TrafficExperiment } from '../store/runStart.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'

/** The fields of a request that an arm may decide: those that a request may leave open. */
const armSettingsSchema = z.strictObject({
  policy: z.enum(POLICIES).optional(),
  approach: z.enum(APPROACHES).optional(),
  qualityThreshold: z.number().min(0).max(100).optional(),
  temperature: z.number().min(0).max(2).optional(),
})
export type ArmSettings = z.output<typeof armSettingsSchema>

export interface TrafficArm {
  experiment: string
  arm: string
  settings: ArmSettings
}

interface TrafficArmInput {
  /** Running now, the oldest first. */
  experiments: readonly TrafficExperiment[]
  /** `null`: on nobody's behalf, who takes part in nothing. */
  userId: string | null
  body: Partial<Pick<OrchestrationRequest, keyof ArmSettings>>
  /** Told of an experiment whose settings are none, which nobody takes part in. */
  onFault: (error: Error) => void
}

/**
 * The arm of the first experiment that the user takes part in, `null` where there is none. A request that itself fixes
 * what any arm decides is left as it is, and is in no arm: the arms would differ in who fixes things, too.
 */
export function trafficArmOf({ experiments, userId, body, onFault }: TrafficArmInput): TrafficArm | null {
  if (userId === null) return null
  for (const { name, share, arms } of experiments) {
    const settings = z.array(armSettingsSchema).safeParse(arms.map((arm) => arm.settings))
    if (!settings.success) {
      onFault(new Error(`traffic experiment ${name}: ${z.prettifyError(settings.error)}`))
      continue
    }
    // two draws, or changing the share would move users between arms
    if (drawFor(`${name}/share/${userId}`) >= share) continue
    const decided = new Set(settings.data.flatMap((each) => Object.keys(each) as (keyof ArmSettings)[]))
    if ([...decided].some((field) => body[field] !== undefined)) return null

    const point = drawFor(`${name}/arm/${userId}`) * arms.reduce((sum, arm) => sum + arm.weight, 0)
    let reached = 0
    const index = arms.findIndex((arm) => {
      reached += arm.weight
      return point < reached
    })
    // rounding may leave the sum a hair below the point
    const place = index === -1 ? arms.length - 1 : index
    const arm = arms[place]
    const armSettings = settings.data[place]
    if (arm === undefined || armSettings === undefined) return null
    return { experiment: name, arm: arm.name, settings: armSettings }
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
