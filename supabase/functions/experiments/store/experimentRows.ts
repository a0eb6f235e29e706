/** Rows of experiments as the rest of Merit reads them. */
import { z } from 'zod'

/** A timestamp as ISO 8601, however the database's driver prints it. */
const instant = z.string().transform((text) => new Date(text).toISOString())

/** A model by the name the configuration gives it, and how it is called. */
export const chosenModel = z.object({
  name: z.string(),
  /** Catalog id of what answers. */
  model: z.string(),
  provider: z.string(),
  is_priced: z.boolean(),
  max_tokens: z.number().int(),
  retry_delay_ms: z.number().int(),
  temperature: z.number().optional(),
  /** Requests a minute. */
  rate_limit: z.number().int().optional(),
  custom_params: z.record(z.string(), z.json()).optional(),
  /** Why something else answers in its place. */
  fallback_reason: z.enum(['retired']).optional(),
})
export type ChosenModel = z.output<typeof chosenModel>

export const experimentWarning = z.object({
  /** `model_retired`: known from the start · `model_unavailable`: its provider said so under way. */
  code: z.enum(['model_retired', 'model_unavailable']),
  model_name: z.string(),
  /** What runs in its place. */
  model: z.string(),
  message: z.string(),
})
export type ExperimentWarning = z.output<typeof experimentWarning>

export const group = z.object({ scenario: z.string(), repetition: z.number().int() })
export type Group = z.output<typeof group>

export const experimentRow = z.object({
  id: z.uuid(),
  user_id: z.uuid().nullable(),
  status: z.enum(['running', 'completed', 'failed', 'cancelled']),
  configuration: z.record(z.string(), z.unknown()),
  configuration_hash: z.string(),
  seed: z.number().int(),
  models: z.array(chosenModel),
  default_model: chosenModel,
  warnings: z.array(experimentWarning),
  groups: z.array(group),
  agents_per_group: z.number().int(),
  rounds_per_group: z.number().int(),
  budget_nano_usd: z.number().int().nullable(),
  spent_nano_usd: z.number().int(),
  calls_begun: z.number().int(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  lease_token: z.uuid(),
  lease_expires_at: instant,
  takeovers: z.number().int(),
  started_at: instant,
  finished_at: instant.nullable(),
})
export type ExperimentRow = z.output<typeof experimentRow>

export const agentRow = z.object({
  group_number: z.number().int(),
  agent_number: z.number().int(),
  scenario: z.string(),
  model_name: z.string(),
  model: z.string(),
  provider: z.string(),
  initial_power: z.number(),
  score: z.number(),
  power: z.number(),
})
export type AgentRow = z.output<typeof agentRow>

export const DECISIONS = ['cooperate', 'defect'] as const
export type Decision = (typeof DECISIONS)[number]

/**
 * How a question to a model went in the end. `fallback`: the default model answered in the place of the agent's own ·
 * `unparseable`: it was answered, never readably · `failed`: every try failed.
 */
const outcome = z.enum(['answered', 'fallback', 'unparseable', 'failed'])
export type QuestionOutcome = z.output<typeof outcome>

export const playedStrategy = z.object({
  agent: z.number().int(),
  /** `null` where every try failed. */
  text: z.string().nullable(),
  /** Catalog id of the model that was asked last. */
  model: z.string(),
  outcome,
})
export type PlayedStrategy = z.output<typeof playedStrategy>

export const playedDecision = z.object({
  agent: z.number().int(),
  other: z.number().int(),
  /** `null`: there is none, and the two do not play this round. */
  decision: z.enum(DECISIONS).nullable(),
  model: z.string(),
  outcome,
})
export type PlayedDecision = z.output<typeof playedDecision>

export const standing = z.object({
  agent: z.number().int(),
  gained: z.number(),
  score: z.number(),
  power: z.number(),
})
export type Standing = z.output<typeof standing>

export const roundRow = z.object({
  group_number: z.number().int(),
  round_number: z.number().int(),
  strategies: z.array(playedStrategy),
  decisions: z.array(playedDecision),
  standings: z.array(standing),
})
export type RoundRow = z.output<typeof roundRow>

/** Of a round, what tells how far an experiment is. */
export const progressRow = roundRow.pick({ group_number: true, round_number: true })
export type ProgressRow = z.output<typeof progressRow>

export const callRow = z.object({
  id: z.uuid(),
  group_number: z.number().int(),
  round_number: z.number().int(),
  stage: z.enum(['strategy', 'decision']),
  agent_number: z.number().int(),
  other_number: z.number().int(),
  try_number: z.number().int(),
  model: z.string(),
  fallback_from: z.string().nullable(),
  status: z.enum(['begun', 'succeeded', 'unparseable', 'failed', 'lost']),
  answer: z.string().nullable(),
  decision: z.enum(DECISIONS).nullable(),
  error_code: z.string().nullable(),
})
export type CallRow = z.output<typeof callRow>

export const reachedRow = z.object({ model: z.string(), reached_by: instant })

export const totalsRow = z.object({
  model: z.string(),
  asked_for: z.string(),
  calls: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  unparseable: z.number().int(),
  lost: z.number().int(),
  input_tokens: z.number(),
  output_tokens: z.number(),
  cost_nano_usd: z.number().nullable(),
})
export type TotalsRow = z.output<typeof totalsRow>
