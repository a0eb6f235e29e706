/** One question to a model whose answer is a project, or changes to one. */
import type { Message } from '../models/modelCall.ts'
import type { ProjectFiles } from '../profiling/taskProfile.ts'
import { callOf, type Generation, type GenerationTask } from './generation.ts'
import { persistentCall } from './persistentCall.ts'
import { createProjectReader } from './projectReader.ts'

/**
 * Asks, reads the files out of the answer as they stream in, and lays them over `existing`.
 * Failures are returned, not thrown: the model's own, and `unusable_output` for an answer without a whole project.
 */
export async function askForProject(
  task: GenerationTask,
  question: { stage: string; messages: readonly Message[]; existing: ProjectFiles },
): Promise<Generation> {
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
  const { outcome, calls } = await persistentCall(task, question.stage, () => {
    reader = newReader()
    return { ...callOf(task, question.messages), onText: reader.push }
  })
  if (!outcome.ok) {
    const { code, message, retryAfterMs } = outcome.error
    // An answer that hit the output limit is half a project: as unusable as one that holds no files.
    const errorCode = code === 'truncated' || code === 'empty_response' ? 'unusable_output' : code
    return { ok: false, errorCode, errorMessage: message, retryAfterMs, calls }
  }
  const unusable = (errorMessage: string): Generation => ({
    ok: false,
    errorCode: 'unusable_output',
    errorMessage,
    calls,
  })
  const reading = reader.end()
  if (!reading.ok) return unusable(reading.reason)
  const project = new Map(Object.entries(question.existing))
  for (const path of reading.removed) project.delete(path)
  for (const [path, content] of Object.entries(reading.files)) project.set(path, content)
  if (project.size === 0) return unusable('the answer leaves no files')
  return { ok: true, files: Object.fromEntries(project), message: reading.message, calls }
}
