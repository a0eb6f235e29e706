/** One question to a model whose answer is a project, or changes to one. */
import type { Message } from '../models/modelCall.ts'
import type { ProjectFiles } from '../profiling/taskProfile.ts'
import { callOf, type Generation, type GenerationTask } from './generation.ts'
import { persistentCall } from './persistentCall.ts'
import { createFileAnnouncer, readProject } from './projectReader.ts'

/**
 * Asks, reads the files out of the answer as they stream in, and lays them over `existing`.
 * Failures are returned, not thrown: the model's own, and `unusable_output` for an answer without a whole project.
 */
export async function askForProject(
  task: GenerationTask,
  question: { stage: string; messages: readonly Message[]; existing: ProjectFiles },
): Promise<Generation> {
  const announced = new Set<string>()
  // A second try completes the same files again; each is announced once.
  const announce = (path: string) => {
    if (!announced.has(path)) task.onFile?.(path)
    announced.add(path)
  }
  const { outcome, calls } = await persistentCall(task, question.stage, () => ({
    ...callOf(task, question.messages),
    onText: createFileAnnouncer(question.existing, announce),
  }))
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
  // The text that came back is the answer without its reasoning; what streamed was progress.
  const reading = readProject(outcome.text, question.existing)
  if (!reading.ok) return unusable(reading.reason)
  for (const path of Object.keys(reading.files)) announce(path)
  const project = new Map(Object.entries(question.existing))
  for (const path of reading.removed) project.delete(path)
  for (const [path, content] of Object.entries(reading.files)) project.set(path, content)
  if (project.size === 0) return unusable('the answer leaves no files')
  return { ok: true, files: Object.fromEntries(project), message: reading.message, calls }
}
