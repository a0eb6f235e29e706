/**
 * Gemini's `generateContent` and `streamGenerateContent`. Served here and not by the mock's own handler,
 * which drops the response schema on the way in and the thinking tokens on the way out.
 */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { calculateDelay, delay, type Mountable } from '@copilotkit/aimock'
import { z } from 'zod'
import type { Answerer } from '../answers/answerer.ts'
import { CHUNK_CHARACTERS, SANDBOX_MODELS, type SandboxModel } from '../sandboxModel.ts'
import { readRequest, type SandboxRequest } from '../sandboxRequest.ts'
import { type Completion, completeAnswer, durationMs } from './completion.ts'

const contentSchema = z.object({
  role: z.enum(['user', 'model']).optional(),
  parts: z.array(z.looseObject({ text: z.string().optional() })).optional(),
})

const bodySchema = z.looseObject({
  contents: z.array(contentSchema).min(1),
  systemInstruction: contentSchema.omit({ role: true }).optional(),
  generationConfig: z
    .looseObject({
      maxOutputTokens: z.number().int().positive().optional(),
      responseJsonSchema: z.record(z.string(), z.unknown()).optional(),
      responseSchema: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
})

const ROUTE = /^\/models\/([^:/]+):(generateContent|streamGenerateContent)$/

/** Strong models think before they answer; Gemini counts that apart from the answer. */
const THINKING_SHARE = { fast: 0, balanced: 0.05, strong: 0.2 }

export function geminiHandler(answer: Answerer, speed: number): Mountable {
  return {
    async handleRequest(request, response, path) {
      const route = ROUTE.exec(path)
      if (!route || request.method !== 'POST')
        return refuse(response, 404, 'NOT_FOUND', `No method at ${path}`)
      const model = SANDBOX_MODELS.find(({ id }) => id === route[1])
      if (!model) return refuse(response, 404, 'NOT_FOUND', `Model ${route[1]} is not found`)
      const body = bodySchema.safeParse(await readJson(request))
      if (!body.success) return refuse(response, 400, 'INVALID_ARGUMENT', z.prettifyError(body.error))
      const asked = readBody(body.data)
      const completion = completeAnswer(answer(model, asked), asked)
      if (route[2] === 'generateContent') await sendWhole(response, model, completion, speed)
      else await sendStream(response, model, completion, speed)
      return true
    },
  }
}

function readBody({
  contents,
  systemInstruction,
  generationConfig,
}: z.infer<typeof bodySchema>): SandboxRequest {
  const textOf = (parts: { text?: string }[] | undefined): string =>
    (parts ?? []).map(({ text }) => text ?? '').join('')
  return readRequest(
    [
      { role: 'system', text: textOf(systemInstruction?.parts) },
      ...contents.map(({ role, parts }) => ({
        role: role === 'model' ? ('assistant' as const) : ('user' as const),
        text: textOf(parts),
      })),
    ],
    {
      responseSchema: generationConfig?.responseJsonSchema ?? generationConfig?.responseSchema,
      maxOutputTokens: generationConfig?.maxOutputTokens,
    },
  )
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    // What is no JSON has no contents either, and is refused as such.
    return null
  }
}

function refuse(response: ServerResponse, code: number, status: string, message: string): true {
  response.writeHead(code, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify({ error: { code, message, status } }))
  return true
}

function usageOf(model: SandboxModel, { promptTokens, outputTokens }: Completion) {
  const thoughtsTokenCount = Math.round(outputTokens * THINKING_SHARE[model.grade])
  return {
    promptTokenCount: promptTokens,
    candidatesTokenCount: outputTokens,
    ...(thoughtsTokenCount > 0 ? { thoughtsTokenCount } : {}),
    totalTokenCount: promptTokens + outputTokens + thoughtsTokenCount,
  }
}

function chunk(model: SandboxModel, text: string, last?: Completion) {
  return {
    candidates: [
      {
        content: { role: 'model', parts: [{ text }] },
        index: 0,
        ...(last ? { finishReason: last.cutOff ? 'MAX_TOKENS' : 'STOP' } : {}),
      },
    ],
    ...(last ? { usageMetadata: usageOf(model, last) } : {}),
    modelVersion: model.id,
  }
}

async function sendWhole(
  response: ServerResponse,
  model: SandboxModel,
  completion: Completion,
  speed: number,
) {
  await delay(durationMs(completion.text, model.pace) / speed)
  response.writeHead(200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(chunk(model, completion.text, completion)))
}

async function sendStream(
  response: ServerResponse,
  model: SandboxModel,
  completion: Completion,
  speed: number,
) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  const { text } = completion
  const profile = { ttft: model.pace.firstTokenMs, tps: model.pace.chunksPerSecond }
  for (let start = 0, index = 0; start < text.length; start += CHUNK_CHARACTERS, index++) {
    await delay(calculateDelay(index, profile, 0, undefined, speed))
    // A caller who has hung up needs no more of the answer.
    if (response.destroyed) return
    const end = start + CHUNK_CHARACTERS
    const event = chunk(model, text.slice(start, end), end >= text.length ? completion : undefined)
    if (!response.write(`data: ${JSON.stringify(event)}\n\n`)) {
      await Promise.race([once(response, 'drain'), once(response, 'close')])
    }
  }
  response.end()
}
