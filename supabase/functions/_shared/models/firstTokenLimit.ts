/** How long a model may take to begin its answer before it counts as silent. */

import { tierOfReasoningGrade } from './catalogPolicy.ts'
import type { Model } from './model.ts'

/** Models that reason before they answer are silent for long: a good answer after 34 s of thought was seen. */
const LIMIT_MS = { fast: 30_000, balanced: 60_000, strong: 120_000 } as const

/** Reading a prompt takes time too: a cautious prefill speed of 2,000 tokens a second. */
const PREFILL_MS_PER_TOKEN = 0.5

/** Below this share of the remaining time another model could still answer; a silent one must not use up all. */
const MOST_OF_REMAINING_TIME = 0.75

/** Milliseconds from the start of the call. Never below 30 s, except where less than that is left. */
export function firstTokenLimitMs(model: Model, inputTokens: number, remainingMs: number): number {
  const limitMs = LIMIT_MS[tierOfReasoningGrade(model.reasoningGrade)] + inputTokens * PREFILL_MS_PER_TOKEN
  return Math.max(LIMIT_MS.fast, Math.min(limitMs, remainingMs * MOST_OF_REMAINING_TIME))
}
