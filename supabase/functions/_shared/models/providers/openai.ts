/** OpenAI chat completions, and every provider that speaks them: Groq, OpenRouter, Ollama, the sandbox. */
import OpenAI from 'openai'
import { z } from 'zod'
import type { Attachment, Message } from '../modelCall.ts'
import { retryAfterMs } from '../retryAfter.ts'
import type {
  AdapterConnection,
  AdapterRequest,
  FinishKind,
  ProviderAdapter,
  ProviderFailure,
  StreamPart,
} from './providerAdapter.ts'
import { isStrictSchema } from './strictSchema.ts'

const FINISHES: ReadonlyMap<string, FinishKind> = new Map<string, FinishKind>([
  ['stop', 'complete'],
  ['tool_calls', 'complete'],
  ['function_call', 'complete'],
  ['length', 'truncated'],
  ['content_filter', 'content_policy'],
  ['error', 'failed'],
])

/** OpenAI and Groq have replaced `max_tokens`, which reasoning models refuse; the others know only the old name. */
const TAKES_COMPLETION_TOKENS = new Set(['openai', 'groq'])

/** What OpenAI's types leave out: reasoning text, OpenRouter's cost, Groq's place for usage. */
const chunkExtras = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({ reasoning: z.string().nullish(), reasoning_content: z.string().nullish() })
          .nullish(),
      }),
    )
    .nullish(),
  usage: z.looseObject({ cost: z.number().nullish() }).nullish(),
  x_groq: z.object({ usage: z.looseObject({}).nullish() }).nullish(),
})

export function createAdapter({ apiKey, baseUrl, fetch }: AdapterConnection): ProviderAdapter {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // The SDK would read these from OpenAI's environment variables and send them to whoever is called.
    organization: null,
    project: null,
    fetch,
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

function* readChunk(chunk: OpenAI.ChatCompletionChunk, provider: string): Generator<StreamPart> {
  const extras = chunkExtras.safeParse(chunk).data
  const choice = chunk.choices?.[0]
  const extraDelta = extras?.choices?.[0]?.delta
  const reasoning = extraDelta?.reasoning_content || extraDelta?.reasoning
  if (reasoning) yield { kind: 'reasoning', text: reasoning }
  if (choice?.delta?.content) yield { kind: 'text', text: choice.delta.content }
  if (choice?.delta?.refusal) yield { kind: 'finish', finish: 'content_policy' }
  if (choice?.finish_reason) yield { kind: 'finish', finish: FINISHES.get(choice.finish_reason) ?? 'failed' }
  const usage = chunk.usage ?? extras?.x_groq?.usage
  if (usage) {
    // Only OpenRouter's figure is what it will bill; elsewhere a `cost` would mean something else.
    const cost = provider === 'openrouter' ? extras?.usage?.cost : undefined
    yield {
      kind: 'usage',
      response: { model: chunk.model, usage },
      ...(typeof cost === 'number' ? { reportedCostUsd: cost } : {}),
    }
  }
  yield { kind: 'other' }
}

/** `code` is a string at OpenAI and a status at OpenRouter. */
const errorBody = z.object({
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  message: z.string().nullish(),
  metadata: z.object({ reasons: z.array(z.string()).nullish() }).nullish(),
})

function readFailure(error: unknown): ProviderFailure | null {
  if (!(error instanceof OpenAI.APIError) || error instanceof OpenAI.APIConnectionError) return null
  const body = errorBody.safeParse(error.error).data
  const inBandStatus = typeof body?.code === 'number' ? body.code : undefined
  const flagged = body?.metadata?.reasons?.length ? ['flagged'] : []
  return {
    status: error.status ?? inBandStatus,
    codes: [body?.code, body?.type, error.code, ...flagged].filter((code) => typeof code === 'string'),
    detail: body?.message ?? error.message,
    retryAfterMs: retryAfterMs(error.headers),
  }
}
