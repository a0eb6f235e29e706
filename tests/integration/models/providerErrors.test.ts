// What each provider really says when it refuses, as its SDK passes it on, and the one word we make of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import type { ModelErrorCode } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { type ScriptedProvider, sendJson, startScriptedProvider } from './scriptedProvider.ts'
import { anthropicWire, connect, geminiWire, openaiWire, WIRES } from './wires.ts'

let provider: ScriptedProvider
beforeAll(async () => {
  provider = await startScriptedProvider()
})
afterAll(() => provider.stop())

const openrouter = (url: string) => ({
  OPENROUTER_API_KEY: 'sk-or-v1-test-0123',
  OPENROUTER_BASE_URL: `${url}/api/v1`,
})
const groq = (url: string) => ({ GROQ_API_KEY: 'gsk_test0123456789', GROQ_BASE_URL: url })

async function failWith(
  environment: Record<string, string>,
  modelName: string,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  provider.requests.length = 0
  provider.answer = (response) => sendJson(response, status, body, headers)
  const { settings, model } = connect(environment, modelName)
  const outcome = await createCallModel({ settings })({
    model,
    messages: [{ role: 'user', content: 'Hello' }],
    deadlineAtMs: Date.now() + 20_000,
  })
  if (outcome.ok) throw new Error('the call should have failed')
  return outcome
}

const openaiError = (code: string | null, message: string, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code },
})
const geminiError = (code: number, status: string, message: string, details: unknown[] = []) => ({
  error: { code, status, message, details },
})
const anthropicError = (type: string, message: string) => ({ type: 'error', error: { type, message } })
const openrouterError = (code: number, message: string, metadata?: unknown) => ({
  error: { code, message, metadata },
})

type Case = [meaning: ModelErrorCode, status: number, body: unknown]

const CASES: Record<
  string,
  { environment: (url: string) => Record<string, string>; modelName: string; cases: Case[] }
