/** Where each kind of request goes. To send an intent elsewhere, or to add one, this table is all there is to change. */
import type { TaskType } from '../_shared/profiling/taskProfile.ts'

export const INTENTS = [
  'FEATURE_BUILD',
  'EDIT',
  'DEBUG',
  'DOCUMENTATION',
  'REVIEW',
  'ARCHITECTURE',
  'TRIAGE',
  'QUESTION',
] as const
export type Intent = (typeof INTENTS)[number]

export interface Route {
  intent: Intent
  /** The profiler's word for it. */
  taskType: TaskType
  /** The function that makes files for it; `null`: it is answered here, by one model. Never the router itself. */
  filesFrom: string | null
  /** What the intent covers, as the triage model is told. */
  covers: string
}

export const ROUTES: readonly Route[] = [
  {
    intent: 'FEATURE_BUILD',
    taskType: 'generation',
    filesFrom: 'multi-model-orchestrator',
    covers: 'build something new: an app, a page, a component, a feature',
  },
  {
    intent: 'EDIT',
    taskType: 'edit',
    filesFrom: 'multi-model-orchestrator',
    covers: 'change code that exists',
  },
  {
    intent: 'DEBUG',
    taskType: 'debug',
    filesFrom: 'multi-model-orchestrator',
    covers: 'find or fix something that does not work',
  },
  {
    intent: 'DOCUMENTATION',
    taskType: 'documentation',
    filesFrom: 'multi-model-orchestrator',
    covers: 'write or improve documentation',
  },
  { intent: 'REVIEW', taskType: 'review', filesFrom: null, covers: 'judge code without changing it' },
  {
    intent: 'ARCHITECTURE',
    taskType: 'architecture',
    filesFrom: null,
    covers: 'design or compare the structure of a system',
  },
  { intent: 'TRIAGE', taskType: 'triage', filesFrom: null, covers: 'sort, label or prioritise something' },
  { intent: 'QUESTION', taskType: 'question', filesFrom: null, covers: 'explain or answer something' },
]

/** The route of a task type, or of an intent. Every one of both has one; a test sees to it. */
export function routeFor(key: TaskType | Intent): Route {
  const route = ROUTES.find(({ taskType, intent }) => taskType === key || intent === key)
  if (route === undefined) throw new RangeError(`no route for ${key}`)
  return route
}
