/** Anthropic's Messages API. Its OpenAI-compatible endpoint drops response formats and caching, hence its own SDK. */
import Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'
import type { Attachment } from '../modelCall.ts'
import { retryAfterMs } from '../retryAfter.ts'
import {
  type AdapterConnection,
  type AdapterRequest,
  type FinishKind,
  type ProviderAdapter,
  type ProviderFailure,
  type StreamPart,
  separateSystem,
  type Turn,
} from './providerAdapter.ts'

const FINISHES: ReadonlyMap<string, FinishKind> = new Map<string, FinishKind>([
  ['end_turn', 'complete'],
  ['stop_sequence', 'complete'],
  ['tool_use', 'complete'],
  ['max_tokens', 'truncated'],
  ['model_context_window_exceeded', 'truncated'],
  ['pause_turn', 'truncated'],
  ['refusal', 'content_policy'],
])

/** Anthropic's scale ends here; ours, as most providers', at 2. */
const MAX_TEMPERATURE = 1

export function createAdapter({ apiKey, baseUrl, fetch }: AdapterConnection): ProviderAdapter {
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl,
    fetch,
    maxRetries: 0,
    logLevel: 'off',
  })
  return {
    async *stream(request) {
      const events = await client.messages.create(toParameters(request), { signal: request.signal })
      const usage: Record<string, unknown> = {}
      for await (const event of events) yield* readEvent(event, usage, request.providerModelId)
    },
    readFailure,
  }
}

function toParameters(request: AdapterRequest): Anthropic.MessageCreateParamsStreaming {
  const { system, turns } = separateSystem(request.messages)
  const { temperature, responseSchema } = request
  return {
    ...request.customParameters,
    model: request.providerModelId,
    max_tokens: request.maxOutputTokens ?? request.outputLimitTokens,
    messages: turns.map(toMessage),
    stream: true,
    ...(system === undefined ? {} : { system }),
    ...(temperature === undefined ? {} : { temperature: Math.min(temperature, MAX_TEMPERATURE) }),
    ...(responseSchema
      ? { output_config: { format: { type: 'json_schema' as const, schema: responseSchema.schema } } }
      : {}),
  }
}

function toMessage({ role, content, attachments }: Turn): Anthropic.MessageParam {
  if (attachments.length === 0) return { role, content }
  return { role, content: [...attachments.map(toBlock), { type: 'text', text: content }] }
}

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const

function toBlock({ mimeType, data }: Attachment): Anthropic.ContentBlockParam {
  if (mimeType === 'application/pdf') {
    return { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data } }
  }
  const imageType = IMAGE_TYPES.find((type) => type === mimeType) ?? 'image/png'
  return { type: 'image', source: { type: 'base64', media_type: imageType, data } }
}

/** `usage` gathers what `message_start` (input, cache) and `message_delta` (output) each know. */
function* readEvent(
  event: Anthropic.RawMessageStreamEvent,
  usage: Record<string, unknown>,
  model: string,
): Generator<StreamPart> {
  if (event.type === 'content_block_delta') {
    if (event.delta.type === 'text_delta') yield { kind: 'text', text: event.delta.text }
    if (event.delta.type === 'thinking_delta') yield { kind: 'reasoning', text: event.delta.thinking }
  }
  if (event.type === 'message_delta' && event.delta.stop_reason) {
    yield { kind: 'finish', finish: FINISHES.get(event.delta.stop_reason) ?? 'failed' }
  }
  const reported =
    event.type === 'message_start' ? event.message.usage : event.type === 'message_delta' ? event.usage : null
  if (reported) {
    for (const [name, value] of Object.entries(reported)) if (value !== null) usage[name] = value
    yield { kind: 'usage', response: { model, usage: { ...usage } } }
  }
  yield { kind: 'other' }
}

const errorBody = z.object({
  error: z.object({ type: z.string().nullish(), message: z.string().nullish() }),
})

function readFailure(error: unknown): ProviderFailure | null {
  if (!(error instanceof Anthropic.APIError) || error instanceof Anthropic.APIConnectionError) return null
  const body = errorBody.safeParse(error.error).data?.error
  return {
    status: error.status,
    codes: body?.type ? [body.type] : [],
    detail: body?.message ?? error.message,
    retryAfterMs: retryAfterMs(error.headers),
  }
}
