/** The `progressive` approach: a draft, then rounds of repair against what the scorer found, as long as they help. */
import type { Diagnostic } from '../../scoring/scoreBreakdown.ts'
import { askForProject } from '../askForProject.ts'
import type { Generation, GenerationTask } from '../generation.ts'
import { buildRepairMessages } from '../prompt.ts'
import { generateSimple } from './simple.ts'

/** More rounds than this cost more than they mend. */
export const MAX_REPAIR_ROUNDS = 2

/** The most diagnostics shown in one round, the gravest first. */
const MAX_DIAGNOSTICS = 20

/**
 * Drafts like `simple`, and asks the same model to repair fatal and major diagnostics. A repair is kept where it scores
 * higher; one that fails or does not help ends the rounds, and the best so far stands. Text tasks are drafts alone.
 */
export async function generateProgressive(task: GenerationTask): Promise<Generation> {
  const draft = await generateSimple(task)
  if (!draft.ok || draft.text !== undefined) return draft

  let best = draft
  let breakdown = await task.score(best)
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
