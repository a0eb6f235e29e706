/** `queue` over real HTTP with a signed-in user and supabase-js, a mock provider behind it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import {
  type MockProvider,
  type MockReply,
  type MockRequest,
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

const SCHEMA = {
  type: 'object',
  properties: { number: { type: 'string' }, total: { type: 'number' } },
  required: ['number', 'total'],
  additionalProperties: false,
}
const TRUTH = { number: 'A-1', total: 12.5 }
const STAGES = ['detect_structure', 'extract_products', 'extract_details', 'validate']
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)]).toString('base64')

let dataDir: string
let provider: MockProvider
let environment: Record<string, string>
let stack: Stack
let ada: Person
let grace: Person
let reply: (model: string, request: MockRequest) => MockReply

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider((model, _earlier, request) => reply(model, request))
  environment = { GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: provider.url }
  stack = await startStack({ port: 0, dataDir, environment })
  ada = await signUp(stack)
  grace = await signUp(stack)
})
beforeEach(() => {
  provider.requests.length = 0
  reply = (_model, request) => ({ text: JSON.stringify(answerTo(request)) })
})
afterAll(async () => {
  await stack?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

function stageOf({ body }: MockRequest): string {
  return STAGES.find((stage) => JSON.stringify(body).includes(`You are the stage \\"${stage}\\"`)) ?? ''
}

function answerTo(request: MockRequest): unknown {
  const stage = stageOf(request)
  if (stage === 'detect_structure') return { document_type: 'invoice', language: 'en', sections: [] }
  return stage === 'extract_products' ? { products: [] } : TRUTH
}

type Method = NonNullable<Parameters<typeof invoke>[2]>['method']
const call = (method: Method, path: string, body?: Record<string, unknown>, person = ada) =>
  invoke(person.client, `queue${path}`, { method, ...(body ? { body } : {}) })

function untilEnded(id: string, person = ada) {
  return eventually(async () => {
    const { status, body } = await call('GET', `/items/${id}`, undefined, person)
    const hasEnded = ['completed', 'dead_letter', 'cancelled'].includes(body.status)
    return status < 500 && hasEnded ? body : undefined
  }, 60_000)
}

const stageModels = (models: string[]) => Object.fromEntries(STAGES.map((stage) => [stage, models]))

describe('a user of supabase-js', () => {
  it('makes a configuration, queues three items, watches them finish, and finds their cost in the views', async () => {
    const made = await call('POST', '/configurations', {
      name: 'Invoices',
      temperature: 0.2,
      stage_models: { ...stageModels(['gemini-3.5-flash-lite']), validate: ['gemini-2.0-flash'] },
    })
    expect(made).toMatchObject({ status: 201, body: { version: 1, temperature: 0.2 } })
    expect(made.body.resolutions).toContainEqual({
      requested: 'gemini-2.0-flash',
      model: 'gemini-3.5-flash-lite',
      reason: 'retired',
    })
    const items = []
    for (const number of [1, 2, 3]) {
      const text = `Invoice A-${number}, total 12.50`
      const added = await call('POST', '/items', { text, schema: SCHEMA, ground_truth: TRUTH })
      expect(added).toMatchObject({ status: 201, body: { status: 'pending', cost_usd: 0 } })
      const begun = await call('POST', `/process/${added.body.id}`, { configuration_id: made.body.id })
      expect(begun.status).toBe(202)
      expect(begun.body.model_config).toMatchObject({
        temperature: 0.2,
        stage_models: stageModels(['gemini-3.5-flash-lite']),
      })
      items.push(added.body.id)
    }
    const ended = await Promise.all(items.map((id) => untilEnded(id)))
    for (const item of ended) {
      expect(item).toMatchObject({ status: 'completed', result: TRUTH, accuracy: 1, calls: 4 })
      expect(item.results.map(({ stage }: { stage: string }) => stage)).toEqual(STAGES)
    }
    const cost = ended.reduce((sum, item) => sum + item.cost_usd, 0)
    expect(cost).toBeGreaterThan(0)

    const { data: performance } = await ada.client.from('configuration_performance').select().single()
    expect(performance).toMatchObject({ times_used: 3, success_rate: 1, mean_accuracy: 1, measured_uses: 3 })
    expect(performance.total_cost_usd).toBeCloseTo(cost, 12)
    const { data: analytics } = await ada.client.from('model_performance_analytics').select()
    expect(analytics?.map(({ task_type }) => task_type).sort()).toEqual(
      STAGES.map((stage) => `extraction:${stage}`).sort(),
    )
    expect(analytics?.reduce((sum, { total_cost_usd }) => sum + total_cost_usd, 0)).toBeCloseTo(cost, 12)
    const { data: usage } = await ada.client.from('model_usage').select('cost_usd').in('item_id', items)
    expect(usage).toHaveLength(12)
    expect(usage?.reduce((sum, { cost_usd }) => sum + cost_usd, 0)).toBeCloseTo(cost, 12)
    expect((await grace.client.from('configuration_performance').select()).data).toEqual([])

    const read = await call('GET', `/configurations/${made.body.id}`)
    expect(read.body.performance).toMatchObject({ times_used: 3 })
    const { data: evidence } = await serviceClient(stack)
      .from('model_evidence')
      .select('model, quality_mean')
      .eq('tier', 'task')
      .eq('task_type', 'extraction:document')
    expect(evidence).toEqual([{ model: 'gemini-3.5-flash-lite', quality_mean: 100 }])
  })

  it('is told of what is wrong by its name', async () => {
    const item = (await call('POST', '/items', { text: 'x', schema: SCHEMA })).body.id
    const process = (body: Record<string, unknown>) => call('POST', `/process/${item}`, body)
    expect(await process({ stage_models: { validate: ['gpt-nonsense'] } })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request', message: expect.stringContaining('"gpt-nonsense"') } },
    })
    expect(await process({ stage_models: { polish: ['gemini-3.8-flash'] } })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('"polish"') } },
    })
    expect(await process({ orchestrator_model: 'oracle' })).toMatchObject({ status: 400 })
    expect(await process({ temperature: 1.5 })).toMatchObject({ status: 400 })
    expect(await process({ configuration_id: crypto.randomUUID() })).toMatchObject({ status: 404 })
    expect(await call('POST', '/items', { text: 'x', schema: { type: 'banana' } })).toMatchObject({
      status: 400,
    })
    expect(await call('POST', '/items', { text: 'x', url: 'b/p', schema: SCHEMA })).toMatchObject({
      status: 400,
    })
    expect(await call('POST', '/items', { data: btoa('GIF? no'), schema: SCHEMA })).toMatchObject({
      status: 400,
    })
    expect((await call('GET', `/items/${item}`)).body.status).toBe('pending')
    expect(await call('GET', `/items/${item}`, undefined, grace)).toMatchObject({ status: 404 })
    expect(await call('POST', `/process/${item}`, {}, grace)).toMatchObject({ status: 404 })
    expect((await invoke(anonymousClient(stack), 'queue/items', { method: 'GET' })).status).toBe(401)
    expect(provider.requests).toHaveLength(0)
  })

  it('cannot have addresses elsewhere fetched', async () => {
    for (const url of [
      `${provider.url}/storage/v1/object/public/docs/a.png`,
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      '//elsewhere.example/storage/v1/object/public/docs/a.png',
      `${stack.url}/rest/v1/model_usage`,
      'docs/../../rest/v1/model_usage',
    ]) {
      const answer = await call('POST', '/items', { url, schema: SCHEMA })
      expect(answer, url).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } })
    }
    expect(provider.requests).toHaveLength(0)
  })

  it('sends an image, pauses and resumes, and cancels', async () => {
    expect(await call('POST', '/pause')).toMatchObject({ status: 200, body: { paused: true } })
    const image = await call('POST', '/items', { data: PNG, schema: SCHEMA, process: true })
    expect(image).toMatchObject({ status: 201, body: { status: 'paused', input_type: 'image' } })
    const other = await call('POST', '/items', { text: 'x', schema: SCHEMA, process: true })
    expect(await call('DELETE', `/items/${other.body.id}`)).toMatchObject({ body: { status: 'cancelled' } })
    const graces = await call('POST', '/items', { text: 'x', schema: SCHEMA, process: true }, grace)
    expect((await untilEnded(graces.body.id, grace)).status).toBe('completed')
    expect((await call('GET', `/items/${image.body.id}`)).body.status).toBe('paused')
    expect(await call('POST', '/resume')).toMatchObject({ body: { paused: false, resumed: 1 } })
    expect((await untilEnded(image.body.id)).status).toBe('completed')
    expect(provider.requests.some(({ body }) => JSON.stringify(body).includes(PNG))).toBe(true)
    expect(await call('POST', '/tick')).toMatchObject({ status: 403 })
    const { body } = await call('GET', '/items?status=cancelled')
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([other.body.id])
  })

  it('retries a dead letter, gets advice, and compares two configurations', async () => {
    reply = () => ({ status: 401 })
    const item = await call('POST', '/items', { text: 'x', schema: SCHEMA, process: true })
    expect(await untilEnded(item.body.id)).toMatchObject({
      status: 'dead_letter',
      error_code: 'authentication',
    })
    reply = (_model, request) => ({ text: JSON.stringify(answerTo(request)) })
    expect(await call('POST', `/items/${item.body.id}/retry`)).toMatchObject({ status: 202 })
    expect((await untilEnded(item.body.id)).status).toBe('completed')
    expect(await call('POST', `/items/${item.body.id}/retry`)).toMatchObject({ status: 400 })

    const stages = [{ name: 'extract', prompt: 'Extract it.' }]
    const ids: string[] = []
    for (const [name, model] of [
      ['dear', 'gemini-3.1-pro-preview'],
      ['cheap', 'gemini-3.5-flash-lite'],
    ] as const) {
      const { body } = await call('POST', '/configurations', { name, stage_models: { extract: [model] } })
      ids.push(body.id)
      for (let round = 0; round < 6; round += 1) {
        const added = await call('POST', '/items', {
          text: `A-1 ${round}`,
          schema: SCHEMA,
          stages,
          ground_truth: TRUTH,
          configuration_id: body.id,
        })
        expect((await untilEnded(added.body.id)).status).toBe('completed')
      }
    }
    const [a, b] = ids
    const compared = await call('GET', `/compare?a=${a}&b=${b}`)
    expect(compared.body.accuracy).toMatchObject({ mean_a: 1, mean_b: 1, difference: 0, higher: 'unclear' })
    expect(compared.body.cost_usd).toMatchObject({ higher: 'a', count_a: 6, count_b: 6 })
    const advice = await call('GET', `/configurations/${a}/advice`)
    expect(advice.body.stages).toMatchObject([
      {
        stage: 'extract',
        present_model: 'gemini-3.1-pro-preview',
        advised_model: 'gemini-3.5-flash-lite',
        evidence: [
          { model: 'gemini-3.1-pro-preview', verdict: 'present', measured: 6 },
          { model: 'gemini-3.5-flash-lite', verdict: 'not_worse', measured: 6, mean_accuracy: 1 },
        ],
      },
    ])
    const changed = await call('PATCH', `/configurations/${a}`, { temperature: 0.7 })
    expect(changed.body).toMatchObject({ version: 2, temperature: 0.7 })
    expect((await call('DELETE', `/configurations/${b}`)).status).toBe(204)
    expect((await call('GET', `/configurations/${b}`)).status).toBe(404)
  })
})

describe('npm run worker', () => {
  it('shares the queue with the platform from outside, says how far it is, and ends cleanly', async () => {
    const slowly = (request: MockRequest) => ({ text: JSON.stringify(answerTo(request)), delayMs: 300 })
    reply = (_model, request) => slowly(request)
    const outside = await startMockProvider((_model, _earlier, request) => slowly(request))
    const worker = spawn(process.execPath, ['local/worker/worker.ts', '--watch', '--concurrency', '4'], {
      env: {
        ...process.env,
        ...environment,
        GEMINI_BASE_URL: outside.url,
        SUPABASE_URL: stack.url,
        SUPABASE_SECRET_KEY: stack.secretKey,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      let said = ''
      worker.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      await eventually(async () => (said.includes(`working for ${stack.url}`) ? true : undefined))
      expect((await call('POST', '/pause')).status).toBe(200)
      const added = await Promise.all(
        Array.from({ length: 16 }, () =>
          call('POST', '/items', { text: 'x', schema: SCHEMA, process: true }),
        ),
      )
      expect((await call('POST', '/resume')).body.resumed).toBe(16)
      for (const { body } of added) expect((await untilEnded(body.id)).status).toBe('completed')
      expect(outside.requests.length).toBeGreaterThan(0)
      expect(outside.requests.length + provider.requests.length).toBe(16 * STAGES.length)
      const ended = once(worker, 'exit')
      worker.kill('SIGTERM')
      expect(await ended).toEqual([0, null])
      expect(said).toMatch(/[1-9]\d* completed.* in \d/)
    } finally {
      worker.kill('SIGKILL')
      await outside.stop()
    }
  })
})
