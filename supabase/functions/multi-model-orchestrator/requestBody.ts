/** What `POST /multi-model-orchestrator` accepts, and the headers beside it. */
import { z } from 'zod'
import { checkProjectPath } from '../_shared/generation/projectPath.ts'
import { MAX_FILES } from '../_shared/generation/projectReader.ts'
import { APPROACHES, POLICIES } from '../_shared/selection/strategy.ts'

/** Postgres text cannot hold NUL, and a lone surrogate is no text at all. */
const text = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine(
      (value) => !value.includes('\u0000') && value.isWellFormed(),
      'contains characters that are not text',
    )

const filesSchema = z.record(z.string(), text(1024 * 1024)).superRefine((files, context) => {
  const paths = Object.keys(files)
  if (paths.length > MAX_FILES)
    context.addIssue({ code: 'custom', message: `holds more than ${MAX_FILES} files` })
  for (const path of paths) {
    const checked = checkProjectPath(path)
    if (!checked.ok) context.addIssue({ code: 'custom', message: checked.reason, path: [path] })
  }
})

const contextSchema = z.strictObject({
  files: filesSchema.optional(),
  history: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant', 'system']), content: text(100_000) }))
    .max(100)
    .optional(),
  framework: text(60).min(1).optional(),
})

export const orchestrationRequestSchema = z.strictObject({
  request: text(32_000)
    .min(1)
    .refine((value) => value.trim() !== '', 'is blank'),
  userId: z.uuid().optional(),
  conversationId: z.uuid().optional(),
  parallelExecution: z.boolean().default(false),
  context: contextSchema.default({}),
  models: z.array(text(200).min(1)).min(1).max(50).optional(),
  approach: z.enum(APPROACHES).optional(),
  policy: z.enum(POLICIES).optional(),
  maxStrategies: z.int().min(1).max(5).default(3),
  qualityThreshold: z.number().min(0).max(100).optional(),
  budgetUsd: z.number().positive().max(1_000_000).optional(),
  deadlineMs: z.int().min(1_000).max(400_000).default(120_000),
  temperature: z.number().min(0).max(2).optional(),
  stream: z.boolean().default(false),
  background: z.boolean().default(false),
})
export type OrchestrationRequest = z.output<typeof orchestrationRequestSchema>

/** One printable ASCII line, as HTTP headers are. */
export const idempotencyKeySchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, 'is not one word of printable ASCII')
