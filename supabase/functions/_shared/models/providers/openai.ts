/** OpenAI chat completions, and every provider that speaks them: Groq, OpenRouter, Ollama, the sandbox. */
import OpenAI from 'openai'
import { z } from 'zod'
import { finishKindOf } from '../finishReasons.ts'
import type { Attachment, Message } from '../modelCall.ts'
import {
  type AdapterConnection,
  type AdapterRequest,
  finishPart,
  type ProviderAdapter,
  type ProviderFailure,
  type StreamPart,
  toProviderFailure,
} from './providerAdapter.ts'
import { isStrictSchema } from './strictSchema.ts'

/** OpenAI and Groq have replaced `max_tokens`, which reasoning models refuse; the others know only the old name. */
const TAKES_COMPLETION_TOKENS = new Set(['openai', 'groq'])

/** A piece of content as text, or as typed parts (Mistral's reasoning models). What is neither counts as nothing. */
const contentPart = z.object({
  type: z.string().nullish().catch(null),
  text: z.string().nullish().catch(null),
  thinking: z
    .union([z.string(), z.array(z.object({ text: z.string().nullish().catch(null) }))])
    .nullish()
    .catch(null),
})
const content = z
  .union([z.string(), z.array(contentPart)])
  .nullish()
  .catch(null)

const delta = z
  .object({
    content,
    refusal: z.string().nullish().catch(null),
    reasoning: z.string().nullish().catch(null),
    reasoning_content: z.string().nullish().catch(null),
  })
  .nullish()
  .catch(null)

/** A chunk as any compatible server may send it: every field may be missing, null or of another form. */
const chunkSchema = z.object({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        index: z.number().nullish().catch(null),
        delta,
        /** Of a server that ignores `stream`, or sends the whole message as one chunk. */
        message: delta,
        text: z.string().nullish().catch(null),
        finish_reason: z.string().nullish().catch(null),
        native_finish_reason: z.string().nullish().catch(null),
        error: z.unknown().optional(),
      }),
    )
    .nullish()
    .catch(null),
  usage: z.looseObject({}).nullish().catch(null),
  x_groq: z
    .object({ usage: z.looseObject({}).nullish().catch(null) })
    .nullish()
    .catch(null),
})

/** OpenRouter's bill of a call in dollars; with the caller's own key (BYOK) the provider behind it bills the rest. */
const billSchema = z.object({
  cost: z.coerce.number().nonnegative().max(10_000).nullish().catch(null),
  is_byok: z.boolean().nullish().catch(null),
  cost_details: z
    .object({ upstream_inference_cost: z.coerce.number().nonnegative().max(10_000).nullish().catch(null) })
    .nullish()
    .catch(null),
})

export function createAdapter({ apiKey, baseUrl, fetch }: AdapterConnection): ProviderAdapter {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // The SDK would read these from OpenAI's environment variables and send them to whoever is called.
    organization: null,
    project: null,
    fetch: async (input, init) => toEventStream(await fetch(input, init)),
    maxRetries: 0,
    logLevel: 'off',
  })
  return {
    async *stream(request) {
      const chunks = await client.chat.completions.create(toParameters(request), { signal: request.signal })
      for await (const chunk of chunks) yield* readChunk(chunk, request.provider)
    },
    readFailure,
  }
}

function toParameters(request: AdapterRequest): OpenAI.ChatCompletionCreateParamsStreaming {
  const { maxOutputTokens, responseSchema, temperature } = request
  const limitName = TAKES_COMPLETION_TOKENS.has(request.provider) ? 'max_completion_tokens' : 'max_tokens'
  return {
    ...request.customParameters,
    model: request.providerModelId,
    messages: request.messages.map(toMessage),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [limitName]: maxOutputTokens }),
    ...(responseSchema
      ? {
          response_format: {
            type: 'json_schema' as const,
            json_schema: { ...responseSchema, strict: isStrictSchema(responseSchema.schema) },
          },
        }
      : {}),
  }
}

