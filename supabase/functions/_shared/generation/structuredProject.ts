/**
 * Reads a project from an answer in JSON: `{ message?, files: [{ path, content }] | { path: content | { content } } }`,
 * or the list alone, in a code block or between sentences, with line breaks in strings and trailing commas forgiven.
 */
import { z } from 'zod'

const text = z.string().optional()

/** Models name the two fields as they like. A content that is no text (a package.json as an object) becomes JSON text. */
const fileSchema = z
  .object({
    ...{
      path: text,
      name: text,
      filename: text,
      file: text,
      filePath: text,
      file_path: text,
      filepath: text,
    },
    ...{ content: z.unknown().optional(), contents: z.unknown().optional(), code: z.unknown().optional() },
    ...{ text: z.unknown().optional(), source: z.unknown().optional() },
  })
  .transform((file, context) => {
    const path =
      file.path ?? file.filePath ?? file.file_path ?? file.filepath ?? file.filename ?? file.file ?? file.name
    const content = toContent(file.content ?? file.contents ?? file.code ?? file.text ?? file.source)
    if (path === undefined || content === undefined) {
      context.addIssue({ code: 'custom', message: 'a file needs a path and content' })
      return z.NEVER
    }
    return { path, content }
  })

function toContent(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return `${value.join('\n')}\n`
  return typeof value === 'object' && value !== null ? `${JSON.stringify(value, null, 2)}\n` : undefined
}

const contentByPath = z.tuple([
  z.string(),
  z.union([
    z.string(),
    z
      .object({
        content: z.unknown().optional(),
        contents: z.unknown().optional(),
        code: z.unknown().optional(),
      })
      .transform((file, context) => {
        const content = toContent(file.content ?? file.contents ?? file.code)
        if (content !== undefined) return content
        context.addIssue({ code: 'custom', message: 'a file needs content' })
        return z.NEVER
      }),
  ]),
])

/** Entries and not a record, which would lose a file called `__proto__`. */
const filesByPath = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : value,
  z.array(contentByPath.transform(([path, content]) => ({ path, content }))),
)

const projectSchema = z.object({
  message: text,
  explanation: text,
  files: z.union([z.array(fileSchema), filesByPath]),
  removed: z.array(z.string()).optional(),
})

export type StructuredProject =
  | { ok: true; files: { path: string; content: string }[]; removed: string[]; message: string }
  | { ok: false; reason: string }

const NAMES_FILES = /"(?:files|path|filename|file_path|filePath|file)"\s*:/

/** Whether the answer is JSON as a whole, so that no other form is looked for in it. */
export function beginsAsJsonProject(answer: string): boolean {
  return /^\s*(?:`{3,}(?:json\w*)?\s*\n\s*)?[{[]/i.test(answer) && NAMES_FILES.test(answer)
}

/** `undefined` where the text is not meant as JSON with files; a refusal where it is, and is cut off or malformed. */
export function readStructuredProject(answer: string): StructuredProject | undefined {
  const body = jsonBody(answer)
  if (body === undefined) return undefined
  const parsed = parseLeniently(body)
  if (parsed === undefined) {
    // Only text that names files was meant as a project; any other `{` may open an ordinary answer.
    return NAMES_FILES.test(body)
      ? { ok: false, reason: 'the answer is JSON that is cut off or malformed' }
      : undefined
  }
  const list = z.array(fileSchema).safeParse(parsed)
  if (list.success && list.data.length > 0) return { ok: true, files: list.data, removed: [], message: '' }
  const project = projectSchema.safeParse(parsed)
  if (project.success) {
    const { files, removed, message, explanation } = project.data
    return { ok: true, files, removed: removed ?? [], message: message ?? explanation ?? '' }
  }
  if (typeof parsed === 'object' && parsed !== null && 'files' in parsed)
    return { ok: false, reason: 'the answer is JSON whose files have no path or no content' }
  const byPath = filesByPath.safeParse(parsed)
  // A map of contents alone is a project only where its keys are paths; an example object is not.
  if (
    byPath.success &&
    byPath.data.length > 0 &&
    byPath.data.every(({ path }) => /^[\w@.\-/ ]*\.\w{1,12}$/.test(path))
  )
    return { ok: true, files: byPath.data, removed: [], message: '' }
  return undefined
}

/** From the first bracket to the last: fences and sentences around it are left out. */
function jsonBody(answer: string): string | undefined {
  const start = answer.search(
    NAMES_FILES.test(answer) ? /\{\s*"|\[\s*\{\s*"/ : /^\s*(?:`{3,}\w*\s*\n\s*)?[{[]/,
  )
  if (start < 0) return undefined
  const from = answer.slice(start).search(/[{[]/) + start
  const end = Math.max(answer.lastIndexOf('}'), answer.lastIndexOf(']'))
  return end <= from ? answer.slice(from) : answer.slice(from, end + 1)
}

function parseLeniently(body: string): unknown {
  for (const candidate of [body, mendJson(body)]) {
    try {
      return JSON.parse(candidate)
    } catch {
      // Not JSON in this form; what that means is decided by the caller.
    }
  }
  return undefined
}

/** Escapes line breaks and tabs inside strings and drops commas before a closing bracket. One pass. */
function mendJson(body: string): string {
  const pieces: string[] = []
  let start = 0
  let inString = false
  for (let index = 0; index < body.length; index += 1) {
    const character = body[index]
    if (inString && character === '\\') index += 1
    else if (character === '"') inString = !inString
    else if (inString && (character === '\n' || character === '\r' || character === '\t')) {
      pieces.push(body.slice(start, index), character === '\n' ? '\\n' : character === '\r' ? '\\r' : '\\t')
      start = index + 1
    } else if (!inString && character === ',') {
      let next = index + 1
      while (next < body.length && /\s/.test(body[next] ?? '')) next += 1
      if (body[next] === '}' || body[next] === ']') {
        pieces.push(body.slice(start, index))
        start = index + 1
      }
      index = next - 1
    }
  }
  pieces.push(body.slice(start))
  return pieces.join('')
}
