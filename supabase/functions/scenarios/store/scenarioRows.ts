/** Rows of scenarios as the rest of Merit reads them. Column names are the users' own and stay as they are. */
import { z } from 'zod'
import { itemRulesSchema } from '../../_shared/comparison/itemRules.ts'

/** A timestamp as ISO 8601, however the database's driver prints it. */
const instant = z.string().transform((text) => new Date(text).toISOString())
const item = z.record(z.string(), z.unknown())

export const scenarioRow = z.object({
  id: z.uuid(),
  user_id: z.uuid().nullable(),
  name: z.string(),
  description: z.string().nullable(),
  kind: z.string(),
  system_prompt: z.string().nullable(),
  item_rules: itemRulesSchema,
  item_schema: z.record(z.string(), z.unknown()).nullable(),
  models: z.array(z.string()),
  model_name: z.string().nullable(),
  created_at: instant,
  updated_at: instant,
})
export type ScenarioRow = z.output<typeof scenarioRow>

export const stepRow = z.object({
  id: z.uuid(),
  scenario_id: z.uuid(),
  step_number: z.number().int(),
  input_type: z.enum(['text', 'audio']),
  text: z.string(),
  audio_url: z.string().nullable(),
  ground_truth: z.array(item).nullable(),
  llm_transcription: z.string().nullable(),
  ai_response: z.string().nullable(),
  raw_llm_response: z.string().nullable(),
  predicted_cart: z.unknown(),
  input_tokens: z.number().nullable(),
  output_tokens: z.number().nullable(),
  latency_ms: z.number().nullable(),
  executed_at: instant.nullable(),
})
export type StepRow = z.output<typeof stepRow>

/** A model of an execution, and the names that led to it. */
export const chosenModel = z.object({
  model_name: z.string(),
  provider: z.string(),
  requested: z.array(z.object({ model_name: z.string(), reason: z.string() })),
})
export type ChosenModel = z.output<typeof chosenModel>

/** The parts of a scenario that an execution runs and compares by. */
const scenarioSnapshot = z.object({
  name: z.string(),
  kind: z.string(),
  system_prompt: z.string().nullable(),
  item_rules: itemRulesSchema.required({ key_fields: true }),
  item_schema: z.record(z.string(), z.unknown()).nullable(),
})
export type ScenarioSnapshot = z.output<typeof scenarioSnapshot>

const stepSnapshot = z.object({
  id: z.uuid(),
  step_number: z.number().int(),
  text: z.string(),
  ground_truth: z.array(item).nullable(),
})
export type StepSnapshot = z.output<typeof stepSnapshot>

export const executionRow = z.object({
  id: z.uuid(),
  scenario_id: z.uuid(),
  user_id: z.uuid().nullable(),
  status: z.enum(['running', 'completed', 'cancelled']),
  models: z.array(chosenModel),
  scenario: scenarioSnapshot,
  steps: z.array(stepSnapshot),
  lease_token: z.uuid(),
  lease_expires_at: instant,
  takeovers: z.number().int(),
  started_at: instant,
  finished_at: instant.nullable(),
})
export type ExecutionRow = z.output<typeof executionRow>

export const resultRow = z.object({
  id: z.uuid(),
  step_id: z.uuid().nullable(),
  step_number: z.number().int(),
  model_name: z.string(),
  provider: z.string(),
  status: z.enum(['succeeded', 'failed']),
  llm_transcription: z.string().nullable(),
  ai_response: z.string().nullable(),
  raw_llm_response: z.string(),
  predicted_cart: z.unknown(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  latency_ms: z.number(),
  cost_usd: z.number().nullable(),
  cost_is_estimate: z.boolean(),
  f1_score: z.number().nullable(),
  exact_match: z.boolean().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  executed_at: instant,
})
export type ResultRow = z.output<typeof resultRow>

/** Of a result, what tells how far an execution is: answers can be long, and progress is asked for often. */
export const progressRow = resultRow.pick({ id: true, model_name: true, step_number: true, status: true })
export type ProgressRow = z.output<typeof progressRow>
