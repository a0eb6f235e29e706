/**
 * One call of one model, over any wire: streams, obeys signal, deadline and silence limits, and accounts for every token.
 *
 * Life of a call: the guard starts its clocks → the provider's adapter is imported (first use only) and streams parts →
 * text goes to the reader, usage to the record → the end is judged (finish reason, interruption, or error) → the account is made.
 */
import { accountFor, type CallRecord, estimateInputTokens, mergeUsage } from './callAccounting.ts'
import { type CallGuard, guardCall } from './callGuard.ts'
import type { FinishKind } from './finishReasons.ts'
import { firstTokenLimitMs } from './firstTokenLimit.ts'
import type { Model, WireFormat } from './model.ts'
import type { CallModel, ModelCall, ModelError } from './modelCall.ts'
import { classifyFailure, modelError } from './modelFailure.ts'
import { observedFetch, type Rejection } from './providerFetch.ts'
import { type ProviderSettings, sdkBaseUrl } from './providerSettings.ts'
import {
  type AdapterConnection,
  type AdapterRequest,
  type ProviderAdapter,
  type ProviderFailure,
  type StreamPart,
  toProviderFailure,
} from './providers/providerAdapter.ts'
import { createReasoningFilter, separateReasoning } from './reasoningText.ts'

export interface CallModelOptions {
  settings: ProviderSettings
  /** Epoch milliseconds. */
  clock?: () => number
}

const DEFAULT_STALL_MS = 20_000

/** A request this short surely leaves room for the longest answer; only longer ones are counted. */
const FEWEST_CHARACTERS_PER_TOKEN = 1

/** Estimates stay within this factor of the real count (measured 0.91–1.19 over languages and code). */
const ESTIMATE_MARGIN = 1.25

const SMALLEST_ANSWER_TOKENS = 256

/** An error at the end of a stream is short. */
const MAX_ERROR_BYTES = 8_192

/** Imported when first used, so that a cold start pays for one SDK, not for three. */
const ADAPTERS: Readonly<
  Record<WireFormat, () => Promise<{ createAdapter(connection: AdapterConnection): ProviderAdapter }>>
> = {
  gemini: () => import('./providers/gemini.ts'),
  openai: () => import('./providers/openai.ts'),
  anthropic: () => import('./providers/anthropic.ts'),
}

/** What has been seen of an answer so far. */
interface Progress extends CallRecord {
  firstTokenAtMs: number | null
  finish: FinishKind | null
  /** The provider's word for the end, where nobody knows it. */
  unknownFinishReason: string | null
  /** What the provider answered in place of a stream. */
  rejection: Rejection | null
  /** An error object that came inside the stream. */
  failure: ProviderFailure | null
  /** The last piece of the answer on the wire. */
  lastBytes: Uint8Array | null
  /** The answer was longer than one may be. */
  tooLong: boolean
  /** The provider accepted the request: a 2xx status arrived. */
  accepted: boolean
  anyChunk: boolean
}

/** Makes the one function that calls models. It never throws for what a provider, the network or the caller's signal does. */
export function createCallModel({ settings, clock = Date.now }: CallModelOptions): CallModel {
  return async (call) => {
    const { model } = call
    const connection = settings.connections[model.provider]
    if (!connection) throw new Error(`No connection to ${model.provider} is configured for ${model.id}.`)
    const startedAtMs = clock()
    const progress: Progress = {
      model,
      messages: call.messages,
      startedAtMs,
      streamedText: '',
      streamedReasoning: '',
      usageResponse: null,
      reportedCostUsd: null,
      usageIsFinal: false,
      rejected: false,
      firstTokenAtMs: null,
      finish: null,
      unknownFinishReason: null,
      rejection: null,
      failure: null,
      lastBytes: null,
      tooLong: false,
      accepted: false,
      anyChunk: false,
    }
    const guard = guardCall({
      signal: call.signal,
      remainingMs: call.deadlineAtMs - startedAtMs,
      firstTokenMs:
        call.firstTokenMs ??
        firstTokenLimitMs(model, estimateInputTokens(call.messages), call.deadlineAtMs - startedAtMs),
      stallMs: call.stallMs ?? DEFAULT_STALL_MS,
    })
    let error: ModelError | null
    try {
      if (guard.interruption) {
        progress.rejected = true
        error = modelError(guard.interruption)
      } else {
        const { createAdapter } = await ADAPTERS[model.wireFormat]()
        const adapter = createAdapter({
          apiKey: connection.apiKey.reveal(),
          baseUrl: sdkBaseUrl(connection, model.provider, model.wireFormat),
          fetch: observedFetch({
            accepted: () => {
              progress.accepted = true
            },
            rejected: (rejection) => {
              progress.rejection = rejection
            },
            bytesArrived: (bytes) => {
              progress.lastBytes = bytes
              guard.bytesArrived()
            },
            budgetExceeded: () => {
              progress.tooLong = true
            },
          }),
        })
        if (call.mayStart?.() === false) {
          progress.rejected = true
          error = modelError('cancelled')
        } else {
          error = await readAnswer(adapter, toRequest(call, guard.signal), { progress, guard, call, clock })
        }
      }
    } finally {
      guard.release()
    }
    const account = {
      ...accountFor(progress),
      durationMs: clock() - startedAtMs,
      firstTokenAfterMs: progress.firstTokenAtMs === null ? null : progress.firstTokenAtMs - startedAtMs,
      startedAtMs,
    }
    const text = progress.streamedText
    if (error) return { ok: false, text, error, ...account }
    const { unknownFinishReason } = progress
    return { ok: true, text, ...(unknownFinishReason === null ? {} : { unknownFinishReason }), ...account }
  }
}

