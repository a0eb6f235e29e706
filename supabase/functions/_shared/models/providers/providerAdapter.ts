/** What a provider file does: turn one request into the SDK's call, and the SDK's stream and errors into these values. */
import { readErrorBody } from '../errorBody.ts'
import { type FinishKind, finishKindOf } from '../finishReasons.ts'
import type { Attachment, Message, ModelCall } from '../modelCall.ts'
import { retryAfterMs } from '../retryAfter.ts'

export interface AdapterConnection {
  apiKey: string
  baseUrl: string
  fetch: typeof fetch
}

/** A call as it goes to an SDK: settled limits, and only what the model takes. */
export interface AdapterRequest {
  providerModelId: string
  /** Who serves the model, where one wire format has dialects. */
  provider: string
  messages: readonly Message[]
  temperature?: number
  /** What the caller asked for, within the model's limits; absent where the model's own maximum holds. */
  maxOutputTokens?: number
  /** The model's maximum, for APIs that insist on a number. */
  outputLimitTokens: number
  responseSchema?: ModelCall['responseSchema']
  /** Written first, so that nothing of ours can be overruled by it. */
  customParameters?: ModelCall['customParameters']
  signal: AbortSignal
}

export type StreamPart =
  | { kind: 'text'; text: string }
  /** The model is thinking aloud: a sign of life, billed as output, not part of the answer. */
  | { kind: 'reasoning'; text: string }
  /** `unknownReason`: the provider's own word, where the table of finish reasons does not have it. */
  | { kind: 'finish'; finish: FinishKind; unknownReason?: string }
  /** An error object inside the stream, beside or in place of a choice. */
  | { kind: 'failure'; failure: ProviderFailure }
  /** The response, or as much of it as genai-prices needs to read the usage; later counts replace earlier ones. */
  | { kind: 'usage'; response: Record<string, unknown>; reportedCostUsd?: number }
  /** A chunk arrived with nothing in it for us. */
  | { kind: 'other' }

/** A failure the provider itself reported, by status, in the stream, or both. */
export interface ProviderFailure {
  /** Absent for errors inside a stream that name no status. */
  status?: number
  /** The provider's own words for it: codes, types and reasons, in one list. */
  codes: readonly string[]
  /** The provider's text; never shown, only read. */
  detail: string
  retryAfterMs?: number
}

export interface ProviderAdapter {
  /** Ends quietly or throws, as the SDK does; the caller tells an abort and a cut stream apart. */
  stream(request: AdapterRequest): AsyncIterable<StreamPart>
  /**
   * Reads an error that the SDK threw for what it found inside a stream; `null` where it is no report of the
   * provider (network, malformed data). A refused request does not come here: its response is read as it arrived.
   */
  readFailure(error: unknown): ProviderFailure | null
}

export interface Turn {
  role: 'user' | 'assistant'
  content: string
  attachments: readonly Attachment[]
}

/**
 * System messages joined, the rest in order; turns of one role that follow each other become one, because some
 * providers insist on alternation. With nothing else to answer, the system text is the question.
 */
export function separateSystem(messages: readonly Message[]): {
  system: string | undefined
  turns: readonly Turn[]
} {
  const turns: Turn[] = []
  const systemTexts: string[] = []
  for (const { role, content, attachments = [] } of messages) {
    if (role === 'system') systemTexts.push(content)
    else {
      const last = turns.at(-1)
      if (last?.role === role)
        turns[turns.length - 1] = {
          role,
          content: `${last.content}\n\n${content}`,
          attachments: [...last.attachments, ...attachments],
        }
      else turns.push({ role, content, attachments })
    }
  }
  const system = systemTexts.join('\n\n')
  if (turns.length === 0)
    return { system: undefined, turns: [{ role: 'user', content: system, attachments: [] }] }
  return { system: system || undefined, turns }
}

/**
 * What a provider reported, from the body of its error and what came with it. A status or wait that came beside the
 * body counts before one that the body names.
 */
export function toProviderFailure(
  body: unknown,
  beside: { status?: number; headers?: Headers } = {},
): ProviderFailure {
  const facts = readErrorBody(body)
  return {
    ...facts,
    status: beside.status ?? facts.status,
    retryAfterMs: retryAfterMs(beside.headers) ?? facts.retryAfterMs,
  }
}

/** A finish reason as a stream part. An unknown word on a stream that ends properly is a complete answer, and says so. */
export function finishPart(reason: string): Extract<StreamPart, { kind: 'finish' }> {
  const finish = finishKindOf(reason)
  return finish === undefined
    ? { kind: 'finish', finish: 'complete', unknownReason: reason }
    : { kind: 'finish', finish }
}
