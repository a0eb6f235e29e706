/** What an orchestrator decided. Its answer was written by a model that has read the document: only what may be chosen counts. */
import { z } from 'zod'

const decisionSchema = z.object({
  decision: z.enum(['accept', 'repeat']),
  model: z.string().nullish(),
  prompt: z.string().nullish(),
})

export interface Decision {
  decision: 'accept' | 'repeat'
  /** One of the stage's own; `null`: the stage as it is set up. */
  model: string | null
  prompt: string | null
}

/** `null` where it is no decision. A model that the stage has not is passed over. */
export function readDecision(output: unknown, models: readonly string[]): Decision | null {
  const read = decisionSchema.safeParse(output)
  if (!read.success) return null
  const { decision, model, prompt } = read.data
  return { decision, model: models.find((each) => each === model) ?? null, prompt: prompt ?? null }
}