interface Reading {
  progress: Progress
  guard: CallGuard
  call: ModelCall
  clock: () => number
}

/** Reads the stream to its end; the error it ended with, or `null` for a complete answer. */
async function readAnswer(
  adapter: ProviderAdapter,
  request: AdapterRequest,
  { progress, guard, call, clock }: Reading,
): Promise<ModelError | null> {
  const filter = createReasoningFilter()
  let failure: { thrown: unknown; adapter: ProviderAdapter } | null = null
  try {
    for await (const part of adapter.stream(request)) {
      notePart(progress, guard, part, clock)
      const text = part.kind === 'text' ? filter.push(part.text) : ''
      if (text !== '') await deliver(text, call.onText, guard)
    }
  } catch (thrown) {
    if (thrown instanceof ReaderError) throw thrown.cause
    failure = { thrown, adapter }
  }
  const { text, reasoning } = separateReasoning(progress.streamedText)
  progress.streamedText = text
  progress.streamedReasoning += reasoning
  return judgeEnd(progress, guard, failure)
}

/** The caller's own `onText` threw: a programming error of theirs, not an outcome of the call. */
class ReaderError extends Error {}

async function deliver(text: string, onText: ModelCall['onText'], guard: CallGuard): Promise<void> {
  if (!onText) return
  try {
    const reading = onText(text)
    if (reading) await guard.waitForReader(reading)
  } catch (thrown) {
    if (guard.interruption) throw thrown
    throw new ReaderError('onText threw', { cause: thrown })
  }
}

function notePart(progress: Progress, guard: CallGuard, part: StreamPart, clock: () => number): void {
  progress.anyChunk = true
  const isToken = (part.kind === 'text' || part.kind === 'reasoning') && part.text !== ''
  if (isToken) progress.firstTokenAtMs ??= clock()
  guard.chunkArrived(isToken)
  switch (part.kind) {
    case 'text':
      progress.streamedText += part.text
      break
    case 'reasoning':
      progress.streamedReasoning += part.text
      break
    case 'finish':
      // A refusal or a cut stays what it is, whatever reason follows it.
      progress.finish = progress.finish && progress.finish !== 'complete' ? progress.finish : part.finish
      progress.unknownFinishReason = part.unknownReason ?? progress.unknownFinishReason
      guard.finishArrived()
      break
    case 'failure':
      progress.failure ??= part.failure
      break
    case 'usage':
      progress.usageResponse = mergeUsage(progress.usageResponse, part.response)
      progress.reportedCostUsd = part.reportedCostUsd ?? progress.reportedCostUsd
      progress.usageIsFinal = progress.finish !== null
      break
  }
}

/**
 * Aborted streams and streams cut off end quietly in some SDKs and throw in others, so neither an error nor its
 * absence is believed: the finish reason decides, then our own interruption, and only then what the SDK threw.
 */
