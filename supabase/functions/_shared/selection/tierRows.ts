/** Finds, for each arm, its rows of evidence. */
import type { Model } from '../models/model.ts'
import type { Evidence } from './evidence.ts'
import type { SelectionProfile } from './selectStrategies.ts'
import type { Approach } from './strategy.ts'
import { isOutdated } from './updateEvidence.ts'

/** The rows of one arm; `null` where there is none. */
export interface TierRows {
  all: Evidence | null
  task: Evidence | null
  taskComplexity: Evidence | null
  user: Evidence | null
  /** Of other kinds of task, whatever their complexity. */
  otherTasks: Evidence[]
}

/** In the order of `candidates`. Rows of other models and approaches are passed over. */
export function tierRowsOf(
  candidates: readonly { model: Model; approach: Approach }[],
  profile: SelectionProfile,
  evidence: readonly Evidence[],
): TierRows[] {
  const byArm = new Map<string, TierRows>()
  const rows = candidates.map(({ model, approach }) => {
    const own: TierRows = { all: null, task: null, taskComplexity: null, user: null, otherTasks: [] }
    byArm.set(`${approach} ${model.id}`, own)
    return own
  })
  for (const row of evidence) {
    const own = byArm.get(`${row.approach} ${row.model}`)
    if (own) place(own, row, profile)
  }
  for (const own of rows) dropOutdated(own)
  return rows
}

function place(own: TierRows, row: Evidence, profile: SelectionProfile): void {
  const isOwnTask = row.taskType === profile.type
  if (row.tier === 'all') own.all = row
  else if (row.tier === 'task') {
    if (isOwnTask) own.task = row
    else own.otherTasks.push(row)
  } else if (!isOwnTask) return
  else if (row.tier === 'user') own.user = row
  else if (row.complexity === profile.complexity) own.taskComplexity = row
}

/** Where the model is no longer the one a row knew, and no attempt has told the row so yet, its quality is left out. */
function dropOutdated(own: TierRows): void {
  const changedAtMs = own.all?.qualityChangedAtMs ?? null
  if (changedAtMs === null) return
  const current = <Row extends Evidence | null>(row: Row): Row =>
    row !== null && isOutdated(row, changedAtMs) ? { ...row, qualityWeight: 0, qualityM2: 0 } : row
  own.task = current(own.task)
  own.taskComplexity = current(own.taskComplexity)
  own.user = current(own.user)
  own.otherTasks = own.otherTasks.map(current)
}
