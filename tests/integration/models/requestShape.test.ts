// What goes over the wire: only what each model takes, in each provider's words, at the configured address.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import type { ModelCall } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { type ScriptedProvider, sendStream, startScriptedProvider } from './scriptedProvider.ts'
import { anthropicWire, connect, geminiWire, openaiUsage, openaiWire, type Wire } from './wires.ts'

const USAGE = { input: 100, cached: 0, output: 10, reasoning: 0 }

let provider: ScriptedProvider
beforeAll(async () => {
  provider = await startScriptedProvider()
})
afterAll(() => provider.stop())

async function send(
  wire: Wire,
  modelName: string,
  more: Partial<ModelCall> = {},
  environment = wire.environment(provider.url),
) {
  provider.requests.length = 0
  provider.answer = (response) =>
    sendStream(response, ...wire.opening, wire.text('ok'), ...wire.ending('complete', USAGE))
  const { settings, model } = connect(environment, modelName)
  const outcome = await createCallModel({ settings })({
    model,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'Two.' },
      { role: 'user', content: 'Three?' },
    ],
    deadlineAtMs: Date.now() + 20_000,
    ...more,
  })
  const request = provider.requests[0]
  if (!request) throw new Error('no request arrived')
  return { ...request, outcome }
}

const strictSchema = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string' } } },
  required: ['files'],
  additionalProperties: false,
}
const looseSchema = { type: 'object', properties: { files: { type: 'object' } } }

describe('OpenAI', () => {
  it('asks for a stream with usage at /v1/chat/completions', async () => {
    const { path, headers, body } = await send(openaiWire, 'gpt-4.1')
    expect(path).toBe('/v1/chat/completions')
    expect(headers.authorization).toBe('Bearer sk-test-openai-0123456789')
    expect(body).toEqual({
      model: 'gpt-4.1',
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'One?' },
        { role: 'assistant', content: 'Two.' },
        { role: 'user', content: 'Three?' },
      ],
    })
  })

  it('passes temperature where it is taken and drops it where it is refused', async () => {
    expect((await send(openaiWire, 'gpt-4.1', { temperature: 0.3 })).body.temperature).toBe(0.3)
    expect((await send(openaiWire, 'gpt-6-sol', { temperature: 0.3 })).body).not.toHaveProperty('temperature')
  })

  it('limits by max_completion_tokens, never beyond what the model can', async () => {
    const { body } = await send(openaiWire, 'gpt-4o', { maxOutputTokens: 1_000_000 })
    expect(body.max_completion_tokens).toBe(16_384)
    expect(body).not.toHaveProperty('max_tokens')
  })

  it('sends a JSON schema, strict only where it qualifies', async () => {
    const strict = await send(openaiWire, 'gpt-4.1', {
      responseSchema: { name: 'files', schema: strictSchema },
    })
    expect(strict.body.response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'files', schema: strictSchema, strict: true },
    })
    const loose = await send(openaiWire, 'gpt-4.1', {
      responseSchema: { name: 'files', schema: looseSchema },
    })
    expect(loose.body.response_format).toMatchObject({ json_schema: { strict: false } })
  })
})

