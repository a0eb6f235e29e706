/** A new project written by plan: one call for the plan, then the files in the order they depend on each other. */
import type { ProjectFiles } from '../../profiling/taskProfile.ts'
import { askForProject } from '../askForProject.ts'
import { callOf, type Generation, type GenerationTask, type RecordedCall } from '../generation.ts'
import { persistentCall } from '../persistentCall.ts'
import { buildPartMessages, buildPlanMessages } from '../planPrompt.ts'
import { orderOfWork, PLAN_SCHEMA, type PlannedFile, readPlan } from '../projectPlan.ts'
import { generateSimple } from './simple.ts'

/** Below this a plan's parts would be one part: the plan has said all, and one answer writes it. */
const MIN_PLANNED_FILES = 2

/**
 * Plans, then writes each stage's groups at once, every group seeing the files before it. A model that cannot plan drafts
 * in one answer. A part without usable files leaves a gap for the scorer to name and a repair to fill; with no part usable
 * the generation is `unusable_output`. A call that fails ends its siblings and the generation.
 */
export async function generateByPlan(task: GenerationTask): Promise<Generation> {
  const planning = await persistentCall(task, 'plan', () => ({
    ...callOf(task, buildPlanMessages(task)),
    responseSchema: PLAN_SCHEMA,
  }))
  const calls = [...planning.calls]
  if (!planning.outcome.ok) {
    const { code, message, retryAfterMs } = planning.outcome.error
    if (code === 'truncated' || code === 'empty_response') return draftInstead(task, calls)
    return { ok: false, errorCode: code, errorMessage: message, retryAfterMs, calls }
  }
  const plan = readPlan(planning.outcome.text)
  if (!plan.ok || plan.files.length < MIN_PLANNED_FILES) return draftInstead(task, calls)

  const told = new Set<string>()
  // A model that writes more than its part tells files again; whoever listens has heard of them.
  const onFile = (path: string) => {
    if (!told.has(path)) task.onFile?.(path)
    told.add(path)
  }
  let files: ProjectFiles = {}
  const messages: string[] = []
  let refusal: string | undefined
  for (const stage of orderOfWork(plan.files)) {
    const parts = await writeStage({ ...task, onFile }, plan.files, stage, files)
    for (const part of parts) calls.push(...part.calls)
    const failed = firstFailure(parts)
    if (failed) return { ...failed, calls }
    for (const part of parts) {
      if (!part.ok) {
        refusal ??= part.errorMessage
        continue
      }
      // What stands was written first and others rest on it; a later part does not overrule it.
      files = { ...part.files, ...files }
      if (part.message !== '') messages.push(part.message)
    }
  }
  if (Object.keys(files).length === 0) {
    const errorMessage = refusal ?? 'the answers contain no files'
    return { ok: false, errorCode: 'unusable_output', errorMessage, calls }
  }
  return { ok: true, files, message: messages.join('\n\n'), calls }
}

async function draftInstead(task: GenerationTask, calls: readonly RecordedCall[]): Promise<Generation> {
  const draft = await generateSimple(task)
  return { ...draft, calls: [...calls, ...draft.calls] }
}

/** All groups at once. The first that fails for another reason than its text ends the others on the wire. */
async function writeStage(
  task: GenerationTask,
  plan: readonly PlannedFile[],
  groups: readonly PlannedFile[][],
  written: ProjectFiles,
): Promise<Generation[]> {
  const stop = new AbortController()
  const signal = task.signal ? AbortSignal.any([task.signal, stop.signal]) : stop.signal
  return await Promise.all(
    groups.map(async (group) => {
      const part = await askForProject(
        { ...task, signal },
        {
          stage: 'generate',
          messages: buildPartMessages(task, plan, group, written),
          existing: {},
        },
      )
      if (!part.ok && part.errorCode !== 'unusable_output') stop.abort()
      return part
    }),
  )
}

/** The failure that ended a stage: not the cancellation of its siblings, unless there is nothing else. */
function firstFailure(parts: readonly Generation[]): Extract<Generation, { ok: false }> | undefined {
  const failed = parts.flatMap((part) => (part.ok || part.errorCode === 'unusable_output' ? [] : [part]))
  return failed.find(({ errorCode }) => errorCode !== 'cancelled') ?? failed[0]
}