function toMessage({ role, content, attachments = [] }: Message): OpenAI.ChatCompletionMessageParam {
  if (role !== 'user' || attachments.length === 0) return { role, content }
  return { role, content: [...attachments.map(toPart), { type: 'text', text: content }] }
}

function toPart({ mimeType, data }: Attachment, index: number): OpenAI.ChatCompletionContentPart {
  const url = `data:${mimeType};base64,${data}`
  if (mimeType === 'application/pdf') {
    return { type: 'file', file: { filename: `document-${index + 1}.pdf`, file_data: url } }
  }
  return { type: 'image_url', image_url: { url } }
}

/** A whole answer in JSON, from a server that ignores `stream: true`, becomes a stream of one chunk. */
async function toEventStream(response: Response): Promise<Response> {
  if (!response.ok || !/\bjson\b/.test(response.headers.get('content-type') ?? '')) return response
  const text = (await response.text()).replace(/[\r\n]+/g, ' ')
  return new Response(`data: ${text}\n\ndata: [DONE]\n\n`, {
    status: response.status,
    headers: { 'content-type': 'text/event-stream' },
  })
}

function* readChunk(received: OpenAI.ChatCompletionChunk, provider: string): Generator<StreamPart> {
  const chunk = chunkSchema.safeParse(received).data
  // Only one answer is asked for; a server that sends more numbers them, and they must not be mixed.
  const choice = chunk?.choices?.find(({ index }) => (index ?? 0) === 0)
  if (choice) yield* readChoice(choice)
  const usage = chunk?.usage ?? chunk?.x_groq?.usage
  if (usage) {
    // Only OpenRouter's figure is what it will bill; elsewhere a `cost` would mean something else.
    const cost = provider === 'openrouter' ? billedUsd(usage) : undefined
    yield {
      kind: 'usage',
      response: { model: chunk?.model, usage },
      ...(cost === undefined ? {} : { reportedCostUsd: cost }),
    }
  }
  yield { kind: 'other' }
}

type Choice = NonNullable<NonNullable<z.output<typeof chunkSchema>['choices']>[number]>

function* readChoice(choice: Choice): Generator<StreamPart> {
  const message = choice.delta ?? choice.message
  const reasoning = message?.reasoning_content || message?.reasoning
  if (reasoning) yield { kind: 'reasoning', text: reasoning }
  const pieces = message?.content ?? choice.text
  if (typeof pieces === 'string') {
    if (pieces) yield { kind: 'text', text: pieces }
  } else {
    for (const { type, text, thinking } of pieces ?? []) {
      const thought =
        typeof thinking === 'string' ? thinking : thinking?.map((part) => part.text ?? '').join('')
      if (thought) yield { kind: 'reasoning', text: thought }
      if (text) yield { kind: type === 'thinking' || type === 'reasoning' ? 'reasoning' : 'text', text }
    }
  }
  if (message?.refusal) yield { kind: 'finish', finish: 'content_policy' }
  if (choice.error) yield { kind: 'failure', failure: toProviderFailure(choice.error) }
  // The provider behind a gateway may have failed where the gateway says `stop`.
  const native = choice.native_finish_reason ? finishKindOf(choice.native_finish_reason) : undefined
  if (native && native !== 'complete') yield { kind: 'finish', finish: native }
  if (choice.finish_reason) yield finishPart(choice.finish_reason)
}

function billedUsd(usage: Record<string, unknown>): number | undefined {
  const bill = billSchema.safeParse(usage).data
  if (typeof bill?.cost !== 'number') return undefined
  return bill.cost + (bill.is_byok ? (bill.cost_details?.upstream_inference_cost ?? 0) : 0)
}

function readFailure(error: unknown): ProviderFailure | null {
  if (!(error instanceof OpenAI.APIError) || error instanceof OpenAI.APIConnectionError) return null
  return toProviderFailure(error.error ?? error.message, error)
}