describe('OpenAI-compatible providers', () => {
  const cases: [string, Record<string, string>, string, string, string][] = [
    [
      'Groq',
      { GROQ_API_KEY: 'gsk_1' },
      'GROQ_BASE_URL',
      'llama-3.3-70b-versatile',
      '/openai/v1/chat/completions',
    ],
    [
      'OpenRouter',
      { OPENROUTER_API_KEY: 'sk-or' },
      'OPENROUTER_BASE_URL',
      'openrouter/x/y',
      '/api/v1/chat/completions',
    ],
    ['Ollama', {}, 'OLLAMA_BASE_URL', 'ollama/qwen3:8b', '/v1/chat/completions'],
    ['the sandbox', {}, 'MERIT_SANDBOX_URL', 'gpt-4.1', '/v1/chat/completions'],
  ]
  it.each(cases)(
    '%s is called under its own path, with no organisation of OpenAI',
    async (_, key, addressName, modelName, path) => {
      process.env.OPENAI_ORG_ID = 'org-private'
      try {
        const request = await send(openaiWire, modelName, {}, { ...key, [addressName]: provider.url })
        expect(request.path).toBe(path)
        expect(request.headers).not.toHaveProperty('openai-organization')
      } finally {
        delete process.env.OPENAI_ORG_ID
      }
    },
  )

  it('a schema is left out for a model without structured output', async () => {
    const environment = { GROQ_API_KEY: 'gsk_1', GROQ_BASE_URL: provider.url }
    const responseSchema = { name: 'files', schema: strictSchema }
    const { body } = await send(openaiWire, 'llama-3.3-70b-versatile', { responseSchema }, environment)
    expect(body).not.toHaveProperty('response_format')
  })

  it('OpenRouter is limited by max_tokens, and its own cost is the cost', async () => {
    const environment = { OPENROUTER_API_KEY: 'sk-or', OPENROUTER_BASE_URL: provider.url }
    const { settings, model } = connect(environment, 'claude-sonnet-5')
    expect(model).toMatchObject({ provider: 'openrouter', providerModelId: 'anthropic/claude-sonnet-5' })
    provider.requests.length = 0
    provider.answer = (response) =>
      sendStream(
        response,
        openaiWire.text('ok'),
        openaiWire.ending('complete')[0] ?? '',
        openaiUsage(USAGE, { cost: 0.000123456 }),
        'data: [DONE]\n\n',
      )
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      maxOutputTokens: 50,
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({
      ok: true,
      costNanoUsd: 123_456,
      costIsEstimate: false,
      usageIsEstimate: false,
    })
    expect(provider.requests[0]?.body).toMatchObject({ model: 'anthropic/claude-sonnet-5', max_tokens: 50 })
  })

  it.each([
    ['an error chunk', 502, 'server_error'],
    ['an error chunk', 429, 'rate_limited'],
  ])('OpenRouter breaking off with %s of code %i', async (_, code, meaning) => {
    const environment = { OPENROUTER_API_KEY: 'sk-or', OPENROUTER_BASE_URL: provider.url }
    const { settings, model } = connect(environment, 'openrouter/x/y')
    const error = { id: 'c1', error: { code, message: 'Provider disconnected' }, choices: [] }
    provider.answer = (response) =>
      sendStream(
        response,
        ': OPENROUTER PROCESSING\n\n',
        openaiWire.text('Half of'),
        `data: ${JSON.stringify(error)}\n\n`,
      )
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({ ok: false, text: 'Half of', error: { code: meaning, status: code } })
  })

  it('a cost reported by anyone else is not believed', async () => {
    const environment = { OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: provider.url }
    const { settings, model } = connect(environment, 'gpt-4.1')
    provider.answer = (response) =>
      sendStream(
        response,
        openaiWire.text('ok'),
        openaiWire.ending('complete')[0] ?? '',
        openaiUsage(USAGE, { cost: 9 }),
      )
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome.costNanoUsd).toBe(100 * 2_000 + 10 * 8_000)
  })

  it('a model without a price costs null, not nothing', async () => {
    const { outcome } = await send(openaiWire, 'ollama/qwen3:8b', {}, { OLLAMA_BASE_URL: provider.url })
    expect(outcome).toMatchObject({
      ok: true,
      costNanoUsd: null,
      usage: { inputTokens: 100, outputTokens: 10 },
    })
  })

  it("Groq's older place for usage is read", async () => {
    const { settings, model } = connect(
      { GROQ_API_KEY: 'g', GROQ_BASE_URL: provider.url },
      'openai/gpt-oss-120b',
    )
    const finish = (openaiWire.ending('complete')[0] ?? '').replace(
      '"choices"',
      '"x_groq":{"id":"r","usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}},"choices"',
    )
    provider.answer = (response) => sendStream(response, openaiWire.text('ok'), finish, 'data: [DONE]\n\n')
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({
      ok: true,
      usageIsEstimate: false,
      usage: { inputTokens: 7, outputTokens: 3 },
    })
  })

  it('cached tokens beyond the input are no usage at all', async () => {
    const { settings, model } = connect(openaiWire.environment(provider.url), 'gpt-4.1')
    provider.answer = (response) =>
      sendStream(
        response,
        openaiWire.text('ok'),
        ...openaiWire.ending('complete', { input: 10, cached: 500, output: 2, reasoning: 0 }),
      )
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({ ok: true, usageIsEstimate: true, costIsEstimate: true })
    expect(outcome.costNanoUsd).toBeGreaterThan(0)
  })
})

