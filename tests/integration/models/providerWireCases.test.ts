// What providers really send, after public bug reports of gateways and SDKs: through the real SDKs, over real HTTP,
// with the failure policy that retries. Pauses between chunks and all silence limits are shortened alike.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { persistentCall } from '../../../supabase/functions/_shared/generation/persistentCall.ts'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { firstTokenLimitMs } from '../../../supabase/functions/_shared/models/firstTokenLimit.ts'
import handedCases from '../../fixtures/providerWireCases.json' with { type: 'json' }
import { providerWireSiblings } from '../../fixtures/providerWireSiblings.ts'
import { connect } from './wires.ts'

/** 34 s of silence become 3.4 s, the stall limit of 20 s becomes 2 s. */
const SHORTENED = 10
const STALL_MS = 20_000
const DEADLINE_MS = 120_000

const responseSchema = z.object({
  status: z.number(),
  contentType: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  chunks: z
    .array(z.union([z.string(), z.object({ b64: z.string() }), z.object({ sleepMs: z.number() })]))
    .optional(),
})
const expectationSchema = z.strictObject({
  outcome: z.enum(['ok', 'failed']),
  text: z.string().optional(),
  usage: z.record(z.string(), z.number()).optional(),
  usage_is_estimate: z.boolean().optional(),
  cost_nano_usd: z.number().nullable().optional(),
  cost_is_estimate: z.boolean().optional(),
  error_code: z.union([z.string(), z.array(z.string())]).optional(),
  retryable: z.boolean().optional(),
  retry_after_ms: z.tuple([z.number(), z.number()]).optional(),
})
const caseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  provider: z.enum(['openai', 'openrouter', 'ollama', 'groq', 'gemini', 'anthropic']),
  model: z.string(),
  response: z.union([responseSchema, z.array(responseSchema)]),
  accept: z.array(expectationSchema),
})
type Case = z.output<typeof caseSchema>
type Expectation = z.output<typeof expectationSchema>

const cases = z.array(caseSchema).parse([...handedCases, ...providerWireSiblings])

/** Which variables point the provider at the server. */
const ENVIRONMENTS: Record<Case['provider'], (url: string) => Record<string, string>> = {
  openai: (url) => ({ OPENAI_API_KEY: 'sk-test-0123456789', OPENAI_BASE_URL: `${url}/v1` }),
  openrouter: (url) => ({ OPENROUTER_API_KEY: 'sk-or-test-0123', OPENROUTER_BASE_URL: `${url}/api/v1` }),
  ollama: (url) => ({ OLLAMA_BASE_URL: url }),
  groq: (url) => ({ GROQ_API_KEY: 'gsk_test0123456789', GROQ_BASE_URL: url }),
  gemini: (url) => ({ GEMINI_API_KEY: 'AIza-test-0123456789', GEMINI_BASE_URL: url }),
  anthropic: (url) => ({ ANTHROPIC_API_KEY: 'sk-ant-test-0123456789', ANTHROPIC_BASE_URL: url }),
}

