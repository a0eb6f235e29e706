/** How an attempt did, as the columns that runs and benchmarks share. */
import { wholeNumber, wholeNumberOrNull } from './measure.ts'
import type { AttemptRecord } from './runRecord.ts'

export function attemptRow(attempt: Omit<AttemptRecord, 'priority'>): object {
  const breakdown = attempt.scoreBreakdown
  return {
    model: attempt.model,
    provider: attempt.provider,
    approach: attempt.approach,
    status: attempt.status,
    quality_score: breakdown && score(breakdown.overall),
    completeness: breakdown && score(breakdown.completeness),
    code_quality: breakdown && score(breakdown.codeQuality),
    functionality: breakdown && score(breakdown.functionality),
    performance: breakdown && score(breakdown.performance),
    diagnostics: breakdown?.diagnostics ?? [],
    duration_ms: wholeNumber(attempt.durationMs),
    cost_nano_usd: wholeNumberOrNull(attempt.costNanoUsd),
    cost_is_estimate: attempt.costIsEstimate,
    input_tokens: wholeNumber(attempt.usage.inputTokens),
    cached_input_tokens: wholeNumber(attempt.usage.cachedInputTokens),
    output_tokens: wholeNumber(attempt.usage.outputTokens),
    error_code: attempt.errorCode,
    error_message: attempt.errorMessage,
  }
}

function score(points: number): number {
  return Math.min(100, wholeNumber(points))
}
