/** Google's Gemini API through `@google/genai/web`, which is half the size of the full entry and runs in Deno. */
import {
  ApiError,
  type GenerateContentConfig,
  type GenerateContentResponse,
  GoogleGenAI,
} from '@google/genai/web'
import { z } from 'zod'
import { durationTextMs, retryAfterMs } from '../retryAfter.ts'
import {
  type AdapterConnection,
  type AdapterRequest,
  type FinishKind,
  type ProviderAdapter,
  type ProviderFailure,
  type StreamPart,
  separateSystem,
} from './providerAdapter.ts'

const POLICY_FINISHES = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY',
  'LANGUAGE',
])

export function createAdapter(connection: AdapterConnection): ProviderAdapter {
  let rejectionHeaders: Headers | undefined
  const client = new GoogleGenAI({
    apiKey: connection.apiKey,
    vertexai: false,
    // The SDK's default is v1 since 3.0, which lacks what preview models need.
    apiVersion: 'v1beta',
    httpOptions: {
      baseUrl: connection.baseUrl,
      // ApiError carries no headers, and Retry-After is one.
      fetch: async (input, init) => {
        const response = await connection.fetch(input, init)
        rejectionHeaders = response.ok ? undefined : response.headers
        return response
      },
    },
  })
  return {
    async *stream(request) {
      const { system, turns } = separateSystem(request.messages)
      const chunks = await client.models.generateContentStream({
        model: request.providerModelId,
        contents: turns.map(({ role, content, attachments }) => ({
          role: role === 'assistant' ? 'model' : 'user',
          parts: [
            ...attachments.map(({ mimeType, data }) => ({ inlineData: { mimeType, data } })),
            { text: content },
          ],
        })),
        config: toConfig(request, system),
      })
      for await (const chunk of chunks) yield* readChunk(chunk)
    },
    readFailure: (error) => readFailure(error, rejectionHeaders),
  }
}

function toConfig(request: AdapterRequest, system: string | undefined): GenerateContentConfig {
  const { temperature, responseSchema, maxOutputTokens } = request
  return {
    ...request.customParameters,
    abortSignal: request.signal,
    // Otherwise the SDK asks again by itself after a cut; retries belong to the execution layer.
    automaticContinuation: false,
    ...(system === undefined ? {} : { systemInstruction: system }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(responseSchema
      ? { responseMimeType: 'application/json', responseJsonSchema: responseSchema.schema }
      : {}),
  }
}

function* readChunk(chunk: GenerateContentResponse): Generator<StreamPart> {
  const candidate = chunk.candidates?.[0]
  for (const part of candidate?.content?.parts ?? []) {
    if (part.text) yield { kind: part.thought ? 'reasoning' : 'text', text: part.text }
  }
  if (chunk.promptFeedback?.blockReason) yield { kind: 'finish', finish: 'content_policy' }
  const finish = toFinish(candidate?.finishReason)
  if (finish) yield { kind: 'finish', finish }
  if (chunk.usageMetadata) {
    yield {
      kind: 'usage',
      response: { modelVersion: chunk.modelVersion, usageMetadata: chunk.usageMetadata },
    }
  }
  yield { kind: 'other' }
}

function toFinish(reason: string | undefined): FinishKind | null {
  if (!reason || reason === 'FINISH_REASON_UNSPECIFIED') return null
  if (reason === 'STOP') return 'complete'
  // CONTINUATION: the server stopped at a checkpoint and would go on in another request.
  if (reason === 'MAX_TOKENS' || reason === 'CONTINUATION') return 'truncated'
  return POLICY_FINISHES.has(reason) ? 'content_policy' : 'failed'
}

const errorBody = z.object({
  error: z.object({
    code: z.number().nullish(),
    status: z.string().nullish(),
    message: z.string().nullish(),
    details: z
      .array(
        z.looseObject({
          reason: z.string().nullish(),
          retryDelay: z.string().nullish(),
          violations: z.array(z.looseObject({ quotaId: z.string().nullish() })).nullish(),
        }),
      )
      .nullish(),
  }),
})

/** The body is JSON in the message, for errors inside a stream after `got status: …. `. */
function readFailure(error: unknown, headers: Headers | undefined): ProviderFailure | null {
  if (!(error instanceof ApiError)) return null
  const body = errorBody.safeParse(parseJson(error.message.slice(error.message.indexOf('{')))).data?.error
  const details = body?.details ?? []
  const retryDelay = details.find((detail) => detail.retryDelay)?.retryDelay
  const quotas = details.flatMap((detail) => detail.violations ?? []).map((violation) => violation.quotaId)
  return {
    status: error.status,
    codes: [body?.status, ...details.map((detail) => detail.reason), ...quotas].filter(
      (code) => typeof code === 'string',
    ),
    detail: body?.message ?? '',
    retryAfterMs: retryAfterMs(headers) ?? (retryDelay ? durationTextMs(retryDelay) : undefined),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not every error has a body of Google's; the status then says enough.
    return undefined
  }
}
