/** Rows of the extraction queue as the rest of Merit reads them. */
import { z } from 'zod'
import { extractionLimits, modelConfigSchema, STAGE_MODES } from '../extraction/modelConfig.ts'

/** A timestamp as ISO 8601, however the database's driver prints it. */
const instant = z.string().transform((text) => new Date(text).toISOString())
const jsonObject = z.record(z.string(), z.unknown())

export const stageRow = z.object({ name: z.string(), prompt: z.string(), schema: jsonObject.optional() })

export const configurationRow = z.object({
  id: z.uuid(),
  user_id: z.uuid().nullable(),
  name: z.string(),
  description: z.string().nullable(),
  temperature: z.number(),
  orchestrator_model: z.string().nullable(),
  orchestrator_prompt: z.string().nullable(),
  stage_models: z.record(z.string(), z.array(z.string())),
  stage_modes: z.record(z.string(), z.enum(STAGE_MODES)),
  limits: extractionLimits.partial(),
  version: z.number().int(),
  created_at: instant,
  updated_at: instant,
})
export type ConfigurationRow = z.output<typeof configurationRow>

/** What a list of items shows of each. */
export const itemSummaryRow = z.object({
  id: z.uuid(),
  user_id: z.uuid().nullable(),
  name: z.string().nullable(),
  kind: z.string(),
  input_type: z.enum(['text', 'image', 'pdf']),
  priority: z.number().int(),
  status: z.enum([
    'pending',
    'queued',
    'waiting',
    'paused',
    'processing',
    'completed',
    'dead_letter',
    'cancelled',
  ]),
  cancel_requested: z.boolean(),
  configuration_id: z.uuid().nullable(),
  round: z.number().int(),
  attempt: z.number().int(),
  stage: z.string().nullable(),
  accuracy: z.number().nullable(),
  calls: z.number().int(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  cost_usd: z.number().nullable(),
  cost_is_estimate: z.boolean(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  created_at: instant,
  queued_at: instant.nullable(),
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
})
export type ItemSummaryRow = z.output<typeof itemSummaryRow>

export const itemRow = itemSummaryRow.extend({
  input_text: z.string().nullable(),
  input_mime_type: z.string().nullable(),
  input_path: z.string().nullable(),
  schema: jsonObject,
  stages: z.array(stageRow),
  ground_truth: z.unknown(),
  model_config: modelConfigSchema.nullable(),
  configuration_version: z.number().int().nullable(),
  max_attempts: z.number().int(),
  takeovers: z.number().int(),
  wake_at: instant.nullable(),
  result: z.unknown(),
  stage_results: z.array(jsonObject),
  field_accuracy: z.unknown(),
})
export type ItemRow = z.output<typeof itemRow>

export const resultRow = z.object({
  id: z.uuid(),
  round: z.number().int(),
  stage: z.string(),
  stage_number: z.number().int(),
  repeat: z.number().int(),
  role: z.enum(['stage', 'orchestrator']),
  model: z.string(),
  provider: z.string(),
  attempt: z.number().int(),
  status: z.enum(['succeeded', 'failed']),
  output: z.unknown(),
  raw_answer: z.string(),
  accuracy: z.number().nullable(),
  latency_ms: z.number().int(),
  input_tokens: z.number().int(),
  output_tokens: z.number().int(),
  cost_usd: z.number().nullable(),
  cost_is_estimate: z.boolean(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  executed_at: instant,
})
export type ResultRow = z.output<typeof resultRow>

export const usageRow = z.object({
  configuration_version: z.number().int(),
  item_id: z.uuid(),
  success: z.boolean(),
  accuracy: z.number().nullable(),
  cost_usd: z.number().nullable(),
  duration_ms: z.number(),
})
export type UsageRow = z.output<typeof usageRow>

export const performanceRow = z.object({
  configuration_id: z.uuid(),
  name: z.string(),
  configuration_version: z.number().int(),
  times_used: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  success_rate: z.number().nullable(),
  measured_uses: z.number().int(),
  mean_accuracy: z.number().nullable(),
  stddev_accuracy: z.number().nullable(),
  avg_cost_usd: z.number().nullable(),
  total_cost_usd: z.number(),
  avg_duration_ms: z.number().nullable(),
  p95_duration_ms: z.number().nullable(),
  last_used_at: instant.nullable(),
})
export type PerformanceRow = z.output<typeof performanceRow>

/** One result of a stage that was measured, for advice. */
export const evidenceRow = z.object({
  stage: z.string(),
  model: z.string(),
  /** 0 to 1: the result's own, or that of the item it led to. */
  accuracy: z.number(),
  cost_usd: z.number().nullable(),
})
export type EvidenceRow = z.output<typeof evidenceRow>

/** A row as a worker claims it. */
export const claimedRow = z.object({
  id: z.uuid(),
  user_id: z.uuid().nullable(),
  kind: z.string(),
  priority: z.number().int(),
  input_type: z.enum(['text', 'image', 'pdf']),
  input_text: z.string().nullable(),
  input_data: z.string().nullable(),
  input_mime_type: z.string().nullable(),
  schema: jsonObject,
  stages: z.array(stageRow),
  ground_truth: z.unknown(),
  model_config: modelConfigSchema,
  round: z.number().int(),
  run_id: z.uuid(),
  attempt: z.number().int(),
  lease_token: z.uuid(),
  calls: z.number().int(),
  cost_nano_usd: z.number().nullable(),
  reserved_nano_usd: z.number().nullable(),
  results: z.array(
    z.object({
      stage: z.string(),
      repeat: z.number().int(),
      role: z.enum(['stage', 'orchestrator']),
      model: z.string(),
      attempt: z.number().int(),
      status: z.enum(['succeeded', 'failed']),
      output: z.unknown(),
      accuracy: z.number().nullable(),
      error_code: z.string().nullable(),
      error_message: z.string().nullable(),
      cost_nano_usd: z.number().nullable(),
    }),
  ),
})
export type ClaimedRow = z.output<typeof claimedRow>
