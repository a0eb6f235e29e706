/** OpenAI's chat completions: one fixture a model, answered by the request itself. */
import { type ChatCompletionRequest, type ChatMessage, delay, type LLMock } from '@copilotkit/aimock'
import { z } from 'zod'
import type { Answerer } from '../answers/answerer.ts'
import { CHUNK_CHARACTERS, SANDBOX_MODELS } from '../sandboxModel.ts'
import { readRequest } from '../sandboxRequest.ts'
import { completeAnswer, durationMs } from './completion.ts'

const responseFormatSchema = z.object({
  type: z.literal('json_schema'),
  json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }),
})

export function addOpenAiFixtures(server: LLMock, answer: Answerer, speed: number): void {
  for (const model of SANDBOX_MODELS) {
    const { firstTokenMs, chunksPerSecond } = model.pace
    server.on(
      { model: model.id, endpoint: 'chat' },
      async (body) => {
        const request = readCompletionRequest(body)
        const { text, promptTokens, outputTokens, cutOff } = completeAnswer(answer(model, request), request)
        // A stream is paced by the server below; a whole answer arrives after the time it takes to write.
        if (body.stream !== true) await delay(durationMs(text, model.pace) / speed)
        return {
          content: text,
          finishReason: cutOff ? 'length' : 'stop',
          usage: {
            prompt_tokens: promptTokens,
            completion_tokens: outputTokens,
            total_tokens: promptTokens + outputTokens,
          },
        }
      },
      {
        chunkSize: CHUNK_CHARACTERS,
        streamingProfile: { ttft: firstTokenMs / speed, tps: chunksPerSecond * speed },
      },
    )
  }
}

function readCompletionRequest(body: ChatCompletionRequest) {
  const format = responseFormatSchema.safeParse(body.response_format)
  const limit = z
    .number()
    .int()
    .positive()
    .safeParse(body.max_completion_tokens ?? body.max_tokens)
  return readRequest(
    body.messages.map((message) => ({ role: roleOf(message), text: textOf(message) })),
    {
      responseSchema: format.success ? format.data.json_schema.schema : undefined,
      maxOutputTokens: limit.success ? limit.data : undefined,
    },
  )
}

function roleOf({ role }: ChatMessage): 'system' | 'user' | 'assistant' {
  return role === 'tool' ? 'user' : role
}

function textOf({ content }: ChatMessage): string {
  if (content === null) return ''
  return typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('')
}
