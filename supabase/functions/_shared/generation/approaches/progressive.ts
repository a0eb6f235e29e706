/** The `progressive` approach: plan the files, write them in the order they depend on each other, then repair what the scorer finds. */
import type { Diagnostic, ScoreBreakdown } from '../../scoring/scoreBreakdown.ts'
import { askForProject } from '../askForProject.ts'
import type { Generation, GenerationTask } from '../generation.ts'
import { buildRepairMessages } from '../prompt.ts'
import { generateByPlan } from './byPlan.ts'
import { generateSimple } from './simple.ts'

/** More rounds than this cost more than they mend. */
export const MAX_REPAIR_ROUNDS = 2

/** The most diagnostics shown in one round, the gravest first. */
const MAX_DIAGNOSTICS = 20

type Draft = Extract<Generation, { ok: true }>

/**
 * A new project is planned and written in parts; a change to an existing one, a text, or work on a budget (which is laid
 * out for one answer) is drafted like `simple`. The same model then repairs fatal and major diagnostics: a repair is kept
 * where it scores higher; one that fails or does not help ends the rounds, and the best so far stands.
 */
export async function generateProgressive(task: GenerationTask): Promise<Generation> {
  const draft = isNewProject(task) ? await generateByPlan(task) : await generateSimple(task)
  return draft.ok && draft.text === undefined ? repair(task, draft) : draft
}

function isNewProject({ profile, context, maxOutputTokens }: GenerationTask): boolean {
  const isNew = Object.keys(context.files ?? {}).length === 0
  return profile.output === 'files' && isNew && maxOutputTokens === undefined
}

async function repair(task: GenerationTask, draft: Draft): Promise<Generation> {
  let best = draft
  let breakdown: ScoreBreakdown = await task.score(best)
  const calls = [...draft.calls]
  for (let round = 0; round < MAX_REPAIR_ROUNDS; round++) {
    const problems = gravest(breakdown.diagnostics)
    if (problems.length === 0 || !canAfford(task, calls)) break
    const repaired = await askForProject(task, {
      stage: 'repair',
      messages: buildRepairMessages(task, best.files, problems),
      existing: best.files,
    })
    calls.push(...repaired.calls)
    if (!repaired.ok) {
      if (repaired.errorCode === 'cancelled') return { ...repaired, calls }
      break
    }
    const after = await task.score(repaired)
    if (after.overall <= breakdown.overall) break
    best = { ...repaired, message: best.message }
    breakdown = after
  }
  return { ...best, calls }
}

function gravest(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const of = (severity: Diagnostic['severity']) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity)
  return [...of('fatal'), ...of('major')].slice(0, MAX_DIAGNOSTICS)
}

/** Under a budget the draft was allowed all there is; what a round may cost on top is known only to be too much. */
function canAfford(task: GenerationTask, calls: readonly { costNanoUsd: number | null }[]): boolean {
  return task.maxOutputTokens === undefined || calls.every((call) => call.costNanoUsd === 0)
}
