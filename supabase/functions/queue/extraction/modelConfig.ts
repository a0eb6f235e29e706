/** What runs, as it is stored on an item: every model by the id that the catalog calls it. */
import { z } from 'zod'

/** `fallback`: one after the other until one answers · `consensus`: all, and they vote field by field. */
export const STAGE_MODES = ['fallback', 'consensus'] as const
export type StageMode = (typeof STAGE_MODES)[number]

/** Hard bounds of one item, which no model's answer moves. */
export const extractionLimits = z.strictObject({
  /** How often the orchestrator may have a stage repeated. */
  max_repeats: z.number().int().min(0).max(3).default(1),
  /** Calls of models, the orchestrator's included, over all tries. */
  max_calls: z.number().int().min(1).max(200).default(40),
  max_cost_usd: z.number().positive().max(1_000).nullable().default(null),
})
export type ExtractionLimits = z.output<typeof extractionLimits>

export const modelConfigSchema = z.object({
  temperature: z.number().min(0).max(1),
  orchestrator_model: z.string().nullable(),
  orchestrator_prompt: z.string().nullable(),
  /** Stage → models, in order; every stage of the item has its own. */
  stage_models: z.record(z.string(), z.array(z.string()).min(1)),
  stage_modes: z.record(z.string(), z.enum(STAGE_MODES)),
  limits: extractionLimits,
  /** How the names that were given became these models. */
  resolutions: z.array(
    z.object({
      requested: z.string(),
      model: z.string(),
      reason: z.string(),
      successor: z.string().optional(),
    }),
  ),
})
export type ModelConfig = z.output<typeof modelConfigSchema>
