/** A configuration while it is edited. */
import { DEFAULT_STAGES } from '../../../../supabase/functions/queue/extraction/stage.ts'
import type { Configuration } from '../../data/queue.ts'

export interface StageDraft {
  name: string
  models: string[]
  mode: 'fallback' | 'consensus'
}

export interface ConfigurationDraft {
  name: string
  description: string
  temperature: number
  orchestratorModel: string
  orchestratorPrompt: string
  stages: StageDraft[]
  maxRepeats: number
  maxCalls: number
  /** Empty: no bound. */
  maxCostUsd: string
}

/** The default stages first, then those that only the configuration names. */
export function draftOf(configuration?: Configuration): ConfigurationDraft {
  const { stage_models = {}, stage_modes = {}, limits = {} } = configuration ?? {}
  const names = new Set([
    ...DEFAULT_STAGES.map(({ name }) => name),
    ...Object.keys(stage_models),
    ...Object.keys(stage_modes),
  ])
  return {
    name: configuration?.name ?? '',
    description: configuration?.description ?? '',
    temperature: configuration?.temperature ?? 0,
    orchestratorModel: configuration?.orchestrator_model ?? '',
    orchestratorPrompt: configuration?.orchestrator_prompt ?? '',
    stages: [...names].map((name) => ({
      name,
      models: stage_models[name] ?? [],
      mode: stage_modes[name] ?? 'fallback',
    })),
    maxRepeats: limits.max_repeats ?? 1,
    maxCalls: limits.max_calls ?? 40,
    maxCostUsd: limits.max_cost_usd == null ? '' : String(limits.max_cost_usd),
  }
}

/** What is sent. A stage without models is left to the server's default, and not named. */
export function bodyOf(draft: ConfigurationDraft): Record<string, unknown> {
  const named = draft.stages.filter(({ models }) => models.length > 0)
  return {
    name: draft.name.trim(),
    description: draft.description.trim() || null,
    temperature: draft.temperature,
    orchestrator_model: draft.orchestratorModel.trim() || null,
    orchestrator_prompt: draft.orchestratorPrompt.trim() || null,
    stage_models: Object.fromEntries(named.map(({ name, models }) => [name, models])),
    stage_modes: Object.fromEntries(named.map(({ name, mode }) => [name, mode])),
    limits: {
      max_repeats: draft.maxRepeats,
      max_calls: draft.maxCalls,
      max_cost_usd: draft.maxCostUsd === '' ? null : Number(draft.maxCostUsd),
    },
  }
}