> = {
  openai: {
    environment: openaiWire.environment,
    modelName: 'gpt-4.1',
    cases: [
      [
        'authentication',
        401,
        openaiError('invalid_api_key', 'Incorrect API key provided: sk-test-openai-01234.'),
      ],
      ['authentication', 403, openaiError(null, 'Country, region, or territory not supported')],
      [
        'quota_exhausted',
        429,
        openaiError('insufficient_quota', 'You exceeded your current quota', 'insufficient_quota'),
      ],
      ['rate_limited', 429, openaiError('rate_limit_exceeded', 'Rate limit reached for gpt-4.1', 'tokens')],
      ['model_not_found', 404, openaiError('model_not_found', 'The model `gpt-9` does not exist')],
      [
        'context_length',
        400,
        openaiError('context_length_exceeded', "This model's maximum context length is 128000 tokens."),
      ],
      [
        'context_length',
        400,
        openaiError(null, "This model's maximum context length is 8192 tokens. However, you requested 9000."),
      ],
      [
        'content_policy',
        400,
        openaiError('content_policy_violation', 'Your request was rejected by our safety system.'),
      ],
      ['content_policy', 400, openaiError('invalid_prompt', 'Invalid prompt: your prompt was flagged')],
      ['invalid_request', 400, openaiError('unsupported_value', "Unsupported value: 'temperature'")],
      ['invalid_request', 422, openaiError(null, 'Unprocessable')],
      ['server_error', 500, openaiError(null, 'The server had an error', 'server_error')],
      ['server_error', 503, openaiError(null, 'Slow down', 'service_unavailable')],
      ['server_error', 408, openaiError(null, 'Request timeout')],
    ],
  },
  gemini: {
    environment: geminiWire.environment,
    modelName: 'gemini-3.8-flash',
    cases: [
      [
        'authentication',
        400,
        geminiError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
          { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
        ]),
      ],
      ['authentication', 403, geminiError(403, 'PERMISSION_DENIED', 'Permission denied')],
      ['rate_limited', 429, geminiError(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted')],
      [
        'quota_exhausted',
        429,
        geminiError(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota', [
          {
            '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
            violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
          },
        ]),
      ],
      [
        'model_not_found',
        404,
        geminiError(404, 'NOT_FOUND', 'models/gemini-9 is not found for API version v1beta'),
      ],
      [
        'context_length',
        400,
        geminiError(
          400,
          'INVALID_ARGUMENT',
          'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
        ),
      ],
      ['invalid_request', 400, geminiError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.')],
      ['server_error', 500, geminiError(500, 'INTERNAL', 'An internal error has occurred.')],
      [
        'server_error',
        503,
        geminiError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
      ],
      ['server_error', 504, geminiError(504, 'DEADLINE_EXCEEDED', 'Deadline expired')],
    ],
  },
  anthropic: {
    environment: anthropicWire.environment,
    modelName: 'claude-haiku-4-5',
    cases: [
      ['authentication', 401, anthropicError('authentication_error', 'invalid x-api-key')],
      ['authentication', 403, anthropicError('permission_error', 'Your API key does not have permission')],
      [
        'quota_exhausted',
        400,
        anthropicError('invalid_request_error', 'Your credit balance is too low to access the API.'),
      ],
      [
        'rate_limited',
        429,
        anthropicError('rate_limit_error', 'Number of requests has exceeded your rate limit'),
      ],
      ['model_not_found', 404, anthropicError('not_found_error', 'model: claude-9')],
      [
        'context_length',
        400,
        anthropicError('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
      ],
      [
        'context_length',
        400,
        anthropicError(
          'invalid_request_error',
          'input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000',
        ),
      ],
      [
        'context_length',
        413,
        anthropicError('request_too_large', 'Request exceeds the maximum allowed number of bytes.'),
      ],
      [
        'content_policy',
        400,
        anthropicError('invalid_request_error', 'Output blocked by content filtering policy'),
      ],
      [
        'invalid_request',
        400,
        anthropicError('invalid_request_error', 'temperature: Input should be less than 1'),
      ],
      ['server_error', 500, anthropicError('api_error', 'Internal server error')],
      ['server_error', 529, anthropicError('overloaded_error', 'Overloaded')],
    ],
  },
  openrouter: {
    environment: openrouter,
    modelName: 'openrouter/deepseek/deepseek-v3.2',
    cases: [
      ['quota_exhausted', 402, openrouterError(402, 'Insufficient credits')],
      ['content_policy', 403, openrouterError(403, 'Input was flagged', { reasons: ['violence'] })],
      ['authentication', 401, openrouterError(401, 'No auth credentials found')],
      ['model_not_found', 400, openrouterError(400, 'deepseek/x is not a valid model ID')],
      ['model_not_found', 404, openrouterError(404, 'No endpoints found')],
      ['rate_limited', 429, openrouterError(429, 'Provider returned error')],
      ['server_error', 502, openrouterError(502, 'Provider returned error')],
    ],
  },
  groq: {
    environment: groq,
    modelName: 'openai/gpt-oss-120b',
    cases: [
      [
        'quota_exhausted',
        413,
        openaiError(
          'rate_limit_exceeded',
          'Request too large for model `openai/gpt-oss-120b` on tokens per minute',
          'tokens',
        ),
      ],
      [
        'context_length',
        400,
        openaiError('context_length_exceeded', 'Please reduce the length of the messages'),
      ],
      ['model_not_found', 400, openaiError('model_decommissioned', 'The model `x` has been decommissioned')],
      ['server_error', 498, openaiError('capacity_exceeded', 'Flex tier capacity exceeded')],
    ],
  },
}

for (const [name, { environment, modelName, cases }] of Object.entries(CASES)) {
  describe(`errors of ${name}`, () => {
    it.each(cases)('%s for status %i, asked once', async (meaning, status, body) => {
      const { error, costNanoUsd, model } = {
        model: modelName,
        ...(await failWith(environment(provider.url), modelName, status, body)),
      }
      expect({ model, code: error.code, status: error.status }).toEqual({ model, code: meaning, status })
      expect(provider.requests).toHaveLength(1)
      expect(costNanoUsd).toBe(0)
    })
  })
}

describe.each(WIRES)('Retry-After over the $name wire', (wire) => {
  const body = wire.errorBody('Too many requests', 'rate_limit_error')

  it('in seconds', async () => {
    const { error } = await failWith(wire.environment(provider.url), wire.modelName, 429, body, {
      'retry-after': '1.5',
    })
    expect(error).toMatchObject({ code: 'rate_limited', status: 429, retryAfterMs: 1_500 })
    expect(provider.requests).toHaveLength(1)
  })

  it('as a date', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString()
    const { error } = await failWith(wire.environment(provider.url), wire.modelName, 429, body, {
      'retry-after': date,
    })
    expect(error.retryAfterMs).toBeGreaterThan(50_000)
    expect(error.retryAfterMs).toBeLessThanOrEqual(60_000)
  })

  it('in milliseconds', async () => {
    const { error } = await failWith(wire.environment(provider.url), wire.modelName, 429, body, {
      'retry-after-ms': '250',
    })
    expect(error.retryAfterMs).toBe(250)
  })

  it('on an unavailable service', async () => {
    const { error } = await failWith(
      wire.environment(provider.url),
      wire.modelName,
      503,
      {},
      { 'retry-after': '7' },
    )
    expect(error).toMatchObject({ code: 'server_error', status: 503, retryAfterMs: 7_000 })
  })

  it('absent', async () => {
    const { error } = await failWith(wire.environment(provider.url), wire.modelName, 429, body)
    expect(error).not.toHaveProperty('retryAfterMs')
  })
})

it("Gemini's RetryInfo in the body serves where the header is missing", async () => {
  const body = geminiError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '13.5s' },
  ])
  const { error } = await failWith(geminiWire.environment(provider.url), 'gemini-3.8-flash', 429, body)
  expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 13_500 })
})

describe.each(WIRES)('what a failure over the $name wire tells', (wire) => {
  it('neither key nor address nor the words of the provider', async () => {
    const environment = wire.environment(provider.url)
    const key = Object.entries(environment).find(([name]) => name.endsWith('_API_KEY'))?.[1] ?? ''
    const body = wire.errorBody(`Bad key ${key} at https://internal.example/v1`, 'invalid_request_error')
    for (const status of [400, 401, 404, 429, 500]) {
      const told = JSON.stringify(await failWith(environment, wire.modelName, status, body))
      expect(told).not.toContain(key)
      expect(told).not.toContain('internal.example')
    }
  })

  it('an HTML error page of a proxy is read by its status', async () => {
    provider.answer = (response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>')
    }
    const { settings, model } = connect(wire.environment(provider.url), wire.modelName)
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'server_error', status: 502 } })
  })
})
