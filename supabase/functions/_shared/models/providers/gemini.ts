/** Google's Gemini API through `@google/genai/web`, which is half the size of the full entry and runs in Deno. */
import {
  ApiError,
  type GenerateContentConfig,
  type GenerateContentResponse,
  GoogleGenAI,
} from '@google/genai/web'
import {
  type AdapterConnection,
  type AdapterRequest,
  finishPart,
  type ProviderAdapter,
  type ProviderFailure,
  type StreamPart,
  separateSystem,
  toProviderFailure,
} from './providerAdapter.ts'

export function createAdapter(connection: AdapterConnection): ProviderAdapter {
  const client = new GoogleGenAI({
    apiKey: connection.apiKey,
    vertexai: false,
    // The SDK's default is v1 since 3.0, which lacks what preview models need.
    apiVersion: 'v1beta',
    httpOptions: {
      baseUrl: connection.baseUrl,
      fetch: connection.fetch,
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
    readFailure,
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
  const reason = candidate?.finishReason
  if (reason && reason !== 'FINISH_REASON_UNSPECIFIED') yield finishPart(reason)
  if (chunk.usageMetadata) {
    yield {
      kind: 'usage',
      response: { modelVersion: chunk.modelVersion, usageMetadata: chunk.usageMetadata },
    }
  }
  yield { kind: 'other' }
}

/** The body is JSON in the message, for errors inside a stream after `got status: …. `. */
function readFailure(error: unknown): ProviderFailure | null {
  if (!(error instanceof ApiError)) return null
  // The SDK takes the status from the body where it finds one there, and has NaN or 0 for what it cannot read.
  return toProviderFailure(error.message, { status: error.status >= 100 ? error.status : undefined })
}
