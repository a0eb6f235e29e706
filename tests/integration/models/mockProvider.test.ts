// The sandbox's engine and the users' mock of choice, aimock, through all three SDKs.
import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { createCatalog } from '../../../supabase/functions/_shared/models/catalog.ts'
import type { ModelCall } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { parseProviderSettings } from '../../../supabase/functions/_shared/models/providerSettings.ts'

const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
beforeAll(() => mock.start())
afterAll(() => mock.stop())
beforeEach(() => {
  mock.clearFixtures()
  mock.clearRequests()
})

async function call(name: string, more: Partial<ModelCall> = {}) {
  const settings = parseProviderSettings({
    GEMINI_API_KEY: 'gemini-key',
    GEMINI_BASE_URL: mock.url,
    OPENAI_API_KEY: 'openai-key',
    OPENAI_BASE_URL: `${mock.url}/v1`,
    ANTHROPIC_API_KEY: 'anthropic-key',
    ANTHROPIC_BASE_URL: mock.url,
    OPENROUTER_API_KEY: 'openrouter-key',
    OPENROUTER_BASE_URL: `${mock.url}/api/v1`,
  })
  const resolved = createCatalog(settings).resolve(name)
  if (!('model' in resolved)) throw new Error(`${name} does not resolve`)
  return await createCallModel({ settings })({
    model: resolved.model,
    messages: [{ role: 'user', content: 'Build a todo app' }],
    deadlineAtMs: Date.now() + 20_000,
    ...more,
  })
}

describe.each(['gpt-4.1', 'gemini-3.8-flash', 'claude-haiku-4-5'])('aimock as %s', (modelName) => {
  it('answers', async () => {
    mock.on({ model: modelName }, { content: 'A todo app.' }, { chunkSize: 3 })
    const deltas: string[] = []
    const outcome = await call(modelName, { onText: (delta) => void deltas.push(delta) })
    expect(outcome).toMatchObject({ ok: true, text: 'A todo app.' })
    expect(deltas.join('')).toBe('A todo app.')
    expect(outcome.costNanoUsd).toBeGreaterThan(0)
  })

  it('limits the rate once, and the second call goes through', async () => {
    mock.on(
      { model: modelName, sequenceIndex: 0 },
      { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 2 },
    )
    mock.on({ model: modelName, sequenceIndex: 1 }, { content: 'ok' })
    expect(await call(modelName)).toMatchObject({
      ok: false,
      error: { code: 'rate_limited', retryAfterMs: 2_000 },
    })
    expect(await call(modelName)).toMatchObject({ ok: true, text: 'ok' })
    expect(mock.getRequests()).toHaveLength(2)
  })

  it('fails with 500, asked once', async () => {
    mock.on({ model: modelName }, { error: { message: 'boom', type: 'server_error' }, status: 500 })
    expect(await call(modelName)).toMatchObject({ ok: false, error: { code: 'server_error', status: 500 } })
    expect(mock.getRequests()).toHaveLength(1)
  })

  it('cuts the socket in the middle', async () => {
    mock.on(
      { model: modelName },
      { content: 'A long answer that never ends.' },
      { chunkSize: 4, latency: 5, truncateAfterChunks: 3 },
    )
    expect(await call(modelName)).toMatchObject({ ok: false, error: { code: 'stream_cut' } })
  })

  it('sends garbage', async () => {
    mock.on({ model: modelName }, { content: 'x' }, { chaos: { malformedRate: 1 } })
    expect(await call(modelName)).toMatchObject({ ok: false, error: { code: 'malformed_response' } })
  })

  it('hangs up at once', async () => {
    mock.on({ model: modelName }, { content: 'x' }, { chaos: { disconnectRate: 1 } })
    expect(await call(modelName)).toMatchObject({ ok: false, error: { code: 'connection' } })
  })

  it('takes too long to begin', async () => {
    mock.on({ model: modelName }, { content: 'x' }, { chaos: { latencyMs: 2_000 } })
    const outcome = await call(modelName, { firstTokenMs: 200 })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'first_token_timeout' } })
    expect(outcome.durationMs).toBeLessThan(1_500)
  })
})

it("an OpenRouter model's reported cost is taken over", async () => {
  mock.on(
    { model: 'x/y' },
    { content: 'ok', usage: { prompt_tokens: 5, completion_tokens: 2, cost: 0.0042 } },
  )
  const outcome = await call('openrouter/x/y')
  expect(outcome).toMatchObject({ ok: true, costNanoUsd: 4_200_000, costIsEstimate: false })
})
