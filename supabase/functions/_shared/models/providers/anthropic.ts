/** Anthropic's Messages API. Its OpenAI-compatible endpoint drops response formats and caching, hence its own SDK. */
import Anthropic from '@anthropic-ai/sdk'
import type { Attachment } from '../modelCall.ts'
import {
  type AdapterConnection,
  type AdapterRequest,
  finishPart,
  type ProviderAdapter,
  type ProviderFailure,
  type StreamPart,
  separateSystem,
  type Turn,
  toProviderFailure,
} from './providerAdapter.ts'

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
      for await (const event of events) yield* readEvent(event, request.providerModelId)
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

/** `message_start` knows input and cache, `message_delta` the output; whoever reads them merges the counts. */
function* readEvent(event: Anthropic.RawMessageStreamEvent, model: string): Generator<StreamPart> {
  if (event.type === 'content_block_delta') {
    if (event.delta.type === 'text_delta') yield { kind: 'text', text: event.delta.text }
    if (event.delta.type === 'thinking_delta') yield { kind: 'reasoning', text: event.delta.thinking }
  }
  if (event.type === 'message_delta' && event.delta.stop_reason) {
    yield finishPart(event.delta.stop_reason)
  }
  const reported =
    event.type === 'message_start' ? event.message.usage : event.type === 'message_delta' ? event.usage : null
  if (reported) {
    yield { kind: 'usage', response: { model, usage: { ...reported } } }
  }
  yield { kind: 'other' }
}

function readFailure(error: unknown): ProviderFailure | null {
  if (!(error instanceof Anthropic.APIError) || error instanceof Anthropic.APIConnectionError) return null
  return toProviderFailure(error.error ?? error.message, error)
}
