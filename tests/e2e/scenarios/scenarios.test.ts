/** `scenarios` over real HTTP with a signed-in user, a mock provider behind it. */
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
import { markedScenario, rightAnswer, stepOf, turnsOf } from '../../support/scenarios.ts'

const MODELS = ['gemini-3.8-flash', 'gemini-3.5-flash-lite', 'gemini-3.1-pro-preview']

let dataDir: string
let provider: MockProvider
let stack: Stack
let ada: Person
let reply: (model: string, request: MockRequest) => MockReply

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider((model, _earlier, request) => reply(model, request))
  stack = await startStack({
    port: 0,
    dataDir,
    environment: { GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: provider.url },
  })
  ada = await signUp(stack)
})

beforeEach(() => {
  provider.requests.length = 0
  reply = rightAnswer
})

afterAll(async () => {
  await stack?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

type Method = NonNullable<Parameters<typeof invoke>[2]>['method']

const call = (method: Method, path: string, body?: Record<string, unknown>, person = ada) =>
  invoke(person.client, `scenarios${path}`, { method, ...(body ? { body } : {}) })

async function make(scenario: object): Promise<string> {
  const made = await call('POST', '', { ...scenario })
  expect(made).toMatchObject({ status: 201 })
  return made.body.id
}

/** Executes and gives the status once it is over. */
async function execute(scenarioId: string, models: string[] = MODELS, timeoutMs = 30_000) {
  expect((await call('POST', `/${scenarioId}/execute`, { models })).status).toBe(202)
  return untilOver(scenarioId, timeoutMs)
}

function untilOver(scenarioId: string, timeoutMs = 30_000) {
  return eventually(async () => {
    const { status, body } = await call('GET', `/${scenarioId}/status`)
    // 5xx: its worker is just being killed
    return status >= 500 || body.status === 'running' ? undefined : body
  }, timeoutMs)
}

/** How often each cell was asked for at the provider. */
function asked(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const request of provider.requests) {
    const { marker, step } = stepOf(request)
    const cell = `${request.model} ${marker}#${step}`
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  return counts
}

describe('scenarios', () => {
  it('ten scenarios × three models × five steps: no context mixes, all rows are there, in the time of the slowest model', async () => {
    const delayOf = (model: string) => 600 + 100 * MODELS.indexOf(model)
    reply = (model, request) => ({ ...rightAnswer(model, request), delayMs: delayOf(model) })
    const alone = await make(markedScenario('alone', 5))
    const slowest = MODELS.slice(2)
    const timed = async (work: () => Promise<unknown>) => {
      const startedAtMs = Date.now()
      await work()
      return Date.now() - startedAtMs
    }
    const aloneMs = await timed(() => execute(alone, slowest))
    provider.requests.length = 0
    const markers = Array.from({ length: 10 }, (_, index) => `s${index}`)
    const ids = await Promise.all(markers.map((marker) => make(markedScenario(marker, 5))))
    const wallMs = await timed(async () => {
      await Promise.all(ids.map((id) => call('POST', `/${id}/execute`, { models: MODELS })))
      for (const id of ids) {
        const status = await untilOver(id)
        expect(status).toMatchObject({ status: 'completed', total_models: 3, total_steps: 5, takeovers: 0 })
      }
    })
    console.log(`150 cells in ${wallMs} ms; one scenario on the slowest model alone: ${aloneMs} ms`)
    // One scenario after the other would take ten times as long. The machine of the tests has other work too.
    expect(wallMs).toBeLessThan(3 * aloneMs)
    // Models run side by side: all have begun before the first is half way.
    for (const marker of markers) {
      const ofScenario = provider.requests.filter((request) => stepOf(request).marker === marker)
      const begun = MODELS.map((model) => ofScenario.findIndex((request) => request.model === model))
      expect(Math.max(...begun)).toBeLessThan(ofScenario.findIndex((request) => stepOf(request).step === 3))
    }

    expect(provider.requests).toHaveLength(150)
    expect(asked().size).toBe(150)
    for (const request of provider.requests) {
      const { marker, step } = stepOf(request)
      const turns = turnsOf(request)
      expect(turns.map((turn) => turn.role)).toEqual([
        ...Array.from({ length: step - 1 }, () => ['user', 'assistant']).flat(),
        'user',
      ])
      turns.forEach((turn, index) => {
        const ofStep = Math.floor(index / 2) + 1
        const isUser = index % 2 === 0
        expect(turn.text).toContain(
          isUser ? `[${marker}#${ofStep}]` : `"signed ${request.model} ${marker}#${ofStep}"`,
        )
      })
    }
    const { data } = await ada.client.from('scenario_step_results').select('*').neq('scenario_id', alone)
    expect(data).toHaveLength(150)
    for (const row of data ?? []) {
      expect(row).toMatchObject({
        user_id: ada.userId,
        status: 'succeeded',
        f1_score: 1,
        exact_match: true,
        is_booked: true,
        input_tokens: 100,
        output_tokens: 50,
        ai_response: expect.stringContaining(`signed ${row.model_name} `),
      })
    }
  })

  it('runs the default models as their successors, each once, and names both', async () => {
    const id = await make(markedScenario('defaults', 1))
    const { status, body } = await call('POST', `/${id}/execute`)
    expect(status).toBe(202)
    expect(body.models).toMatchObject([
      { model_name: 'gemini-3.8-flash', requested: [{ model_name: 'gemini-2.5-pro', reason: 'retired' }] },
      { model_name: 'gemini-3.5-flash-lite', requested: [{ model_name: 'gemini-2.5-flash' }] },
      { model_name: 'gemini-3.1-pro-preview', requested: [{ model_name: 'gemini-3-pro-preview' }] },
    ])
    expect(await untilOver(id)).toMatchObject({
      status: 'completed',
      current_model: 'gemini-3.1-pro-preview',
      current_model_index: 2,
      total_models: 3,
      current_step: 1,
      total_steps: 1,
    })
    const twice = await call('POST', `/${id}/execute`, { models: ['gemini-2.5-pro', 'gemini-3.8-flash'] })
    expect(twice.body.models).toMatchObject([
      {
        model_name: 'gemini-3.8-flash',
        requested: [{ model_name: 'gemini-2.5-pro' }, { model_name: 'gemini-3.8-flash' }],
      },
    ])
    await untilOver(id)
  })

  it('tells what is wrong with a cell, and goes on: prose, broken JSON, nothing, a failing provider', async () => {
    const answers: Record<number, MockReply> = {
      1: { text: 'Sure, I have added that for you!' },
      2: { text: '{"predicted_cart": [{"name": "bad-thing-1"' },
      3: { text: '' },
      4: { status: 400 },
    }
    reply = (model, request) =>
      (model === MODELS[0] ? answers[stepOf(request).step] : undefined) ?? rightAnswer(model, request)
    const id = await make(markedScenario('bad', 5))
    expect(await execute(id, MODELS.slice(0, 2))).toMatchObject({
      status: 'completed',
      models: [{ failed_steps: 4 }, { failed_steps: 0 }],
    })
    const { body } = await call('GET', `/${id}/comparison`)
    const cells = body.steps.map((step: { results: unknown[] }) => step.results[0])
    expect(cells).toMatchObject([
      {
        status: 'failed',
        error: { code: 'unusable_output', message: expect.stringContaining('prose') },
        f1_score: 0,
      },
      { status: 'failed', error: { code: 'unusable_output', message: expect.stringContaining('malformed') } },
      { status: 'failed', error: { code: 'empty_response' }, predicted_cart: null },
      { status: 'failed', error: { code: 'invalid_request' } },
      { status: 'succeeded', error: null, f1_score: 1, exact_match: true },
    ])
    expect(cells[0].raw_llm_response).toContain('Sure')
    expect(body.ranking).toMatchObject([
      { rank: 1, model_name: MODELS[1], f1_score: 1 },
      { rank: 2, model_name: MODELS[0], f1_score: 0.2 },
    ])
    expect(body.models[1].cost_usd).toBeGreaterThan(0)
    // The failed steps' words stay in the conversation, and no answer is made up for them.
    const last = provider.requests.find(
      (request) => request.model === MODELS[0] && stepOf(request).step === 5,
    )
    const texts = last
      ? turnsOf(last)
          .map((turn) => turn.text)
          .join('\n')
      : ''
    for (const step of [1, 2, 3, 4, 5]) expect(texts).toContain(`[bad#${step}]`)
  })

  it('kill the worker midway: what is done is not asked for again, the rest is', async () => {
    reply = (model, request) => ({ ...rightAnswer(model, request), delayMs: 250 })
    const id = await make(markedScenario('killed', 5))
    await call('POST', `/${id}/execute`, { models: MODELS })
    const cells = async () =>
      (
        await ada.client
          .from('scenario_step_results')
          .select('id, model_name, step_number')
          .eq('scenario_id', id)
      ).data ?? []
    await eventually(async () => ((await cells()).length >= 6 ? true : undefined))
    const worker = stack.functions.get('scenarios')?.processId
    process.kill(worker ?? 0, 'SIGKILL')
    const landed = await cells()
    expect(landed.length).toBeLessThan(15)
    const status = await untilOver(id, 60_000)
    expect(status).toMatchObject({ status: 'completed', takeovers: 1 })
    const rows = await cells()
    expect(rows).toHaveLength(15)
    const counts = asked()
    for (const { id: rowId, model_name, step_number } of landed) {
      expect(counts.get(`${model_name} killed#${step_number}`)).toBe(1)
      expect(rows.some((row) => row.id === rowId)).toBe(true)
    }
    // Only what was on the wire at the kill, one call a model at most, was asked for again.
    expect(provider.requests.length).toBeLessThanOrEqual(15 + MODELS.length)
    const { data: booked } = await ada.client
      .from('model_performance')
      .select('id')
      .eq('run_id', status.execution_id)
    expect(booked).toHaveLength(15)
  })

  it('cancels on the wire, resumes with what is missing, runs one model or one step again', async () => {
    reply = (model, request) => ({
      ...rightAnswer(model, request),
      delayMs: stepOf(request).step === 2 ? 60_000 : 0,
    })
    const id = await make(markedScenario('stopped', 3))
    await call('POST', `/${id}/execute`, { models: MODELS.slice(0, 2) })
    await eventually(async () => (provider.requests.length === 4 ? true : undefined))
    expect((await call('POST', `/${id}/rerun`, { model: MODELS[0] })).status).toBe(400)
    expect(await call('POST', `/${id}/cancel`)).toMatchObject({ body: { status: 'cancelled' } })
    const hanging = provider.requests.filter((request) => stepOf(request).step === 2)
    expect(await Promise.all(hanging.map((request) => request.ended))).toEqual(['aborted', 'aborted'])

    reply = rightAnswer
    expect((await call('POST', `/${id}/resume`)).status).toBe(202)
    expect(await untilOver(id)).toMatchObject({ status: 'completed' })
    expect(asked().get(`${MODELS[0]} stopped#1`)).toBe(1)
    expect(asked().get(`${MODELS[0]} stopped#3`)).toBe(1)

    provider.requests.length = 0
    await call('POST', `/${id}/rerun`, { model: MODELS[1] })
    await untilOver(id)
    expect([...asked().keys()].sort()).toEqual([1, 2, 3].map((step) => `${MODELS[1]} stopped#${step}`))

    provider.requests.length = 0
    await call('POST', `/${id}/rerun`, { step: 2 })
    await untilOver(id)
    expect([...asked().keys()].sort()).toEqual(
      [MODELS[1], MODELS[0]].map((model) => `${model} stopped#2`).sort(),
    )
    expect(provider.requests.map((request) => turnsOf(request).length)).toEqual([3, 3])
    const { data } = await ada.client.from('scenario_step_results').select('id').eq('scenario_id', id)
    expect(data).toHaveLength(6)
  })

  it('tells its progress live', async () => {
    const id = await make(markedScenario('live', 3))
    reply = (model, request) => ({ ...rightAnswer(model, request), delayMs: 200 })
    await call('POST', `/${id}/execute`, { models: MODELS.slice(0, 1) })
    const response = await fetch(`${stack.url}/functions/v1/scenarios/${id}/events`, {
      headers: { Authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
    })
    const text = await response.text()
    const events = [...text.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(([, name, data]) => ({
      name,
      data: JSON.parse(data ?? ''),
    }))
    expect(events.filter(({ name }) => name === 'step').map(({ data }) => data.step_number)).toEqual([
      1, 2, 3,
    ])
    expect(events.at(-1)).toMatchObject({ name: 'result', data: { status: 'completed' } })
    const steps = events.filter(({ name }) => name === 'status').map(({ data }) => data.current_step)
    expect(steps.length).toBeGreaterThan(1)
    expect(steps).toEqual([...steps].sort())
  })

  it('keeps scenarios: made, changed, exported, imported, deleted', async () => {
    const id = await make({ ...markedScenario('kept', 2), item_rules: { order_matters: true } })
    expect((await call('GET', '')).body.scenarios.map((each: { id: string }) => each.id)).toContain(id)
    const changed = await call('PATCH', `/${id}`, { name: 'renamed' })
    expect(changed.body).toMatchObject({
      name: 'renamed',
      item_rules: { order_matters: true },
      steps: [{}, {}],
    })
    const added = await call('POST', `/${id}/steps`, { text: 'and a third', ground_truth_cart: [] })
    expect(added).toMatchObject({ status: 201, body: { step_number: 3, ground_truth: [] } })
    const stepPath = `/${id}/steps/${added.body.id}`
    expect((await call('PATCH', stepPath, { text: 'changed' })).body).toMatchObject({ text: 'changed' })
    expect((await call('PATCH', stepPath, { step_number: 1 })).status).toBe(400)

    for (const format of ['json', 'yaml']) {
      const exported = await fetch(`${stack.url}/functions/v1/scenarios/${id}/export?format=${format}`, {
        headers: { Authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
      })
      const imported = await fetch(`${stack.url}/functions/v1/scenarios/import`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${ada.accessToken}`, apikey: stack.publishableKey },
        body: await exported.text(),
      })
      expect(imported.status).toBe(201)
      const { scenarios } = await imported.json()
      const original = (await call('GET', `/${id}`)).body
      const essence = (scenario: typeof original) => ({
        ...scenario,
        ...{ id: '', created_at: '', updated_at: '' },
        steps: scenario.steps.map((step: object) => ({ ...step, id: '', scenario_id: '' })),
      })
      expect(scenarios.map(essence)).toEqual([essence(original)])
    }
    expect((await call('DELETE', stepPath)).status).toBe(204)
    expect((await call('DELETE', `/${id}`)).status).toBe(204)
    expect((await call('GET', `/${id}`)).status).toBe(404)
  })

  it('reads and runs a scenario of one model, with its results on the steps', async () => {
    const id = await make({
      name: 'old',
      model_name: 'gemini-2.5-pro',
      steps: [
        {
          text: '[old#1] add 1 of old-thing-1',
          ground_truth: [{ name: 'old-thing-1', quantity: 1 }],
          llm_transcription: 'add one',
          ai_response: 'added',
          raw_llm_response: '[]',
          predicted_cart: [{ name: 'old-thing-1', quantity: 2 }],
          input_tokens: 5,
          output_tokens: 6,
          latency_ms: 700,
          executed_at: '2026-01-02T03:04:05.000Z',
        },
      ],
    })
    expect((await call('GET', `/${id}/comparison`)).body).toMatchObject({
      execution_id: null,
      steps: [{ results: [{ model_name: 'gemini-2.5-pro', quantity_mismatches: [{ actual_quantity: 2 }] }] }],
    })
    const { body } = await call('POST', `/${id}/execute`)
    expect(body).toMatchObject({ total_models: 1, models: [{ model_name: 'gemini-3.8-flash' }] })
    await untilOver(id)
    expect((await call('GET', `/${id}/comparison`)).body).toMatchObject({ models: [{ exact_match: true }] })
  })

  it('feeds the evidence of its own task type', async () => {
    const id = await make({ ...markedScenario('learnt', 2), kind: 'order' })
    await execute(id, MODELS.slice(0, 1))
    const { data } = await ada.client
      .from('model_performance')
      .select('model, status, quality_score, cost_usd')
      .eq('task_type', 'scenario:order')
    expect(data).toEqual([1, 2].map(() => expect.objectContaining({ model: MODELS[0], quality_score: 100 })))
    const evidence = await stack.query<{ tier: string; quality_mean: number }>(
      `select tier, quality_mean from model_evidence where task_type = 'scenario:order' order by tier`,
    )
    expect(evidence).toEqual(
      ['task', 'task_complexity', 'user'].map((tier) => ({ tier, quality_mean: expect.closeTo(100) })),
    )
    const { data: calls } = await ada.client.from('model_usage').select('cost_usd').eq('stage', 'scenario')
    expect(calls?.length).toBeGreaterThanOrEqual(2)
  })

  it('shows a scenario to its owner alone, and refuses what is malformed', async () => {
    const id = await make(markedScenario('mine', 1))
    const bob = await signUp(stack)
    for (const [method, path] of [
      ['GET', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/execute`],
      ['GET', `/${id}/status`],
      ['GET', `/${id}/comparison`],
    ] as const) {
      expect((await call(method, path, undefined, bob)).status).toBe(404)
    }
    expect((await bob.client.from('scenarios').select('id')).data).toEqual([])
    expect((await invoke(anonymousClient(stack), `scenarios/${id}`, { method: 'GET' })).status).toBe(401)
    expect((await invoke(serviceClient(stack), `scenarios/${id}`, { method: 'GET' })).status).toBe(200)
    expect((await call('POST', '/tick')).status).toBe(403)
    expect((await call('GET', `/${id}/status`)).status).toBe(404)
    expect(await call('POST', '', { name: 'x', nonsense: 1 })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('nonsense') } },
    })
    expect(await call('POST', `/${id}/execute`, { models: ['no-such-model'] })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('no-such-model') } },
    })
    const keyless = [{ text: 'x', ground_truth: [{ name: 'a' }, { colour: 'red' }] }]
    expect(
      (await call('POST', '', { name: 'x', item_rules: { key_fields: ['name'] }, steps: keyless })).status,
    ).toBe(400)
  })
})
