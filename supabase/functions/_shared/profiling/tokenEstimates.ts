/** How many tokens a task brings in and is likely to bring out. */
import { estimateTokenCount } from 'tokenx'
import type { OfferedTools } from './offeredTools.ts'
import type { Complexity, OutputKind, TaskContext } from './taskProfile.ts'

/** What the instructions around a request add. */
const PROMPT_OVERHEAD_TOKENS = 300

/** Typical length of an answer. */
const OUTPUT_TOKENS: Record<OutputKind, Record<Complexity, number>> = {
  files: { low: 3_500, medium: 8_000, high: 16_000 },
  text: { low: 500, medium: 1_200, high: 2_500 },
}

/** Name and arguments of one call of a tool. */
const TOKENS_PER_CALL = 80

/** Counting every character of a long text would cost more than it tells: so much of it stands for all. */
const SAMPLE_CHARACTERS = 800
/** Of many files, the longest so many stand for all. */
const SAMPLE_TEXTS = 6

/** Tokens of a text; of long ones an estimate from two samples, beginnings being often unlike the rest. */
export function countTokens(text: string): number {
  if (text.length <= SAMPLE_CHARACTERS) return estimateTokenCount(text)
  const half = SAMPLE_CHARACTERS / 2
  const middle = text.length >> 1
  const sample = text.slice(0, half) + text.slice(middle, middle + half)
  return Math.ceil((estimateTokenCount(sample) / SAMPLE_CHARACTERS) * text.length)
}

/** Tokens of files and turns that come with a request. */
export function countContextTokens(context: TaskContext): number {
  const texts = [
    ...Object.values(context.files ?? {}),
    ...(context.history ?? []).map((turn) => turn.content),
  ]
  const characters = (some: readonly string[]) => some.reduce((sum, text) => sum + text.length, 0)
  const sample = largest(texts)
  const tokens = sample.reduce((sum, text) => sum + countTokens(text), 0)
  return Math.ceil((tokens / Math.max(1, characters(sample))) * characters(texts))
}

/** The longest few, in one pass: thousands of files are not sorted for six of them. */
function largest(texts: readonly string[]): string[] {
  const kept: string[] = []
  for (const text of texts) {
    if (kept.length === SAMPLE_TEXTS && text.length <= (kept.at(-1)?.length ?? 0)) continue
    kept.push(text)
    kept.sort((left, right) => right.length - left.length)
    kept.length = Math.min(kept.length, SAMPLE_TEXTS)
  }
  return kept
}

export function estimateInputTokens(request: string, contextTokens: number): number {
  return PROMPT_OVERHEAD_TOKENS + countTokens(request) + contextTokens
}

/** What is asked of offered tools is answered by calls of them, which are short whatever the task. */
export function estimateOutputTokens(
  output: OutputKind,
  complexity: Complexity,
  tools: OfferedTools | null,
): number {
  if (tools !== null && tools.count > 0) return Math.round(TOKENS_PER_CALL * Math.max(1, tools.parts))
  return OUTPUT_TOKENS[output][complexity]
}