function judgeEnd(
  progress: Progress,
  guard: CallGuard,
  failure: { thrown: unknown; adapter: ProviderAdapter } | null,
): ModelError | null {
  if (guard.interruption === 'cancelled') return modelError('cancelled')
  if (progress.rejection) return judgeRejection(progress, progress.rejection)
  if (progress.failure) return classifyFailure(progress.failure)
  if (progress.tooLong) return modelError('malformed_response')
  if (progress.finish) return judgeFinish(progress, progress.finish)
  if (guard.interruption) return modelError(guard.interruption)
  const reported = failure?.adapter.readFailure(failure.thrown) ?? errorAtEnd(progress.lastBytes)
  if (reported) {
    progress.rejected = !progress.anyChunk
    return classifyFailure(reported)
  }
  if (!failure) return modelError(progress.anyChunk ? 'stream_cut' : 'malformed_response')
  if (!progress.accepted) {
    progress.rejected = wasNeverSent(failure.thrown)
    return modelError('connection')
  }
  // The SDKs pass a broken socket on as fetch's TypeError, and complain of unreadable data with other classes.
  const unreadable = failure.thrown instanceof SyntaxError || !progress.anyChunk
  return modelError(
    unreadable && !(failure.thrown instanceof TypeError) ? 'malformed_response' : 'stream_cut',
  )
}

/** Gemini ends some streams with a bare error object, which its SDK passes over because it is no event. */
function errorAtEnd(lastBytes: Uint8Array | null): ProviderFailure | null {
  if (lastBytes === null) return null
  const text = new TextDecoder().decode(lastBytes.subarray(-MAX_ERROR_BYTES))
  const bare = /(?:^|\n)\s*(\[?\s*\{\s*"error"[\s\S]*)$/.exec(text)?.[1]
  return bare === undefined ? null : toProviderFailure(bare)
}

/** A status that is no success: the body says more than any SDK passes on. */
function judgeRejection(progress: Progress, { status, headers, text }: Rejection): ModelError {
  progress.rejected = true
  return classifyFailure(toProviderFailure(text, { status, headers }))
}

/** Node's codes and Deno's words for "nobody there": no request left this machine, so none is billed. */
const NOBODY_THERE = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|connection refused|dns error|failed to lookup address/i

function wasNeverSent(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = 'code' in error ? String(error.code) : ''
    if (NOBODY_THERE.test(`${code} ${error.message}`)) return true
  }
  return false
}

function judgeFinish({ streamedText }: Progress, finish: FinishKind): ModelError | null {
  if (finish === 'content_policy') return modelError('content_policy')
  if (finish === 'truncated') return modelError('truncated')
  if (finish === 'failed') return modelError('server_error')
  if (finish === 'unusable') return modelError('empty_response')
  return streamedText.trim() === '' ? modelError('empty_response') : null
}

function toRequest(call: ModelCall, signal: AbortSignal): AdapterRequest {
  const { model, temperature, responseSchema, maxOutputTokens, customParameters } = call
  const outputLimitTokens = outputLimit(model, call.messages)
  const takesTemperature = temperature !== undefined && !model.refusesTemperature
  const takesSchema = responseSchema !== undefined && model.capabilities.includes('structuredOutput')
  return {
    providerModelId: model.providerModelId,
    provider: model.provider,
    // Providers refuse empty turns; an answer that never came says nothing anyway.
    messages: call.messages.filter(
      ({ content, attachments = [] }) => content.trim() !== '' || attachments.length > 0,
    ),
    outputLimitTokens,
    signal,
    ...(takesTemperature ? { temperature } : {}),
    ...(takesSchema ? { responseSchema } : {}),
    ...(customParameters === undefined ? {} : { customParameters }),
    ...(maxOutputTokens === undefined
      ? {}
      : { maxOutputTokens: Math.min(maxOutputTokens, outputLimitTokens) }),
  }
}

/** The model's maximum, less where request and answer together might not fit its window. */
function outputLimit(model: Model, messages: ModelCall['messages']): number {
  const characters = messages.reduce(
    (sum, { content, attachments = [] }) =>
      sum + content.length + attachments.reduce((total, { data }) => total + data.length, 0),
    0,
  )
  const room = model.contextWindowTokens - model.maxOutputTokens
  if (characters / FEWEST_CHARACTERS_PER_TOKEN <= room) return model.maxOutputTokens
  const inputTokens = Math.ceil(estimateInputTokens(messages) * ESTIMATE_MARGIN)
  const left = model.contextWindowTokens - inputTokens
  return Math.min(model.maxOutputTokens, Math.max(SMALLEST_ANSWER_TOKENS, left))
}
