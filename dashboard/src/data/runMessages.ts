/** What a run tells, as the dashboard reads it: the events of the contract, with their order's number. */
import { z } from 'zod'

const strategySchema = z.object({
  model: z.string(),
  provider: z.string(),
  approach: z.string(),
  priority: z.number(),
})
export type StrategyName = z.output<typeof strategySchema>

export const diagnosticSchema = z.object({
  rule: z.string(),
  severity: z.enum(['fatal', 'major', 'minor']),
  file: z.string().optional(),
  line: z.number().optional(),
  message: z.string(),
})
export type Diagnostic = z.output<typeof diagnosticSchema>

export const scoreBreakdownSchema = z.object({
  completeness: z.number(),
  codeQuality: z.number(),
  functionality: z.number(),
  performance: z.number(),
  overall: z.number(),
  diagnostics: z.array(diagnosticSchema),
})
export type ScoreBreakdown = z.output<typeof scoreBreakdownSchema>

const filesSchema = z.record(z.string(), z.string())

/** An attempt as it ended. */
const attemptSchema = z.object({
  model: z.string(),
  provider: z.string(),
  approach: z.string(),
  status: z.enum(['succeeded', 'failed', 'cancelled', 'skipped']),
  qualityScore: z.number().optional(),
  durationMs: z.number(),
  /** Null where the model's price is not known. */
  costUsd: z.number().nullable(),
  costIsEstimate: z.boolean(),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
})
export type AttemptView = z.output<typeof attemptSchema>

export const profileSchema = z.looseObject({
  type: z.string(),
  complexity: z.string(),
  complexityScore: z.number(),
  output: z.enum(['files', 'text']),
  requirements: z.array(z.string()),
  languages: z.array(z.string()).default([]),
  frameworks: z.array(z.string()).default([]),
  signals: z.array(z.object({ decision: z.string(), value: z.string(), because: z.string() })).default([]),
})
export type ProfileView = z.output<typeof profileSchema>

export const runResultSchema = z.looseObject({
  runId: z.string(),
  files: filesSchema,
  text: z.string().optional(),
  message: z.string(),
  qualityScore: z.number(),
  scoreBreakdown: scoreBreakdownSchema,
  strategy: strategySchema,
  profile: profileSchema,
  metrics: z.looseObject({
    strategiesPlanned: z.number(),
    strategiesTried: z.number(),
    durationMs: z.number(),
    costUsd: z.number().nullable(),
    inputTokens: z.number(),
    outputTokens: z.number(),
    stopReason: z.string().optional(),
    selection: z.object({ policy: z.string(), explored: z.boolean(), propensity: z.number() }),
    attempts: z.array(attemptSchema),
  }),
})
export type RunResult = z.output<typeof runResultSchema>

export const runErrorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
  runId: z.string().optional(),
})
export type RunError = z.output<typeof runErrorSchema>

const endedSchema = attemptSchema.extend({ priority: z.number() })

const messageSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('run'), data: z.object({ runId: z.string() }) }),
  z.object({ event: z.literal('profile'), data: profileSchema }),
  z.object({
    event: z.literal('plan'),
    data: z.object({
      strategies: z.array(
        strategySchema.extend({
          expectedQuality: z.number(),
          expectedCostUsd: z.number().nullable(),
          expectedDurationMs: z.number(),
        }),
      ),
    }),
  }),
  z.object({ event: z.literal('attempt.started'), data: strategySchema }),
  z.object({ event: z.literal('attempt.file'), data: strategySchema.extend({ path: z.string() }) }),
  z.object({
    event: z.literal('attempt.scored'),
    data: endedSchema.extend({ scoreBreakdown: scoreBreakdownSchema, files: filesSchema.optional() }),
  }),
  z.object({ event: z.literal('attempt.failed'), data: endedSchema }),
  z.object({ event: z.literal('attempt.cancelled'), data: endedSchema }),
  z.object({ event: z.literal('result'), data: runResultSchema }),
  z.object({ event: z.literal('error'), data: runErrorSchema }),
])
export type RunMessage = z.output<typeof messageSchema>

/** @returns null for an event that this dashboard does not know; throws a ZodError for one that is not as agreed */
export function readRunMessage(event: string | undefined, data: string): RunMessage | null {
  if (!messageSchema.options.some((option) => option.shape.event.value === event)) return null
  return messageSchema.parse({ event, data: JSON.parse(data) })
}