let server: Server
let address = ''
const calls = new Map<string, number>()

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const [, id = ''] = (request.url ?? '').split('/')
    request.resume()
    const entry = cases.find((candidate) => candidate.id === id)
    if (!entry) return response.writeHead(501).end()
    const call = calls.get(id) ?? 0
    calls.set(id, call + 1)
    const responses = Array.isArray(entry.response) ? entry.response : [entry.response]
    const script = responses[Math.min(call, responses.length - 1)]
    if (!script) return response.writeHead(501).end()
    response.writeHead(script.status, {
      ...(script.contentType ? { 'content-type': script.contentType } : {}),
      ...script.headers,
    })
    response.flushHeaders()
    for (const chunk of script.chunks ?? []) {
      if (typeof chunk === 'string') response.write(chunk)
      else if ('b64' in chunk) response.write(Buffer.from(chunk.b64, 'base64'))
      else await pause(chunk.sleepMs / SHORTENED)
    }
    if (script.chunks) return response.end()
    return response.end(typeof script.body === 'string' ? script.body : JSON.stringify(script.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A case about time: its pauses and the limits are shortened alike. All others run under the limits of production. */
function isSlow({ response }: Case): boolean {
  return [response]
    .flat()
    .some(({ chunks = [] }) =>
      chunks.some((chunk) => typeof chunk === 'object' && 'sleepMs' in chunk && chunk.sleepMs >= 1_000),
    )
}

async function play(entry: Case) {
  const { settings, model } = connect(ENVIRONMENTS[entry.provider](`${address}/${entry.id}`), entry.model)
  const pauses: number[] = []
  const messages = [{ role: 'user' as const, content: 'What is the word?' }]
  const deadlineAtMs = Date.now() + DEADLINE_MS
  const { outcome, calls: records } = await persistentCall(
    {
      callModel: createCallModel({ settings }),
      deadlineAtMs,
      model,
      now: Date.now,
      random: () => 0.5,
      sleep: async (ms) => {
        pauses.push(ms)
      },
    },
    'answer',
    () => ({
      model,
      messages,
      deadlineAtMs,
      ...(isSlow(entry)
        ? {
            firstTokenMs: firstTokenLimitMs(model, 10, DEADLINE_MS) / SHORTENED,
            stallMs: STALL_MS / SHORTENED,
          }
        : {}),
    }),
  )
  const { usage } = outcome
  return {
    outcome: outcome.ok ? ('ok' as const) : ('failed' as const),
    text: outcome.text,
    usage: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cached_input_tokens: usage.cachedInputTokens,
      reasoning_tokens: usage.reasoningTokens,
    } as Record<string, number>,
    usage_is_estimate: outcome.usageIsEstimate,
    cost_nano_usd: outcome.costNanoUsd,
    cost_is_estimate: outcome.costIsEstimate,
    error_codes: [
      ...(outcome.ok ? [] : [outcome.error.code]),
      ...records.flatMap(({ error }) => (error ? [error.code] : [])),
    ] as string[],
    retryable: records.length > 1,
    pauses,
  }
}

/** What differs from an expectation; empty where it holds. */
function differences(seen: Awaited<ReturnType<typeof play>>, wanted: Expectation): string[] {
  const { outcome, usage = {}, error_code, retry_after_ms, ...rest } = wanted
  const wrong: string[] = []
  if (seen.outcome !== outcome) wrong.push(`outcome ${seen.outcome} (${seen.error_codes.join(', ')})`)
  for (const [name, count] of Object.entries(usage))
    if (seen.usage[name] !== count) wrong.push(`${name} ${seen.usage[name]}, not ${count}`)
  const codes = error_code === undefined ? [] : [error_code].flat()
  // `unusable_output` is what an attempt makes of an answer without text; a call says `empty_response`.
  if (codes.length > 0 && !seen.error_codes.some((code) => codes.includes(code)))
    wrong.push(`code ${seen.error_codes.join(', ')}, not ${codes.join(' or ')}`)
  if (retry_after_ms && !seen.pauses.some((ms) => ms >= retry_after_ms[0] && ms <= retry_after_ms[1]))
    wrong.push(`pauses ${seen.pauses.join(', ')}, not within ${retry_after_ms.join('–')}`)
  for (const [name, value] of Object.entries(rest)) {
    const actual = seen[name as keyof typeof rest]
    if (value !== undefined && actual !== value) wrong.push(`${name} ${actual}, not ${value}`)
  }
  return wrong
}

describe.concurrent('what providers send', () => {
  it.each(cases)('$kind $id', async (entry) => {
    const seen = await play(entry)
    const results = entry.accept.map((wanted) => differences(seen, wanted))
    expect(
      results.some((wrong) => wrong.length === 0),
      results.map((wrong) => wrong.join('; ')).join(' | '),
    ).toBe(true)
  })
})
