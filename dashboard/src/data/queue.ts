/** What the function `queue` answers. */
import { z } from 'zod'

export const ITEM_STATUSES = [
  ...([
    'pending',
    'queued',
    'waiting',
    'paused',
    'processing',
    'completed',
    'dead_letter',
    'cancelled',
  ] as const),
] as const
export type ItemStatus = (typeof ITEM_STATUSES)[number]

const itemSummarySchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  kind: z.string(),
  input_type: z.string(),
  status: z.enum(ITEM_STATUSES),
  cancel_requested: z.boolean(),
  attempt: z.number(),
  stage: z.string().nullable(),
  /** 0..1; null without a ground truth. */
  accuracy: z.number().nullable(),
  calls: z.number(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  cost_usd: z.number().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
})
export type ItemSummary = z.output<typeof itemSummarySchema>

const callResultSchema = z.object({
  id: z.string(),
  round: z.number(),
  stage: z.string(),
  repeat: z.number(),
  role: z.enum(['stage', 'orchestrator']),
  model: z.string(),
  attempt: z.number(),
  status: z.enum(['succeeded', 'failed']),
  output: z.unknown(),
  raw_answer: z.string(),
  accuracy: z.number().nullable(),
  latency_ms: z.number(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  cost_usd: z.number().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
})
export type CallResult = z.output<typeof callResultSchema>

const fieldScoreSchema = z.object({
  accuracy: z.number(),
  right: z.number(),
  expected: z.number(),
  extracted: z.number(),
})

export const itemSchema = itemSummarySchema.extend({
  round: z.number(),
  input_text: z.string().nullable(),
  stages: z.array(z.object({ name: z.string(), prompt: z.string() })),
  ground_truth: z.unknown(),
  result: z.unknown(),
  field_accuracy: z.record(z.string(), fieldScoreSchema).nullable(),
})
export const itemDetailSchema = itemSchema.extend({ results: z.array(callResultSchema) })
export type ItemDetail = z.output<typeof itemDetailSchema>

export const itemListSchema = z.object({ items: z.array(itemSummarySchema) })

const limitsSchema = z.object({
  max_repeats: z.number().optional(),
  max_calls: z.number().optional(),
  max_cost_usd: z.number().nullable().optional(),
})

export const configurationSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  temperature: z.number(),
  orchestrator_model: z.string().nullable(),
  orchestrator_prompt: z.string().nullable(),
  stage_models: z.record(z.string(), z.array(z.string())),
  stage_modes: z.record(z.string(), z.enum(['fallback', 'consensus'])),
  limits: limitsSchema,
  version: z.number(),
  updated_at: z.string(),
})
export type Configuration = z.output<typeof configurationSchema>

export const configurationListSchema = z.object({ configurations: z.array(configurationSchema) })

export const stateSchema = z.object({ paused: z.boolean(), paused_for_everybody: z.boolean() })

/** Absent where there is too little to say. */
const interval = z.tuple([z.number(), z.number()]).nullable()

export const adviceSchema = z.object({
  stages: z.array(
    z.object({
      stage: z.string(),
      present_model: z.string(),
      advised_model: z.string().nullable(),
      saves_usd_a_call: z.number().nullable(),
      evidence: z.array(
        z.object({
          model: z.string(),
          measured: z.number(),
          mean_accuracy: z.number(),
          mean_cost_usd: z.number().nullable(),
          difference: z.number(),
          interval,
          verdict: z.enum(['present', 'not_worse', 'worse', 'too_little_evidence']),
        }),
      ),
    }),
  ),
})
export type StageAdvice = z.output<typeof adviceSchema>['stages'][number]

const measureSchema = z.object({
  mean_a: z.number().nullable(),
  mean_b: z.number().nullable(),
  count_a: z.number(),
  count_b: z.number(),
  pairs: z.number(),
  difference: z.number(),
  interval,
  higher: z.enum(['a', 'b', 'unclear']),
})
export type MeasureComparison = z.output<typeof measureSchema>

const namedSchema = z.object({ id: z.string(), name: z.string(), version: z.number() })

export const configurationComparisonSchema = z.object({
  a: namedSchema,
  b: namedSchema,
  accuracy: measureSchema,
  cost_usd: measureSchema,
  duration_ms: measureSchema,
  success_rate: measureSchema,
})
export type ConfigurationComparison = z.output<typeof configurationComparisonSchema>
