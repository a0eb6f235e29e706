/** Which models may take a task at all. */
import type { Model } from '../models/model.ts'
import type { SelectionProfile } from './selectStrategies.ts'

/** The task fits the model's context window, and the model can do what the task needs. */
export function canTake(model: Model, profile: SelectionProfile): boolean {
  const tokens = profile.estimatedInputTokens + Math.min(profile.estimatedOutputTokens, model.maxOutputTokens)
  return (
    tokens <= model.contextWindowTokens &&
    profile.capabilities.every((needed) => model.capabilities.includes(needed))
  )
}
