/** The `simple` approach: one question, one answer. */
import { askForProject } from '../askForProject.ts'
import { callOf, type Generation, type GenerationTask } from '../generation.ts'
import { persistentCall } from '../persistentCall.ts'
import { buildMessages } from '../prompt.ts'

/** Asks the model and reads the project, or the text, out of its answer. Failures are returned, not thrown. */
export async function generateSimple(task: GenerationTask): Promise<Generation> {
  const messages = buildMessages(task)
  if (task.profile.output === 'files') {
    return askForProject(task, { stage: 'generate', messages, existing: task.context.files ?? {} })
  }
  const { outcome, calls } = await persistentCall(task, 'generate', () => callOf(task, messages))
  if (outcome.ok) return { ok: true, files: {}, text: outcome.text.trim(), message: '', calls }
  const { code, message, retryAfterMs } = outcome.error
  const errorCode = code === 'truncated' || code === 'empty_response' ? 'unusable_output' : code
  return { ok: false, errorCode, errorMessage: message, retryAfterMs, calls }
}
