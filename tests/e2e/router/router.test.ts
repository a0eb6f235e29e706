/** `universal-router` in front of the orchestrator, over real HTTP, with a mock provider behind both. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import {
  type MockProvider,
  type MockReply,
  SMALL_PROJECT,
  startMockProvider,
} from '../../support/mockProvider.ts'
import {
  anonymousClient,
  eventually,
  invoke,
  type Person,
  serviceClient,
  signUp,
} from '../../support/people.ts'

const FUNCTION = 'universal-router'

let dataDir: string
let provider: MockProvider
let stack: Stack
let ada: Person
let reply: (prompt: string) => MockReply

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider((_model, _earlier, request) => reply(JSON.stringify(request.body)))
  stack = await startStack({
    port: 0,
    dataDir,
    environment: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${provider.url}/v1` },
  })
  ada = await signUp(stack)
})

beforeEach(() => {
  provider.requests.length = 0
  reply = () => ({ text: SMALL_PROJECT })
})

afterAll(async () => {
  await stack?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const route = (body: Record<string, unknown>, headers?: Record<string, string>) =>
  invoke(ada.client, FUNCTION, { body, headers })

describe('universal-router', () => {
  it("hands a feature build on with the caller's own identity", async () => {
    const { status, body } = await route({ request: 'Build a counter app', userId: ada.userId })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      intent: 'FEATURE_BUILD',
      confidence: expect.any(Number),
      delegatedTo: 'multi-model-orchestrator',
      result: { success: true },
    })
    expect(body.result.files).toHaveProperty(['src/App.tsx'])
    const run = await eventually(
      async () =>
        (await ada.client.from('orchestration_runs').select('*').eq('id', body.result.runId)).data?.[0],
    )
    expect(run.user_id).toBe(ada.userId)
  })

  it('hands edits of existing files on, and answers questions with one model', async () => {
    const edit = await route({
      request: 'Add a footer to the page',
      context: { files: { 'src/App.tsx': 'export const App = () => null\n' } },
    })
    expect(edit.body).toMatchObject({ intent: 'EDIT', delegatedTo: 'multi-model-orchestrator' })
    reply = () => ({ text: 'let is block scoped and can be reassigned; const is block scoped and can not.' })
    const question = await route({ request: 'What is the difference between let and const?' })
    expect(question.body).toMatchObject({
      intent: 'QUESTION',
      delegatedTo: null,
      result: { files: {}, metrics: { strategiesPlanned: 1 } },
    })
    expect(question.body.result.text).toContain('block scoped')
  })

  it('asks the triage model where the profiler is unsure, and books the call', async () => {
    reply = (prompt) => ({
      text: prompt.includes('Classify the request') ? 'QUESTION' : 'It is the answer to everything.',
    })
    const { body } = await route({ request: 'hmm, about forty-two' })
    expect(body).toMatchObject({ intent: 'QUESTION', confidence: 0.85, delegatedTo: null })
    expect(provider.requests).toHaveLength(2)
    const runs = await eventually(async () => {
      const { data } = await ada.client
        .from('model_performance')
        .select('task_type')
        .eq('task_type', 'triage')
      return data?.length ? data : undefined
    })
    expect(runs).toHaveLength(1)
  })

  it('passes errors through unchanged', async () => {
    reply = () => ({ status: 400 })
    const direct = await invoke(ada.client, 'multi-model-orchestrator', {
      body: { request: 'Build a counter app', models: ['gpt-4o'] },
    })
    const routed = await route({ request: 'Build a counter app', models: ['gpt-4o'] })
    expect(routed.status).toBe(502)
    expect(routed.body.error).toEqual({
      ...direct.body.error,
      details: { attempts: [{ ...direct.body.error.details.attempts[0], durationMs: expect.any(Number) }] },
    })
    expect(await route({ request: 'Build a counter app', models: ['nonsense'] })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    })
    expect(await route({ request: 'Build it', nonsense: 1 })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('nonsense') } },
    })
  })

  it('streams through', async () => {
    for (const request of ['Build a counter app', 'What is the difference between let and const?']) {
      const { data, error } = await ada.client.functions.invoke(FUNCTION, { body: { request, stream: true } })
      expect(error).toBeNull()
      const names = [...(await (data as Response).text()).matchAll(/^event: (.+)$/gm)].map(
        (match) => match[1],
      )
      expect(names.slice(0, 4)).toEqual(['run', 'profile', 'plan', 'attempt.started'])
      expect(names.at(-1)).toBe('result')
    }
  })

  it('is paid once for one Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': crypto.randomUUID() }
    const first = await route({ request: 'Build a counter app' }, headers)
    expect(await route({ request: 'Build a counter app' }, headers)).toEqual(first)
    expect(provider.requests).toHaveLength(1)
  })

  it('ends the call on the wire when the caller hangs up', async () => {
    reply = () => ({ text: SMALL_PROJECT, delayMs: 30_000 })
    const caller = new AbortController()
    const asked = fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
      body: JSON.stringify({ request: 'Build a counter app' }),
      signal: caller.signal,
    })
    const request = await eventually(async () => provider.requests[0])
    caller.abort()
    await expect(asked).rejects.toThrow()
    expect(await request.ended).toBe('aborted')
  })

  it('lets nobody in but users and the secret key, and nobody round in circles', async () => {
    expect((await invoke(anonymousClient(stack), FUNCTION, { body: { request: 'Build it' } })).status).toBe(
      401,
    )
    const forAda = await invoke(serviceClient(stack), FUNCTION, {
      body: { request: 'Build a counter app', userId: ada.userId },
    })
    expect(forAda.body).toMatchObject({ delegatedTo: 'multi-model-orchestrator', result: { success: true } })
    expect(await route({ request: 'Build a counter app' }, { 'x-merit-routed': '1' })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    })
  })
})
