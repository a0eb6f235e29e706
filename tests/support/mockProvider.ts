/**
 * A provider that does as it is told: OpenAI chat completions and Gemini streams over real HTTP, with verbatim usage
 * (cached and reasoning tokens included), failures by status, and a record of what was asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface MockReply {
  /** Answers with this status and an error body in place of a stream. */
  status?: number
  headers?: Record<string, string>
  text?: string
  finishReason?: string
  usage?: { inputTokens: number; cachedInputTokens?: number; outputTokens: number; reasoningTokens?: number }
  /** Milliseconds before the first byte. */
  delayMs?: number
  /** What the error body says, where there is a `status`. */
  error?: Record<string, unknown>
  /** How the exchange goes wrong. */
  fault?: Fault
  /** Milliseconds between the headers and the first token. */
  firstTokenAfterMs?: number
  /** Milliseconds between two events of the stream. */
  pauseMs?: number
}

/**
 * `reset`: the connection is reset before any header · `silent`: nothing ever comes · `cut`, `stall`, `malformed`: half an
 * answer, then the connection breaks, nothing more comes, or something unreadable does · `undone`: the answer is whole, and
 * the stream ends without the mark of its end.
 */
export type Fault = 'reset' | 'silent' | 'cut' | 'stall' | 'malformed' | 'undone'

export interface MockRequest {
  wire: 'openai' | 'gemini'
  model: string
  body: Record<string, unknown>
  atMs: number
  /** Settles when the exchange is over; `aborted` where the client hung up before the end. */
  ended: Promise<'finished' | 'aborted'>
}

export interface MockProvider {
  url: string
  requests: MockRequest[]
  stop(): Promise<void>
}

/** Starts it on a free port. `reply` decides from the model and how often it was asked before. */
export async function startMockProvider(
  reply: (model: string, earlierCalls: number, request: MockRequest) => MockReply,
): Promise<MockProvider> {
  const requests: MockRequest[] = []
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) =>
      outgoing.destroy(error instanceof Error ? error : undefined),
    )
  })

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const atMs = Date.now()
    const ended = new Promise<'finished' | 'aborted'>((resolve) => {
      outgoing.once('close', () => resolve(outgoing.writableFinished ? 'finished' : 'aborted'))
    })
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body: Record<string, unknown> = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    const gemini = /\/models\/([^:]+):(?:streamG|g)enerateContent/.exec(incoming.url ?? '')
    const model = decodeURIComponent(gemini?.[1] ?? String(body.model))
    const request: MockRequest = { wire: gemini ? 'gemini' : 'openai', model, body, atMs, ended }
    const earlierCalls = requests.filter((earlier) => earlier.model === model).length
    requests.push(request)
    const plan = reply(model, earlierCalls, request)
    if (plan.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, plan.delayMs))
    if (plan.fault === 'silent') return
    if (plan.fault === 'reset') {
      incoming.socket.resetAndDestroy()
      return
    }
    if (plan.status !== undefined) {
      outgoing.writeHead(plan.status, { 'content-type': 'application/json', ...plan.headers })
      outgoing.end(
        JSON.stringify({
          error: {
            message: `mock ${plan.status}`,
            code: plan.status,
            status: 'MOCK',
            type: 'mock',
            ...plan.error,
          },
        }),
      )
      return
    }
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    if (plan.firstTokenAfterMs !== undefined) {
      outgoing.flushHeaders()
      await new Promise((resolve) => setTimeout(resolve, plan.firstTokenAfterMs))
    }
    const events = [...(gemini ? geminiEvents(plan) : openaiEvents(model, plan))]
    const breaksOff = plan.fault === 'cut' || plan.fault === 'stall' || plan.fault === 'malformed'
    const told = breaksOff ? events.slice(0, Math.ceil(events.length / 2)) : events
    for (const event of told) {
      if (event !== '[DONE]' || plan.fault !== 'undone') outgoing.write(`data: ${event}\n\n`)
      if (plan.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, plan.pauseMs))
    }
    if (plan.fault === 'stall') return
    // What was written goes out first: a reset would throw it away.
    if (plan.fault === 'cut') await new Promise((resolve) => setTimeout(resolve, 20))
    if (plan.fault === 'cut') incoming.socket.destroy()
    else outgoing.end(plan.fault === 'malformed' ? 'data: {"candidates": [{"choices": \n\n' : undefined)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

