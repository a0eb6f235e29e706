/** What a model must be able to do to take a task. */
import type { Capability } from '../models/model.ts'

/** From here on a small context window will not do, in input tokens. */
const LONG_CONTEXT_TOKENS = 100_000
const READ_CHARACTERS = 4_000

const SHOWS_IMAGE =
  /data:image\/|!\[[^\]]{0,100}\]\(|\b(?:attached|this|the|following) (?:screenshot|image|photo|picture|mock-?up|wireframe|sketch)\b|\b(?:screenshot|image|photo|mock-?up|wireframe)s? (?:above|below|attached|i (?:sent|uploaded|attached))/i
const WANTS_STRUCTURE =
  /\b(?:json schema|as (?:valid |strict )?json|return (?:only )?(?:valid )?json|output (?:only )?(?:valid )?json|in json format|structured output|conform(?:s|ing)? to (?:this|the) schema)\b|以json|json形式|json 형식/i

export function neededCapabilities(request: string, estimatedInputTokens: number): Capability[] {
  const head = request.slice(0, READ_CHARACTERS)
  return [
    ...(SHOWS_IMAGE.test(head) ? (['vision'] as const) : []),
    ...(WANTS_STRUCTURE.test(head) ? (['structuredOutput'] as const) : []),
    ...(estimatedInputTokens > LONG_CONTEXT_TOKENS ? (['longContext'] as const) : []),
  ]
}
