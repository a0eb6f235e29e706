/** The `simple` approach: one question, one answer. */
import { callOf, type Generation, type GenerationTask } from '../generation.ts'
import { persistentCall } from '../persistentCall.ts'
import { createProjectReader } from '../projectReader.ts'
import { buildMessages } from '../prompt.ts'

/** Asks the model and reads the project, or the text, out of its answer. Failures are returned, not thrown. */
export async function generateSimple(task: GenerationTask): Promise<Generation> {
  const wantsFiles = task.profile.output === 'files'
  const messages = buildMessages(task)
  const told = new Set<string>()
  const newReader = () =>
    createProjectReader({
      onFile({ path }) {
        // A second try tells the same files again; whoever listens has heard of them.
        if (!told.has(path)) task.onFile?.(path)
        told.add(path)
      },
    })
  let reader = newReader()
  const { outcome, calls } = await persistentCall(task, 'generate', () => {
    reader = newReader()
    const { push } = reader
    return { ...callOf(task, messages), onText: wantsFiles ? push : undefined }
  })
  if (!outcome.ok) {
    const { code, message, retryAfterMs } = outcome.error
    // An answer that hit the output limit is half a project: as unusable as one that holds no files.
    const errorCode = code === 'truncated' || code === 'empty_response' ? 'unusable_output' : code
    return { ok: false, errorCode, errorMessage: message, retryAfterMs, calls }
  }
  if (!wantsFiles) return { ok: true, files: {}, text: outcome.text.trim(), message: '', calls }

  const unusable = (errorMessage: string): Generation => ({
    ok: false,
    errorCode: 'unusable_output',
    errorMessage,
    calls,
  })
  const reading = reader.end()
  if (!reading.ok) return unusable(reading.reason)
  const project = new Map(Object.entries(task.context.files ?? {}))
  for (const path of reading.removed) project.delete(path)
  for (const [path, content] of Object.entries(reading.files)) project.set(path, content)
  if (project.size === 0) return unusable('the answer leaves no files')
  return { ok: true, files: Object.fromEntries(project), message: reading.message, calls }
}
