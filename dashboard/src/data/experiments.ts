/** What the function `experiments` answers. */
import { z } from 'zod'

const status = z.enum(['running', 'completed', 'failed', 'cancelled'])
export type ExperimentState = z.output<typeof status>

export const experimentListSchema = z.object({
  experiments: z.array(
    z.object({
      experiment_id: z.string(),
      status,
      scenarios: z.array(z.string()),
      groups: z.number(),
      agents_per_group: z.number(),
      rounds_per_group: z.number(),
      models: z.array(z.string()),
      spent_usd: z.number(),
      started_at: z.string(),
      finished_at: z.string().nullable(),
    }),
  ),
})

export const experimentStatusSchema = z.object({
  experiment_id: z.string(),
  status,
  seed: z.number(),
  agents_per_group: z.number(),
  rounds_per_group: z.number(),
  groups: z.array(
    z.object({
      group: z.number(),
      scenario: z.string(),
      repetition: z.number(),
      completed_rounds: z.number(),
    }),
  ),
  completed_rounds: z.number(),
  total_rounds: z.number(),
  /** Tries included; `planned_calls` is without tries that fail. */
  calls: z.number(),
  planned_calls: z.number(),
  models: z.array(z.object({ model_name: z.string(), runs_as: z.string(), provider: z.string() })),
  warnings: z.array(z.object({ message: z.string() })),
  budget_usd: z.number().nullable(),
  spent_usd: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
})
export type ExperimentStatus = z.output<typeof experimentStatusSchema>

const estimateSchema = z.object({
  value: z.number().nullable(),
  /** 95 %; null where fewer than two agents speak for it. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  count: z.number(),
})
export type Estimate = z.output<typeof estimateSchema>

const contrastSchema = z.object({
  homogeneous: estimateSchema,
  mixed: estimateSchema,
  difference: estimateSchema,
})
export type Contrast = z.output<typeof contrastSchema>

export const reportSchema = z.object({
  rounds_played: z.number(),
  cooperation: estimateSchema,
  models: z.array(
    z.object({
      model_name: z.string(),
      runs_as: z.string(),
      agents: z.number(),
      cooperation: estimateSchema,
      mean_score: estimateSchema,
      lapses: z.object({
        unparseable_decisions: z.number(),
        failed_decisions: z.number(),
        fallback_decisions: z.number(),
      }),
    }),
  ),
  pairs: z.array(
    z.object({ model_name: z.string(), other_model_name: z.string(), cooperation: estimateSchema }),
  ),
  over_rounds: z.array(
    z.object({
      round: z.number(),
      cooperation: estimateSchema,
      models: z.array(z.object({ model_name: z.string(), cooperation: estimateSchema })),
    }),
  ),
  scenarios: z.array(
    z.object({
      scenario: z.string(),
      kind: z.enum(['mixed', 'homogeneous']),
      groups: z.number(),
      cooperation: estimateSchema,
      mean_score: estimateSchema,
    }),
  ),
  within_and_cross: z
    .object({ within: estimateSchema, cross: estimateSchema, difference: estimateSchema })
    .nullable(),
  homogeneous_and_mixed: contrastSchema
    .extend({ models: z.array(contrastSchema.extend({ model_name: z.string() })) })
    .nullable(),
})
export type Report = z.output<typeof reportSchema>

/** What is wrong with a configuration, where the API says it line by line. */
export const faultsSchema = z.array(
  z.object({ field: z.string(), line: z.number().optional(), message: z.string() }),
)

export const EXPERIMENTS_KEY = ['experiments'] as const
