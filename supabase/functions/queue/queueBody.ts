/** What callers send. Unknown fields are refused with their names. */
import { z } from 'zod'
import { readSchema } from './extraction/answerSchema.ts'
import { extractionLimits, STAGE_MODES } from './extraction/modelConfig.ts'

const MAX_STAGES = 12
const MAX_MODELS = 10

const stageName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/i, 'is not a stage name (letters, digits, - and _)')
const modelName = z.string().min(1).max(300)
const prompt = z.string().max(8_000)

/** A JSON Schema that answers can be held against. */
const jsonSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const read = readSchema(schema)
  if (!read.ok) context.addIssue({ code: 'custom', message: `is not a usable JSON Schema: ${read.reason}` })
})

const stage = z.strictObject({
  name: stageName,
  prompt: prompt.min(1),
  /** The form of its answer; the last stage has that of the item. */
  schema: jsonSchema.optional(),
})

/** What runs, as it may be sent with an item or kept as a configuration. */
const settings = {
  temperature: z.number().min(0).max(1),
  orchestrator_model: modelName.nullable(),
  orchestrator_prompt: prompt.nullable(),
  stage_models: z.record(stageName, z.array(modelName).min(1).max(MAX_MODELS)),
  stage_modes: z.record(stageName, z.enum(STAGE_MODES)),
  limits: extractionLimits.partial(),
}

export const settingsBody = z.strictObject(settings).partial()
export type Settings = z.output<typeof settingsBody>

const wayOfProcessing = {
  ...settings,
  configuration_id: z.uuid(),
  priority: z.number().int().min(-100).max(100),
  max_attempts: z.number().int().min(1).max(20),
}

/** `POST /process/:item_id`; settings named here take the place of the configuration's. */
export const processBody = z.strictObject(wayOfProcessing).partial()
export type ProcessBody = z.output<typeof processBody>

/** `POST /items`; with any setting, or `process: true`, the item is in line at once. */
export const newItemBody = z
  .strictObject({
    name: z.string().min(1).max(200).nullable().default(null),
    kind: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'is not a kind (small letters, digits, - and _)')
      .default('document'),
    text: z.string().min(1).max(500_000).optional(),
    /** An image or a PDF in the project's own Storage: its address, or `bucket/path`. */
    url: z.string().min(1).max(2_000).optional(),
    /** An image or a PDF, base64. */
    data: z.base64().optional(),
    schema: jsonSchema,
    stages: z.array(stage).min(1).max(MAX_STAGES).optional(),
    ground_truth: z.unknown().optional(),
    process: z.boolean().default(false),
    ...z.object(wayOfProcessing).partial().shape,
  })
  .superRefine((body, context) => {
    const given = [body.text, body.url, body.data].filter((input) => input !== undefined)
    if (given.length !== 1) {
      context.addIssue({ code: 'custom', path: ['text'], message: 'give one of text, url and data' })
    }
    const names = (body.stages ?? []).map(({ name }) => name)
    if (new Set(names).size < names.length) {
      context.addIssue({ code: 'custom', path: ['stages'], message: 'two stages have one name' })
    }
    if (body.stages?.at(-1)?.schema !== undefined) {
      const message = 'the last stage answers in the schema of the item and has none of its own'
      context.addIssue({ code: 'custom', path: ['stages', names.length - 1, 'schema'], message })
    }
  })
export type NewItemBody = z.output<typeof newItemBody>

export const newConfigurationBody = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).nullable().default(null),
  temperature: settings.temperature.default(0),
  orchestrator_model: settings.orchestrator_model.default(null),
  orchestrator_prompt: settings.orchestrator_prompt.default(null),
  stage_models: settings.stage_models.default({}),
  stage_modes: settings.stage_modes.default({}),
  limits: settings.limits.default({}),
})

/** Only what is named changes. */
export const configurationChangesBody = z
  .strictObject({
    name: z.string().min(1).max(200),
    description: z.string().max(2_000).nullable(),
    ...settings,
  })
  .partial()
