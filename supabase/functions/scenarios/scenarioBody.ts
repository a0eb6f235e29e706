/** What callers send: scenarios and steps, with the names their users know. Unknown fields are refused with their names. */
import { z } from 'zod'
import { itemRulesSchema } from '../_shared/comparison/itemRules.ts'

/** Ten models times a hundred steps: one answer of the Data API (1,000 rows) holds every cell of an execution. */
const MAX_STEPS = 100
const MAX_MODELS = 10

const text = z.string().min(1).max(32_000)
const nullableText = z.string().max(100_000).nullable().default(null)
const item = z.record(z.string(), z.unknown())
const count = z.number().int().nonnegative().nullable().default(null)

/** Other names for a step's fields, as older exports and hand-written files have them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ground_truth_cart: 'ground_truth',
  expected_cart: 'ground_truth',
  transcript: 'text',
  input_text: 'text',
  user_input: 'text',
  step_order: 'step_number',
}

function withUsualNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = new Map<string, unknown>(Object.entries(value))
  for (const [other, usual] of Object.entries(OTHER_NAMES)) {
    if (!given.has(other) || given.has(usual)) continue
    given.set(usual, given.get(other))
    given.delete(other)
  }
  return Object.fromEntries(given)
}

const stepFields = z.strictObject({
  step_number: z.number().int().min(1).max(1000),
  input_type: z.enum(['text', 'audio']).default('text'),
  /** For audio its transcript: models get text. */
  text,
  audio_url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** `null`: the step runs and is not compared. */
  ground_truth: z.array(item).max(10_000).nullable().default(null),
  // what scenarios of a single model kept on the step itself
  llm_transcription: nullableText,
  ai_response: nullableText,
  raw_llm_response: nullableText,
  predicted_cart: z.unknown().default(null),
  input_tokens: count,
  output_tokens: count,
  latency_ms: count,
  executed_at: z.iso.datetime({ offset: true }).nullable().default(null),
})

/** A new step; without a number it goes to the end. */
export const newStepBody = z.preprocess(withUsualNames, stepFields.partial({ step_number: true }))

/** Changes of a step: only what is named changes. */
export const stepChangesBody = z.preprocess(
  withUsualNames,
  z.strictObject({
    step_number: stepFields.shape.step_number.optional(),
    input_type: z.enum(['text', 'audio']).optional(),
    text: text.optional(),
    audio_url: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .optional(),
    ground_truth: z.array(item).max(10_000).nullable().optional(),
  }),
)

export const modelNames = z.array(z.string().min(1).max(200)).max(MAX_MODELS)

const scenarioFields = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(10_000).nullable().default(null),
  kind: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'is to be lower case letters, digits, - and _')
    .default('cart'),
  system_prompt: z.string().max(32_000).nullable().default(null),
  item_rules: itemRulesSchema.default(itemRulesSchema.parse({})),
  item_schema: z.record(z.string(), z.unknown()).nullable().default(null),
  models: modelNames.default([]),
  model_name: z.string().min(1).max(200).nullable().default(null),
})

/** A new scenario, with its steps in their order; steps without a number get the next. */
export const newScenarioBody = scenarioFields
  .extend({ steps: z.array(newStepBody).max(MAX_STEPS).default([]) })
  .transform(({ steps, ...scenario }, context) => {
    const numbered = numberSteps(steps)
    const numbers = numbered.map((step) => step.step_number)
    const twice = numbers.findIndex((number, index) => numbers.indexOf(number) !== index)
    if (twice >= 0) {
      const message = `there is another step ${numbers[twice]}`
      context.addIssue({ code: 'custom', path: ['steps', twice, 'step_number'], message })
    }
    return { ...scenario, steps: numbered }
  })

/** Changes of a scenario: only what is named changes. */
export const scenarioChangesBody = z.strictObject({
  name: scenarioFields.shape.name.optional(),
  description: z.string().max(10_000).nullable().optional(),
  kind: scenarioFields.shape.kind.unwrap().optional(),
  system_prompt: z.string().max(32_000).nullable().optional(),
  item_rules: itemRulesSchema.optional(),
  item_schema: z.record(z.string(), z.unknown()).nullable().optional(),
  models: modelNames.optional(),
  model_name: z.string().min(1).max(200).nullable().optional(),
})

/** One scenario, or several under `scenarios`. */
export const importBody = z.union([
  z.strictObject({ scenarios: z.array(newScenarioBody).min(1).max(100) }).transform((it) => it.scenarios),
  newScenarioBody.transform((scenario) => [scenario]),
])

export const executeBody = z.strictObject({ models: modelNames.min(1).optional() })

/** Which cells to run again: one model's, one step's, or the one of both. */
export const rerunBody = z
  .strictObject({
    execution_id: z.uuid().optional(),
    model: z.string().min(1).max(200).optional(),
    step: z.number().int().min(1).optional(),
  })
  .refine((body) => body.model !== undefined || body.step !== undefined, {
    error: 'is to name a model, a step, or both',
    path: ['model'],
  })

export const executionBody = z.strictObject({ execution_id: z.uuid().optional() })

function numberSteps<Step extends { step_number?: number }>(steps: readonly Step[]) {
  let last = 0
  return steps.map((step) => {
    last = step.step_number ?? last + 1
    return { ...step, step_number: last }
  })
}
