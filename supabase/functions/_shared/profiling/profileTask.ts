/** The task profiler: what is being asked, from the request and its context alone. No model call, no I/O. */
import { estimateTokenCount } from 'tokenx'
import { decideComplexity } from './complexity.ts'
import { namedFrameworks, namedLanguages, namedRequirements } from './requirements.ts'
import type { Complexity, OutputKind, TaskContext, TaskProfile } from './taskProfile.ts'
import { decideOutput, decideType } from './taskType.ts'

/** What the instructions around a request add, in tokens. */
const PROMPT_OVERHEAD_TOKENS = 300

/** Typical length of an answer, in tokens. */
const OUTPUT_TOKENS: Record<OutputKind, Record<Complexity, number>> = {
  files: { low: 3_500, medium: 8_000, high: 16_000 },
  text: { low: 500, medium: 1_200, high: 2_500 },
}

/** From here on a small context window will not do, in input tokens. */
const LONG_CONTEXT_TOKENS = 100_000

/** Profiles a request. Deterministic; never throws, whatever the text. */
export function profileTask({
  request,
  context = {},
}: {
  request: string
  context?: TaskContext
}): TaskProfile {
  const files = context.files ?? {}
  const paths = Object.keys(files)
  const hasFiles = paths.length > 0
  const contextText = [
    ...Object.entries(files).map(([path, content]) => `${path}\n${content}`),
    ...(context.history ?? []).map((turn) => turn.content),
  ]
  const contextTokens = contextText.reduce((sum, text) => sum + quickTokenCount(text), 0)

  const { type, confidence, because } = decideType(request, hasFiles)
  const output = decideOutput(type, request, hasFiles)
  const requirements = namedRequirements(request)
  const complexity = decideComplexity({ request, type, requirements, fileCount: paths.length, contextTokens })
  const estimatedInputTokens = PROMPT_OVERHEAD_TOKENS + estimateTokenCount(request) + contextTokens
  const urgency =
    /\b(?:urgent|asap|immediately|right now|quick(?:ly)?|dringend|sofort|urgente?|immédiatement)\b|紧急|至急|срочно|급해/i.test(
      request,
    )
      ? 'high'
      : /\b(?:no rush|whenever|take your time|when you have time)\b/i.test(request)
        ? 'low'
        : 'normal'
  return {
    type,
    output,
    complexity: complexity.complexity,
    complexityScore: complexity.complexityScore,
    requirements,
    languages: namedLanguages(request, paths),
    frameworks: namedFrameworks(request, context.framework, files['package.json']),
    // The API carries no images, so no request needs a model that sees.
    capabilities: estimatedInputTokens > LONG_CONTEXT_TOKENS ? ['longContext'] : [],
    estimatedInputTokens,
    estimatedOutputTokens: OUTPUT_TOKENS[output][complexity.complexity],
    urgency,
    confidence,
    signals: [
      { decision: 'type', value: type, because },
      { decision: 'output', value: output, because: `a ${type} task${hasFiles ? ' on existing files' : ''}` },
      { decision: 'complexity', value: complexity.complexity, because: complexity.because },
    ],
  }
}

/** Exact counting of megabytes would cost more than it tells. */
const EXACT_COUNT_CHARACTERS = 8_000

function quickTokenCount(text: string): number {
  if (text.length <= EXACT_COUNT_CHARACTERS) return estimateTokenCount(text)
  return Math.ceil(
    (estimateTokenCount(text.slice(0, EXACT_COUNT_CHARACTERS)) / EXACT_COUNT_CHARACTERS) * text.length,
  )
}
