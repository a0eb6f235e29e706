/** The task profiler: what is being asked, from the request and its context alone. No model call, no I/O. */
import { neededCapabilities } from './capabilities.ts'
import { decideComplexity } from './complexity.ts'
import { namedFrameworks } from './frameworks.ts'
import { namedLanguages } from './languages.ts'
import { readOfferedTools } from './offeredTools.ts'
import { readRequest } from './readRequest.ts'
import { namedRequirements } from './requirements.ts'
import type { TaskContext, TaskProfile } from './taskProfile.ts'
import { decideOutput, decideType } from './taskType.ts'
import { countContextTokens, estimateInputTokens, estimateOutputTokens } from './tokenEstimates.ts'
import { decideUrgency } from './urgency.ts'

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
  const words = readRequest(request)
  const contextTokens = countContextTokens(context)

  const { type, confidence, because } = decideType(words, request, hasFiles)
  const output = decideOutput(type, request, hasFiles)
  const requirements = namedRequirements(words)
  const tools = readOfferedTools(request)
  const {
    complexity,
    complexityScore,
    because: weighed,
  } = decideComplexity({
    request,
    words,
    type,
    requirements,
    fileCount: paths.length,
    contextTokens,
    tools,
  })
  const { urgency, because: saidOfTime } = decideUrgency(words)
  const estimatedInputTokens = estimateInputTokens(request, contextTokens)
  const capabilities = neededCapabilities(request, estimatedInputTokens)
  return {
    type,
    output,
    complexity,
    complexityScore,
    requirements,
    languages: namedLanguages(request, paths),
    frameworks: namedFrameworks(request, context.framework, files['package.json']),
    capabilities,
    estimatedInputTokens,
    estimatedOutputTokens: estimateOutputTokens(output, complexity, tools),
    ...(tools === null ? {} : { offeredTools: tools }),
    urgency,
    confidence,
    signals: [
      { decision: 'type', value: type, because },
      { decision: 'output', value: output, because: `a ${type} task${hasFiles ? ' on existing files' : ''}` },
      { decision: 'complexity', value: complexity, because: weighed },
      { decision: 'urgency', value: urgency, because: saidOfTime },
      {
        decision: 'capabilities',
        value: capabilities.join(', ') || 'none',
        because: `images and formats the request speaks of, about ${estimatedInputTokens} tokens to read`,
      },
    ],
  }
}
