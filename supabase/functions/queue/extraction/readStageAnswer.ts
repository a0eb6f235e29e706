/** Reads what a model answered to a stage: JSON of the schema, or why it is not. */
import { type JsonSchema, readSchema } from './answerSchema.ts'

export type StageAnswer = { ok: true; output: unknown } | { ok: false; reason: string }

/** The JSON alone, or in one code fence. Nothing is mended: what is cut off, or of another form, is refused. */
export function readStageAnswer(text: string, schema: JsonSchema): StageAnswer {
  const body = (/^\s*`{3,}\w*\s*\n([\s\S]*?)\n\s*`{3,}\s*$/.exec(text)?.[1] ?? text).trim()
  if (body === '') return { ok: false, reason: 'The model answered with nothing.' }
  let output: unknown
  try {
    output = JSON.parse(body)
  } catch {
    const isJson = /^[{["]/.test(body)
    return {
      ok: false,
      reason: isJson ? 'The answer is JSON that is cut off or malformed.' : 'The answer is prose, not JSON.',
    }
  }
  const read = readSchema(schema)
  if (!read.ok) return { ok: false, reason: `The schema ${read.reason}.` }
  const checked = read.parse(output)
  return checked.ok
    ? { ok: true, output }
    : { ok: false, reason: `The answer does not fit: ${checked.reason}.` }
}
