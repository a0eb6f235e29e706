/** What is being asked, as the profiler reads it from the request and its context. */
import type { Capability } from '../models/model.ts'

export const TASK_TYPES = [
  'generation',
  'edit',
  'debug',
  'review',
  'documentation',
  'architecture',
  'triage',
  'question',
] as const
export type TaskType = (typeof TASK_TYPES)[number]

export const COMPLEXITIES = ['low', 'medium', 'high'] as const
export type Complexity = (typeof COMPLEXITIES)[number]

export type OutputKind = 'files' | 'text'

export type ProjectFiles = Record<string, string>

/** What exists already when a request arrives. */
export interface TaskContext {
  files?: ProjectFiles
  history?: readonly { role: 'user' | 'assistant' | 'system'; content: string }[]
  framework?: string
}

export interface TaskProfile {
  type: TaskType
  output: OutputKind
  complexity: Complexity
  /** 0..100. */
  complexityScore: number
  /** What the request names, as stable slugs, e.g. `authentication`, `dark-mode`, `crud`. */
  requirements: string[]
  /** Lower case, e.g. `typescript`, `python`. */
  languages: string[]
  /** Lower case, e.g. `react`, `next`, `vue`, `svelte`, `html`, `node`; the first is the main one. */
  frameworks: string[]
  capabilities: Capability[]
  estimatedInputTokens: number
  estimatedOutputTokens: number
  /** Where the request comes with a list of tools: how many, how well the best fits (0..1), how many calls are asked for, how many values they could be given. */
  offeredTools?: { count: number; fit: number; parts: number; values: number }
  urgency: 'low' | 'normal' | 'high'
  /** 0..1: how sure the profiler is of `type`. */
  confidence: number
  /** Why each decision was made, for people. */
  signals: { decision: string; value: string; because: string }[]
}
