/** One call of one model: what goes in, what comes out, how it can fail. Provider files translate to and from this. */
import type { Model } from './model.ts'

export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
  /** What a model with `vision` is to look at, before the text. Only on a user's messages. */
  attachments?: readonly Attachment[]
}

/** An image, or a PDF (`application/pdf`). */
export interface Attachment {
  mimeType: string
  /** Base64. */
  data: string
}

export interface ModelCall {
  model: Model
  messages: readonly Message[]
  /** 0..2; left to the provider where absent. Dropped for models that refuse it. */
  temperature?: number
  /** Default: the model's own maximum. */
  maxOutputTokens?: number
  /** Asks for JSON of this JSON Schema, where the model has structured output; ignored where it has not. */
  responseSchema?: { name: string; schema: Record<string, unknown> }
  /** Goes into the provider's request as it is, beneath everything above: a setting of one provider's own. */
  customParameters?: Readonly<Record<string, unknown>>
  /** Asked last, when the request is about to go out: with `false` it does not, and the call ends as `cancelled`. */
  mayStart?: () => boolean
  /** The caller's cancellation: ends the call on the wire. */
  signal?: AbortSignal
  /** Epoch milliseconds after which the call is aborted as `deadline`. */
  deadlineAtMs: number
  /** Longest wait for the first token. Default: by the model's grade, the prompt and the deadline (`firstTokenLimitMs`). */
  firstTokenMs?: number
  /** Longest silence between two bytes, keep-alive comments included. Default 20,000. */
  stallMs?: number
  /** Each piece of text as it arrives. Awaited, so a slow reader slows the stream down (back-pressure). */
  onText?: (delta: string) => void | Promise<void>
}

export interface TokenUsage {
  /** All input tokens, the cached ones included. */
  inputTokens: number
  cachedInputTokens: number
  /** All billed output tokens, reasoning included. */
  outputTokens: number
  reasoningTokens: number
}

/**
 * Closed union of everything that can go wrong with a call.
 * `throttled` is our own limit on the model, and no call was made. Transient: throttled, rate_limited, overloaded (529), server_error, connection, stream_cut, first_token_timeout, stalled, malformed_response.
 */
export const MODEL_ERROR_CODES = [
  'throttled',
  'rate_limited',
  'quota_exhausted',
  'server_error',
  'connection',
  'stream_cut',
  'first_token_timeout',
  'stalled',
  'malformed_response',
  'deadline',
  'cancelled',
  'context_length',
  'content_policy',
  'truncated',
  'empty_response',
  'authentication',
  'model_not_found',
  'invalid_request',
] as const
export type ModelErrorCode = (typeof MODEL_ERROR_CODES)[number]

export interface ModelError {
  code: ModelErrorCode
  /** Plain words, free of keys and addresses; safe for a caller and a row. */
  message: string
  /** HTTP status, where there was one. */
  status?: number
  /** What the provider's Retry-After asked for. */
  retryAfterMs?: number
}

/** What is known of a call whether it went well or not: cancelled and failed calls cost money too. */
export interface CallAccounting {
  usage: TokenUsage
  /** True where the provider did not report usage and it was counted by us. */
  usageIsEstimate: boolean
  /** `null` where the model has no known price. */
  costNanoUsd: number | null
  costIsEstimate: boolean
  durationMs: number
  firstTokenAfterMs: number | null
  /** When the call began, epoch milliseconds. */
  startedAtMs: number
}

export type CallOutcome =
  /** `unknownFinishReason`: the answer ended properly, with a word for it that no known provider uses. */
  | ({ ok: true; text: string; unknownFinishReason?: string } & CallAccounting)
  /** `text` is what had arrived when it failed. */
  | ({ ok: false; text: string; error: ModelError } & CallAccounting)

/** Never throws for what a provider or the network does; throws only on a programming error. */
export type CallModel = (call: ModelCall) => Promise<CallOutcome>
