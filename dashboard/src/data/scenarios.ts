/** What the function `scenarios` answers. */
import { z } from 'zod'
import { callFunction } from './callFunction.ts'
import type { Client } from './project.tsx'

const itemSchema = z.record(z.string(), z.unknown())
export type Item = z.output<typeof itemSchema>

const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  kind: z.string(),
  system_prompt: z.string().nullable(),
  item_rules: z.looseObject({ key_fields: z.array(z.string()).optional(), quantity_field: z.string() }),
  models: z.array(z.string()),
  updated_at: z.string(),
})

const stepSchema = z.object({
  id: z.string(),
  step_number: z.number(),
  input_type: z.string(),
  text: z.string(),
  ground_truth: z.array(itemSchema).nullable(),
  /** When a scenario of one model, from before there were executions, was played. */
  executed_at: z.string().nullable(),
})
export type Step = z.output<typeof stepSchema>

export const storedScenarioSchema = scenarioSchema.extend({ steps: z.array(stepSchema) })
export type StoredScenario = z.output<typeof storedScenarioSchema>

export const scenarioListSchema = z.object({ scenarios: z.array(scenarioSchema) })
export const importedSchema = z.object({ scenarios: z.array(storedScenarioSchema) })

export const statusSchema = z.object({
  execution_id: z.string(),
  status: z.enum(['running', 'completed', 'cancelled']),
  current_model: z.string().nullable(),
  current_model_index: z.number(),
  total_models: z.number(),
  current_step: z.number(),
  total_steps: z.number(),
  models: z.array(
    z.object({
      model_name: z.string(),
      status: z.string(),
      completed_steps: z.number(),
      failed_steps: z.number(),
      total_steps: z.number(),
    }),
  ),
  started_at: z.string(),
  finished_at: z.string().nullable(),
})
export type ExecutionStatus = z.output<typeof statusSchema>

/** Names that no key is set for are told once, where the execution begins. */
export const begunSchema = statusSchema.extend({
  unavailable: z.array(z.object({ model_name: z.string(), needs: z.string() })),
})

/** 0..1; null where the step has no ground truth. */
const share = z.number().nullable()
const measures = { precision: share, recall: share, f1_score: share, exact_match: z.boolean().nullable() }

const cellSchema = z.object({
  ...measures,
  model_name: z.string(),
  status: z.enum(['succeeded', 'failed']),
  llm_transcription: z.string().nullable(),
  ai_response: z.string().nullable(),
  raw_llm_response: z.string(),
  predicted_cart: z.unknown(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  latency_ms: z.number(),
  cost_usd: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string().nullable() }).nullable(),
  missing_items: z.array(itemSchema),
  extra_items: z.array(itemSchema),
  quantity_mismatches: z.array(
    z.object({ item: itemSchema, expected_quantity: z.number(), actual_quantity: z.number() }),
  ),
})
export type Cell = z.output<typeof cellSchema>

const comparedModelSchema = z.object({
  ...measures,
  model_name: z.string(),
  exact_match_rate: share,
  total_steps: z.number(),
  completed_steps: z.number(),
  failed_steps: z.number(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  latency_ms: z.number().nullable(),
  cost_usd: z.number().nullable(),
})
export type ComparedModel = z.output<typeof comparedModelSchema>

const comparedStepSchema = z.object({
  step_number: z.number(),
  text: z.string(),
  ground_truth: z.array(itemSchema).nullable(),
  results: z.array(cellSchema),
})
export type ComparedStep = z.output<typeof comparedStepSchema>

const comparisonSchema = z.object({
  scenario_id: z.string(),
  execution_id: z.string().nullable(),
  status: z.string(),
  item_rules: z.looseObject({ key_fields: z.array(z.string()), quantity_field: z.string() }),
  steps: z.array(comparedStepSchema),
  models: z.array(comparedModelSchema),
  ranking: z.array(z.object({ rank: z.number(), model_name: z.string() })),
})
export type Comparison = z.output<typeof comparisonSchema>

/** How the queries of one scenario are called; live rows mark them all as stale. */
export const scenarioKey = (id: string) => ['scenarios', id] as const

export function statusKey(id: string, executionId: string | undefined) {
  return [...scenarioKey(id), 'status', executionId]
}

/** Of the execution, or of the scenario's latest. */
export function readStatus(client: Client, id: string, executionId?: string): Promise<ExecutionStatus> {
  return callFunction(client, { path: pathOf(id, 'status', executionId), answer: statusSchema })
}

/** Of the execution, or of the scenario's latest. */
export function readComparison(client: Client, id: string, executionId?: string): Promise<Comparison> {
  return callFunction(client, { path: pathOf(id, 'comparison', executionId), answer: comparisonSchema })
}

function pathOf(id: string, part: string, executionId: string | undefined): string {
  return `scenarios/${id}/${part}${executionId === undefined ? '' : `?execution_id=${executionId}`}`
}