const DEFAULT_USAGE = { inputTokens: 100, outputTokens: 50 }

function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += 400) yield text.slice(start, start + 400)
}

function* openaiEvents(model: string, plan: MockReply): Generator<string> {
  const frame = { id: 'mock', object: 'chat.completion.chunk', created: 1, model }
  for (const content of pieces(plan.text ?? '')) {
    yield JSON.stringify({
      ...frame,
      choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
    })
  }
  yield JSON.stringify({
    ...frame,
    choices: [{ index: 0, delta: {}, finish_reason: plan.finishReason ?? 'stop' }],
  })
  const usage = { ...DEFAULT_USAGE, ...plan.usage }
  yield JSON.stringify({
    ...frame,
    choices: [],
    usage: {
      prompt_tokens: usage.inputTokens,
      completion_tokens: usage.outputTokens,
      total_tokens: usage.inputTokens + usage.outputTokens,
      prompt_tokens_details: { cached_tokens: usage.cachedInputTokens ?? 0 },
      completion_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    },
  })
  yield '[DONE]'
}

function* geminiEvents(plan: MockReply): Generator<string> {
  for (const text of pieces(plan.text ?? '')) {
    yield JSON.stringify({ candidates: [{ index: 0, content: { role: 'model', parts: [{ text }] } }] })
  }
  const usage = { ...DEFAULT_USAGE, ...plan.usage }
  const thoughts = usage.reasoningTokens ?? 0
  yield JSON.stringify({
    candidates: [
      {
        index: 0,
        content: { role: 'model', parts: [{ text: '' }] },
        finishReason: plan.finishReason ?? 'STOP',
      },
    ],
    usageMetadata: {
      promptTokenCount: usage.inputTokens,
      cachedContentTokenCount: usage.cachedInputTokens ?? 0,
      candidatesTokenCount: usage.outputTokens - thoughts,
      thoughtsTokenCount: thoughts,
      totalTokenCount: usage.inputTokens + usage.outputTokens,
    },
  })
}

/** A small project that builds, as file tags. */
export const SMALL_PROJECT = `A counter.

<file path="package.json">
{
  "name": "counter",
  "private": true,
  "type": "module",
  "scripts": { "dev": "vite", "build": "vite build" },
  "dependencies": { "react": "^19.0.0", "react-dom": "^19.0.0" },
  "devDependencies": { "@types/react": "^19.0.0", "@types/react-dom": "^19.0.0", "@vitejs/plugin-react": "^5.0.0", "typescript": "^5.6.0", "vite": "^7.0.0" }
}
</file>
<file path="index.html">
<!doctype html>
<html lang="en">
  <head><meta charset="UTF-8" /><title>Counter</title></head>
  <body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>
</html>
</file>
<file path="vite.config.ts">
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({ plugins: [react()] })
</file>
<file path="tsconfig.json">
{ "compilerOptions": { "target": "ES2022", "module": "ESNext", "moduleResolution": "bundler", "jsx": "react-jsx", "strict": true, "noEmit": true }, "include": ["src"] }
</file>
<file path="src/main.tsx">
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'

const root = document.getElementById('root')
if (root === null) throw new Error('no root element')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
</file>
<file path="src/App.tsx">
import { useState } from 'react'

export function App() {
  const [count, setCount] = useState(0)
  return (
    <main>
      <h1>Counter</h1>
      <p>You clicked {count} times</p>
      <button type="button" onClick={() => setCount((current) => current + 1)}>
        Add one
      </button>
    </main>
  )
}
</file>
`
