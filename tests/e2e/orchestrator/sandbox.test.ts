/** The main job against the running stack with sandbox models, as a user's own script would do it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { BAD_BODIES } from '../../fixtures/badBodies.ts'
import {
  anonymousClient,
  eventually,
  invoke,
  type Person,
  serviceClient,
  signUp,
} from '../../support/people.ts'

const FUNCTION = 'multi-model-orchestrator'
const TODO_APP = 'Build a todo app with authentication'

let dataDir: string
let stack: Stack
let ada: Person
let bob: Person

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  stack = await startStack({ port: 0, dataDir })
  ada = await signUp(stack)
  bob = await signUp(stack)
})

afterAll(async () => {
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const rowsOf = async (person: Person, table: string, runId: string) => {
  const { data, error } = await person.client.from(table).select('*').eq('run_id', runId)
  if (error) throw error
  return data
}
const recorded = (person: Person, runId: string) =>
  eventually(async () => {
    const rows = await rowsOf(person, 'model_selections', runId)
    return rows.length > 0 ? rows : undefined
  })

describe('a signed-in user', () => {
  it('gets a project, its score and its story, and finds all of it on record', async () => {
    const conversationId = crypto.randomUUID()
    const { status, body } = await invoke(ada.client, FUNCTION, {
      body: { request: TODO_APP, userId: ada.userId, conversationId, parallelExecution: true },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      files: { 'package.json': expect.any(String) },
      message: expect.any(String),
      qualityScore: expect.any(Number),
      strategy: {
        model: expect.stringContaining('sandbox'),
        provider: 'sandbox',
        approach: 'simple',
        priority: expect.any(Number),
      },
      profile: { type: 'generation', output: 'files', complexity: expect.stringMatching(/low|medium|high/) },
      metrics: {
        strategiesPlanned: expect.any(Number),
        strategiesTried: expect.any(Number),
        durationMs: expect.any(Number),
        costUsd: expect.any(Number),
        inputTokens: expect.any(Number),
        outputTokens: expect.any(Number),
        selection: { policy: 'thompson', explored: expect.any(Boolean), propensity: expect.any(Number) },
      },
    })
    expect(body.scoreBreakdown.overall).toBe(body.qualityScore)
    expect(body.profile.requirements).toContain('authentication')
    expect(Object.keys(body.files).length).toBeGreaterThan(5)
    expect(body.metrics.costUsd).toBeGreaterThan(0)
    const tried = body.metrics.attempts.filter((attempt: { status: string }) => attempt.status !== 'skipped')
    expect(tried).toHaveLength(body.metrics.strategiesTried)

    const [selection] = await recorded(ada, body.runId)
    expect(selection).toMatchObject({
      user_id: ada.userId,
      policy: 'thompson',
      selected_model: body.strategy.model,
    })
    const attempts = await rowsOf(ada, 'model_performance', body.runId)
    expect(attempts).toHaveLength(body.metrics.attempts.length)
    const usage = await rowsOf(ada, 'model_usage', body.runId)
    expect(usage).toHaveLength(tried.length)
    const billed = usage.reduce((sum: number, row: { cost_nano_usd: number }) => sum + row.cost_nano_usd, 0)
    expect(billed).toBe(Math.round(body.metrics.costUsd * 1e9))

    const best = await ada.client.rpc('get_best_model_for_task', {
      user_id: ada.userId,
      task_type: 'generation',
    })
    expect(best.error).toBeNull()
    expect(best.data).toHaveLength(1)
    expect(best.data[0].model).toContain('sandbox')
  })

  it('keeps what is theirs from everybody else', async () => {
    const { body } = await invoke(ada.client, FUNCTION, {
      body: { request: 'Build a landing page for a bakery' },
    })
    await recorded(ada, body.runId)
    for (const table of ['orchestration_runs', 'model_performance', 'model_selections', 'model_usage']) {
      const mine = await ada.client.from(table).select('*').limit(1)
      expect(mine.data, table).toHaveLength(1)
      const theirs = await bob.client.from(table).select('*').eq('user_id', ada.userId)
      expect(theirs.data, table).toEqual([])
      const nobodys = await anonymousClient(stack).from(table).select('*')
      expect(nobodys.data, table).toBeNull()
    }
    expect((await invoke(bob.client, `${FUNCTION}/runs/${body.runId}`, { method: 'GET' })).status).toBe(404)
    const mine = await invoke(ada.client, `${FUNCTION}/runs/${body.runId}`, { method: 'GET' })
    expect(mine.body).toMatchObject({
      runId: body.runId,
      state: 'succeeded',
      result: { qualityScore: body.qualityScore },
    })
  })

  it('edits the project of the conversation without sending it again', async () => {
    const conversationId = crypto.randomUUID()
    const first = await invoke(ada.client, FUNCTION, {
      body: { request: TODO_APP, conversationId, models: ['sandbox-openai-strong'] },
    })
    await recorded(ada, first.body.runId)
    const second = await invoke(ada.client, FUNCTION, {
      body: {
        request: 'Add a dark mode toggle to the header',
        conversationId,
        models: ['sandbox-openai-strong'],
      },
    })
    expect(second.status).toBe(200)
    expect(second.body.profile.type).toBe('edit')
    for (const path of Object.keys(first.body.files)) expect(second.body.files).toHaveProperty([path])
    expect(second.body.files).not.toEqual(first.body.files)
  })

  it('gets prose for a question', async () => {
    const { status, body } = await invoke(ada.client, FUNCTION, {
      body: { request: 'What is the difference between let and const in JavaScript?' },
    })
    expect(status).toBe(200)
    expect(body.files).toEqual({})
    expect(body.text.length).toBeGreaterThan(80)
    expect(body.profile).toMatchObject({ type: 'question', output: 'text' })
  })

  it('watches the run as events when asked to', async () => {
    const { data, error } = await ada.client.functions.invoke(FUNCTION, {
      body: { request: TODO_APP, stream: true },
    })
    expect(error).toBeNull()
    const text = await (data as Response).text()
    const names = [...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1])
    expect(names.slice(0, 4)).toEqual(['run', 'profile', 'plan', 'attempt.started'])
    expect(names).toContain('attempt.file')
    expect(names.at(-1)).toBe('result')
    const result = JSON.parse(text.split('event: result\ndata: ')[1]?.split('\n')[0] ?? '')
    expect(result.success).toBe(true)
  })

  it('gets a run id at once in the background, and the answer when it is there', async () => {
    const { status, body } = await invoke(ada.client, FUNCTION, {
      body: { request: TODO_APP, background: true },
    })
    expect(status).toBe(202)
    expect(Object.keys(body)).toEqual(['runId'])
    const done = await eventually(async () => {
      const run = await invoke(ada.client, `${FUNCTION}/runs/${body.runId}`, { method: 'GET' })
      return run.body.status === 'running' ? undefined : run.body
    }, 30_000)
    expect(done).toMatchObject({ status: 'succeeded', result: { success: true, runId: body.runId } })
  })

  it('sees which models there are', async () => {
    const { body } = await invoke(ada.client, `${FUNCTION}/models`, { method: 'GET' })
    const ids = body.models.map((model: { id: string }) => model.id)
    expect(ids).toEqual(
      expect.arrayContaining(['sandbox-openai-strong', 'gemini-3.8-flash', 'gpt-6-sol', 'claude-opus-5']),
    )
  })

  it('is told when a name it used ran as another model', async () => {
    const { body } = await invoke(ada.client, FUNCTION, {
      body: { request: TODO_APP, models: ['gemini-2.5-flash'] },
    })
    expect(body.resolvedModels).toEqual([
      {
        requested: 'gemini-2.5-flash',
        model: body.strategy.model,
        reason: 'sandbox',
        successor: expect.stringContaining('gemini-3'),
      },
    ])
  })
})

describe('the door', () => {
  it('is closed without a token', async () => {
    const { status, body } = await invoke(anonymousClient(stack), FUNCTION, { body: { request: TODO_APP } })
    expect(status).toBe(401)
    expect(body.error.code).toBe('unauthorized')
  })

  it('is closed to a forged token', async () => {
    const [header, payload] = ada.accessToken.split('.')
    const response = await fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${header}.${payload}.AAAA`, apikey: stack.publishableKey },
      body: JSON.stringify({ request: TODO_APP }),
    })
    expect(response.status).toBe(401)
  })

  it("refuses another's userId", async () => {
    const { status, body } = await invoke(ada.client, FUNCTION, {
      body: { request: TODO_APP, userId: bob.userId },
    })
    expect(status).toBe(403)
    expect(body.error.code).toBe('forbidden')
  })

  it('lets the secret key act for a user, and for nobody', async () => {
    const service = serviceClient(stack)
    const forBob = await invoke(service, FUNCTION, {
      body: { request: 'Build a contact form', userId: bob.userId },
    })
    expect(forBob.status).toBe(200)
    expect(await recorded(bob, forBob.body.runId)).toHaveLength(1)
    const forNobody = await invoke(service, FUNCTION, { body: { request: 'Build a contact form' } })
    expect(forNobody.status).toBe(200)
    const forStranger = await invoke(service, FUNCTION, {
      body: { request: 'Build a contact form', userId: crypto.randomUUID() },
    })
    expect(forStranger).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } })
    expect(forStranger.body.error.message).toContain('userId')
  })

  for (const { name, body, field } of BAD_BODIES) {
    it(`refuses ${name}`, async () => {
      const response = await fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ada.accessToken}`,
          apikey: stack.publishableKey,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      })
      expect(response.status).toBe(400)
      const answer = await response.json()
      expect(answer.error.code).toBe('invalid_request')
      expect(answer.error.message).toContain(field)
    })
  }

  it('refuses 1 MiB and one byte', async () => {
    const start = '{"request":"hi"'
    const body = `${start}${' '.repeat(1024 * 1024 + 1 - start.length - 1)}}`
    const response = await fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
      body,
    })
    expect(response.status).toBe(413)
    expect((await response.json()).error.code).toBe('payload_too_large')
  })

  it('answers preflights for any origin', async () => {
    const response = await fetch(`${stack.url}/functions/v1/${FUNCTION}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,apikey,content-type,idempotency-key',
      },
    })
    expect(response.ok).toBe(true)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('idempotency-key')
  })

  it('knows no other route', async () => {
    expect(await invoke(ada.client, `${FUNCTION}/nothing`, { method: 'GET' })).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    })
    expect(
      (await invoke(ada.client, `${FUNCTION}/runs/${crypto.randomUUID()}`, { method: 'GET' })).status,
    ).toBe(404)
    const malformed = await invoke(ada.client, `${FUNCTION}/runs/none`, { method: 'GET' })
    expect(malformed).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/^id: /) } },
    })
  })
})