describe('Gemini', () => {
  it('is asked over v1beta, the system text apart, assistant turns as model', async () => {
    const { path, headers, body } = await send(geminiWire, 'gemini-3.8-flash')
    expect(path).toBe('/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse')
    expect(headers['x-goog-api-key']).toBe('AIza-test-gemini-0123456789')
    expect(body).toMatchObject({
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'One?' }] },
        { role: 'model', parts: [{ text: 'Two.' }] },
        { role: 'user', parts: [{ text: 'Three?' }] },
      ],
    })
  })

  it('takes temperature, limit and schema', async () => {
    const { body } = await send(geminiWire, 'gemini-3.8-flash', {
      temperature: 1.5,
      maxOutputTokens: 999_999,
      responseSchema: { name: 'files', schema: looseSchema },
    })
    expect(body.generationConfig).toEqual({
      temperature: 1.5,
      maxOutputTokens: 65_536,
      responseMimeType: 'application/json',
      responseJsonSchema: looseSchema,
    })
  })

  it('the version in a base address is not doubled', async () => {
    const environment = { GEMINI_API_KEY: 'g', GEMINI_BASE_URL: `${provider.url}/v1beta/` }
    const { path } = await send(geminiWire, 'gemini-3.8-flash', {}, environment)
    expect(path).toBe('/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse')
  })

  it('a blocked prompt is a matter of content policy', async () => {
    provider.answer = (response) =>
      sendStream(response, `data: ${JSON.stringify({ promptFeedback: { blockReason: 'SAFETY' } })}\n\n`)
    const { settings, model } = connect(geminiWire.environment(provider.url), 'gemini-3.8-flash')
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'content_policy' } })
  })

  it('a cut after a continuation token is not mended by the SDK behind our back', async () => {
    provider.requests.length = 0
    const half = geminiWire.text('Half of').replace('"index":0', '"index":0,"continuationToken":"t1"')
    provider.answer = (response) => sendStream(response, half)
    const { settings, model } = connect(geminiWire.environment(provider.url), 'gemini-3.8-flash')
    const outcome = await createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 20_000,
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'stream_cut' } })
    expect(provider.requests).toHaveLength(1)
  })

  it('the sandbox speaks it at its root', async () => {
    const { path } = await send(geminiWire, 'gemini-3.1-pro-preview', {}, { MERIT_SANDBOX_URL: provider.url })
    expect(path).toBe('/v1beta/models/sandbox-gemini-strong:streamGenerateContent?alt=sse')
  })
})

describe('Anthropic', () => {
  it('gets the system text apart and the model maximum, which it insists on', async () => {
    const { path, headers, body } = await send(anthropicWire, 'claude-haiku-4-5')
    expect(path).toBe('/v1/messages')
    expect(headers.authorization).toBe('Bearer sk-ant-test-0123456789')
    expect(body).toEqual({
      model: 'claude-haiku-4-5',
      max_tokens: 64_000,
      system: 'Be brief.',
      stream: true,
      messages: [
        { role: 'user', content: 'One?' },
        { role: 'assistant', content: 'Two.' },
        { role: 'user', content: 'Three?' },
      ],
    })
  })

  it('leaves room for the answer in the window', async () => {
    const messages = [{ role: 'user' as const, content: 'lorem ipsum dolor '.repeat(38_000) }]
    const { body } = await send(anthropicWire, 'claude-haiku-4-5', { messages })
    expect(body.max_tokens).toBeLessThan(64_000)
    expect(body.max_tokens).toBeGreaterThan(1_000)
  })

  it('holds temperature to its scale and drops it where it is refused', async () => {
    expect((await send(anthropicWire, 'claude-haiku-4-5', { temperature: 1.7 })).body.temperature).toBe(1)
    expect((await send(anthropicWire, 'claude-opus-5', { temperature: 1 })).body).not.toHaveProperty(
      'temperature',
    )
  })

  it('takes a schema as output format', async () => {
    const responseSchema = { name: 'files', schema: strictSchema }
    const { body } = await send(anthropicWire, 'claude-haiku-4-5', { responseSchema })
    expect(body.output_config).toEqual({ format: { type: 'json_schema', schema: strictSchema } })
  })

  it('system text alone is asked as a question', async () => {
    const { body } = await send(anthropicWire, 'claude-haiku-4-5', {
      messages: [{ role: 'system', content: 'Say hello.' }],
    })
    expect(body.messages).toEqual([{ role: 'user', content: 'Say hello.' }])
    expect(body).not.toHaveProperty('system')
  })
})
