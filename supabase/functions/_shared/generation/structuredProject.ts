/** Reads a project from an answer in JSON: `{ message?, files: [{ path, content }] | { path: content } }`, or the list alone. */
import { z } from 'zod'

const fileSchema = z
  .object({
    path: z.string().optional(),
    name: z.string().optional(),
    filename: z.string().optional(),
    content: z.string().optional(),
    code: z.string().optional(),
  })
  .transform((file, context) => {
    const path = file.path ?? file.filename ?? file.name
    const content = file.content ?? file.code
    if (path === undefined || content === undefined) {
      context.addIssue({ code: 'custom', message: 'a file needs a path and content' })
      return z.NEVER
    }
    return { path, content }
  })

const filesSchema = z.union([
  z.array(fileSchema),
  // Its entries and not a record, which would lose a file called `__proto__`.
  z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : value,
    z.array(z.tuple([z.string(), z.string()]).transform(([path, content]) => ({ path, content }))),
  ),
])

const projectSchema = z.object({
  message: z.string().optional(),
  explanation: z.string().optional(),
  files: filesSchema,
  removed: z.array(z.string()).optional(),
})

export type StructuredProject =
  | { ok: true; files: { path: string; content: string }[]; removed: string[]; message: string }
  | { ok: false; reason: string }

/** `undefined` where the text is not meant as JSON with files; a refusal where it is, and is cut off or malformed. */
export function readStructuredProject(text: string): StructuredProject | undefined {
  const fenced = /(?:^|\n)`{3,}(?:json)?[ \t]*\r?\n(\s*[{[][\s\S]*?)(?:\n`{3,}[ \t]*(?:\r?\n|$)|$)/i.exec(
    text,
  )?.[1]
  const body = (fenced ?? text).trim()
  if (!/^[{[]/.test(body)) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch (error) {
    // Only text that names files was meant as a project; any other `{` may open an ordinary answer.
    if (!(error instanceof SyntaxError) || !/"files"\s*:|"(?:path|filename)"\s*:/.test(body)) return undefined
    return { ok: false, reason: 'the answer is JSON that is cut off or malformed' }
  }
  const list = z.array(fileSchema).safeParse(parsed)
  if (list.success) return { ok: true, files: list.data, removed: [], message: '' }
  const project = projectSchema.safeParse(parsed)
  if (project.success) {
    const { files, removed, message, explanation } = project.data
    return { ok: true, files, removed: removed ?? [], message: message ?? explanation ?? '' }
  }
  if (typeof parsed === 'object' && parsed !== null && 'files' in parsed) {
    return { ok: false, reason: 'the answer is JSON whose files have no path or no content' }
  }
  return undefined
}
