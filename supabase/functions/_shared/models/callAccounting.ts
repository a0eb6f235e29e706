/** What a call used and cost: the provider's own figures where it gave them, else ours, marked as estimates. */
import { extractUsage, findProvider, type Usage } from '@pydantic/genai-prices'
import { estimateTokenCount } from 'tokenx'
import type { Model, Provider, WireFormat } from './model.ts'
import type { CallAccounting, Message, TokenUsage } from './modelCall.ts'
import { costNanoUsd, usdToNanoUsd } from './pricing.ts'

export type UsageAndCost = Pick<
  CallAccounting,
  'usage' | 'usageIsEstimate' | 'costNanoUsd' | 'costIsEstimate'
>

export interface CallRecord {
  model: Model
  messages: readonly Message[]
  startedAtMs: number
  /** Answer and reasoning as they streamed. */
  streamedText: string
  streamedReasoning: string
  /** The last usage the provider sent, whole or so far. */
  usageResponse: Record<string, unknown> | null
  reportedCostUsd: number | null
  /** The provider said how the answer ended and sent its usage after that. */
  usageIsFinal: boolean
  /** The provider turned the request down before it produced anything: nothing is billed. */
  rejected: boolean
}

/** Which extractor of genai-prices reads a response: by who serves it, else by the wire format. */
const EXTRACTORS: Readonly<Record<Provider | WireFormat, readonly [providerId: string, flavor: string]>> = {
  google: ['google', 'default'],
  gemini: ['google', 'default'],
  openai: ['openai', 'chat'],
  anthropic: ['anthropic', 'default'],
  groq: ['groq', 'default'],
  openrouter: ['openrouter', 'chat'],
  ollama: ['openai', 'chat'],
  sandbox: ['openai', 'chat'],
}

/** What providers count for a page or an image at usual resolutions; a guess until they report. */
const TOKENS_OF_ATTACHMENT = 1_600

/** A page of a PDF is about this long: short ones are text, scans are longer and then cost as images do. */
const BASE64_CHARACTERS_OF_PAGE = 130_000

/** Role, separators and the like around each message. */
const TOKENS_AROUND_MESSAGE = 4

const NOTHING: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, reasoningTokens: 0 }

/** Of a call that was not made: known to have used and cost nothing. */
export function unmadeCall(nowMs: number): CallAccounting {
  return {
    usage: NOTHING,
    usageIsEstimate: false,
    costNanoUsd: 0,
    costIsEstimate: false,
    durationMs: 0,
    firstTokenAfterMs: null,
    startedAtMs: nowMs,
  }
}

export function accountFor(record: CallRecord): UsageAndCost {
  if (record.rejected) {
    return {
      usage: NOTHING,
      usageIsEstimate: true,
      costNanoUsd: record.model.price ? 0 : null,
      costIsEstimate: true,
    }
  }
  const reported = record.usageResponse ? readUsage(record.model, record.usageResponse) : null
  const reportedCost = record.reportedCostUsd === null ? null : usdToNanoUsd(record.reportedCostUsd)
  if (reported && record.usageIsFinal) {
    const calculated = priced(record.model, reported, record.startedAtMs)
    if (calculated.consistent) {
      return {
        usage: toTokenUsage(reported),
        usageIsEstimate: false,
        costNanoUsd: reportedCost ?? calculated.costNanoUsd,
        costIsEstimate: false,
      }
    }
  }
  const units = estimateUnits(record, reported)
  return {
    usage: toTokenUsage(units),
    usageIsEstimate: true,
    costNanoUsd: reportedCost ?? priced(record.model, units, record.startedAtMs).costNanoUsd,
    costIsEstimate: reportedCost === null,
  }
}

export function estimateInputTokens(messages: readonly Message[]): number {
  return messages.reduce(
    (sum, { content, attachments = [] }) =>
      sum +
      estimateTokenCount(content) +
      TOKENS_AROUND_MESSAGE +
      attachments.reduce((tokens, { data }) => tokens + pagesOf(data) * TOKENS_OF_ATTACHMENT, 0),
    0,
  )
}

function pagesOf(data: string): number {
  return Math.max(1, Math.ceil(data.length / BASE64_CHARACTERS_OF_PAGE))
}

/** An unfinished answer's usage lags behind its text, so the larger of reported and counted output holds. */
function estimateUnits(record: CallRecord, reported: Usage | null): Usage {
  const reasoning = estimateTokenCount(record.streamedReasoning)
  const output = estimateTokenCount(record.streamedText) + reasoning
  const input = reported?.input_tokens ?? estimateInputTokens(record.messages)
  return {
    input_tokens: input,
    cache_read_tokens: Math.min(reported?.cache_read_tokens ?? 0, input),
    output_tokens: Math.max(reported?.output_tokens ?? 0, output),
    output_reasoning_tokens: Math.max(reported?.output_reasoning_tokens ?? 0, reasoning),
  }
}

/**
 * Usage as more of it arrives. Counts replace earlier ones; a 0 or null that comes later replaces nothing, for some
 * providers repeat their fields without values in the last chunk.
 */
export function mergeUsage(
  earlier: Readonly<Record<string, unknown>> | null,
  later: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...earlier }
  for (const [name, value] of Object.entries(later)) {
    const known = merged[name]
    if (value === null || value === undefined || (value === 0 && typeof known === 'number')) continue
    merged[name] = isRecord(value) ? mergeUsage(isRecord(known) ? known : null, value) : value
  }
  return merged
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** No call has so many tokens, and the columns of the ledger hold 32-bit integers. */
const MOST_TOKENS = 1_000_000_000

/** `null` where the response has no usage genai-prices can read. */
function readUsage(model: Model, response: Record<string, unknown>): Usage | null {
  const [providerId, flavor] = EXTRACTORS[model.provider === 'sandbox' ? model.wireFormat : model.provider]
  const provider = findProvider({ providerId })
  if (!provider) return null
  try {
    const { usage } = extractUsage(provider, response, flavor)
    // Some compatible servers fill the fields with zeros: that is no report, and no request is free of input.
    const counts = [usage.input_tokens ?? 0, usage.output_tokens ?? 0]
    if (counts.some((count) => count < 0 || count > MOST_TOKENS)) return null
    return counts.some((count) => count > 0) ? usage : null
  } catch {
    // genai-prices throws for missing and for impossible figures alike; either way we count ourselves.
    return null
  }
}

/** Figures that contradict one another (more cached than sent) cannot be priced; they are then not believed either. */
function priced(
  model: Model,
  units: Usage,
  atMs: number,
): { costNanoUsd: number | null; consistent: boolean } {
  try {
    return { costNanoUsd: costNanoUsd(model, units, atMs), consistent: true }
  } catch {
    return { costNanoUsd: null, consistent: false }
  }
}

function toTokenUsage(units: Usage): TokenUsage {
  return {
    inputTokens: units.input_tokens ?? 0,
    cachedInputTokens: units.cache_read_tokens ?? 0,
    outputTokens: units.output_tokens ?? 0,
    reasoningTokens: units.output_reasoning_tokens ?? 0,
  }
}
