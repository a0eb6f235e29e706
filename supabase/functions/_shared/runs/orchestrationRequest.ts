/** What `POST /multi-model-orchestrator` accepts, and the headers beside it. */
import { z } from 'zod'
import { checkProjectPath } from '../generation/projectPath.ts'
import { MAX_FILES } from '../generation/projectReader.ts'
import { APPROACHES, POLICIES } from '../selection/strategy.ts'

/** Postgres text cannot hold NUL, and a lone surrogate is no text at all. */
const text = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .refine(
      (value) => !value.includes('\u0000') && value.isWellFormed(),
      'contains characters that are not text',
    )

const contentSchema = text(1024 * 1024)

/** Read by hand: zod's record loses a key called `__proto__`, and paths are to be in their normal form, once each. */
const filesSchema = z.unknown().transform((value, context): Record<string, string> => {
  const refuse = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path })
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse('is not an object of paths and contents')
    return z.NEVER
  }
  const entries = Object.entries(value)
  if (entries.length > MAX_FILES) refuse(`holds more than ${MAX_FILES} files`)
  const files = new Map<string, string>()
  for (const [path, content] of entries) {
    const checked = checkProjectPath(path)
    const parsed = contentSchema.safeParse(content)
    if (!checked.ok) refuse(checked.reason, [path])
    else if (files.has(checked.path)) refuse('is there twice', [path])
    else if (!parsed.success) refuse(parsed.error.issues[0]?.message ?? 'is not text', [path])
    else files.set(checked.path, parsed.data)
  }
  return Object.fromEntries(files)
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
