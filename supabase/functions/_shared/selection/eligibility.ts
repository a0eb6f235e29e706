/** Which models may take a task at all. */
import type { Capability, Model } from '../models/model.ts'
import type { SelectionProfile } from './selectStrategies.ts'

/**
 * Without these an answer cannot be had. Whether a long context fits, the window itself tells; and what comes in is text,
 * so talk of images asks for no eyes.
 */
const DEMANDED: readonly Capability[] = ['structuredOutput']

/** The task fits the model's context window, and the model can do what the task needs. */
export function canTake(model: Model, profile: SelectionProfile): boolean {
  const tokens = profile.estimatedInputTokens + Math.min(profile.estimatedOutputTokens, model.maxOutputTokens)
  return (
    tokens <= model.contextWindowTokens &&
    profile.capabilities.every((needed) => !DEMANDED.includes(needed) || model.capabilities.includes(needed))
  )
}
