/** What the playground's form asks for, as the body of the orchestrator's contract. */

export interface RequestOptions {
  request: string
  parallelExecution: boolean
  background: boolean
  models: string[]
  /** Empty: Merit's own choice, here and below. */
  approach: string
  policy: string
  maxStrategies: string
  qualityThreshold: string
  budgetUsd: string
  deadlineSeconds: string
  temperature: string
}

export const DEFAULT_OPTIONS: RequestOptions = {
  request: '',
  parallelExecution: false,
  background: false,
  models: [],
  approach: '',
  policy: '',
  maxStrategies: '3',
  qualityThreshold: '',
  budgetUsd: '',
  deadlineSeconds: '120',
  temperature: '',
}

/** Fields that were left empty are left out. `background` is how the playground listens, not part of the body. */
export function bodyOf(options: RequestOptions): Record<string, unknown> {
  const number = (text: string, factor = 1) => (text.trim() === '' ? undefined : Number(text) * factor)
  const body: Record<string, unknown> = {
    request: options.request,
    parallelExecution: options.parallelExecution,
    models: options.models.length === 0 ? undefined : options.models,
    approach: options.approach || undefined,
    policy: options.policy || undefined,
    maxStrategies: number(options.maxStrategies),
    qualityThreshold: number(options.qualityThreshold),
    budgetUsd: number(options.budgetUsd),
    deadlineMs: number(options.deadlineSeconds, 1_000),
    temperature: number(options.temperature),
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}
