/** The `simple` approach: one call, one answer. */
import { callOf, type Generation, type GenerationTask, type RecordedCall } from '../generation.ts'
import { createProjectReader } from '../projectReader.ts'
import { buildMessages } from '../prompt.ts'

/** Asks the model once and reads the project, or the text, out of its answer. Failures are returned, not thrown. */
export async function generateSimple(task: GenerationTask): Promise<Generation> {
  const wantsFiles = task.profile.output === 'files'
  const reader = createProjectReader({ onFile: (file) => task.onFile?.(file.path) })
  const outcome = await task.callModel({
    ...callOf(task, buildMessages(task)),
    onText: wantsFiles ? (delta) => reader.push(delta) : undefined,
  })
  const { text, ...accounting } = outcome
  const call: RecordedCall = {
    stage: 'generate',
    model: task.model.id,
    provider: task.model.provider,
    usage: accounting.usage,
    usageIsEstimate: accounting.usageIsEstimate,
    costNanoUsd: accounting.costNanoUsd,
    costIsEstimate: accounting.costIsEstimate,
    durationMs: accounting.durationMs,
    firstTokenAfterMs: accounting.firstTokenAfterMs,
    startedAtMs: accounting.startedAtMs,
  }
  if (!outcome.ok) {
    const { code, message, retryAfterMs } = outcome.error
    // An answer that hit the output limit is half a project: as unusable as one that holds no files.
    const errorCode = code === 'truncated' || code === 'empty_response' ? 'unusable_output' : code
    return {
      ok: false,
      errorCode,
      errorMessage: message,
      retryAfterMs,
      calls: [{ ...call, error: { code, message } }],
    }
  }
  if (!wantsFiles) return { ok: true, files: {}, text: text.trim(), message: '', calls: [call] }

  const reading = reader.end()
  if (!reading.ok)
    return { ok: false, errorCode: 'unusable_output', errorMessage: reading.reason, calls: [call] }
  const project = new Map(Object.entries(task.context.files ?? {}))
  for (const path of reading.removed) project.delete(path)
  for (const [path, content] of Object.entries(reading.files)) project.set(path, content)
  if (project.size === 0) {
    return {
      ok: false,
      errorCode: 'unusable_output',
      errorMessage: 'the answer leaves no files',
      calls: [call],
    }
  }
  return { ok: true, files: Object.fromEntries(project), message: reading.message, calls: [call] }
}
