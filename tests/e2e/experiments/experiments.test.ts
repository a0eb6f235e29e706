/** `experiments` over real HTTP with a signed-in user, a mock provider behind it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../../../local/stack.ts'
import { eventsOf } from '../../support/eventStream.ts'
import { playedAnswer, questionOf } from '../../support/experiments.ts'
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

let dataDir: string
let provider: MockProvider
let stack: Stack
let ada: Person
let reply: (request: MockRequest) => MockReply

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  provider = await startMockProvider((_model, _earlier, request) => reply(request))
  stack = await startStack({
    port: 0,
    dataDir,
    environment: {
      ...{ GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: provider.url },
      ...{ OPENAI_API_KEY: 'test-key', OPENAI_BASE_URL: provider.url },
    },
    log: () => {},
  })
  ada = await signUp(stack)
})

beforeEach(() => {
  provider.requests.length = 0
  reply = playedAnswer
})

afterAll(async () => {
  await stack?.stop()
  await provider?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

type Method = NonNullable<Parameters<typeof invoke>[2]>['method']

const call = (method: Method, path: string, person = ada) =>
  invoke(person.client, `experiments${path}`, { method })

const CONFIGURATION = {
  NUM_AGENTS: 4,
  NUM_ROUNDS: 3,
  ENABLE_MULTI_MODEL: true,
  DEFAULT_MODEL: 'gemini-3.8-flash',
  SEED: 11,
  model_configs: { gpt: { model_type: 'gpt-4.1', api_key_env: 'OPENAI_API_KEY', rate_limit: 3000 } },
  scenarios: [
    { name: 'mixed', model_distribution: { gpt: 2, 'gemini-3.8-flash': 2 } },
    { name: 'alone', model_distribution: { gpt: 4 } },
  ],
}
/** A strategy of each agent and a decision about every other, in both groups and all rounds. */
const CALLS = 2 * 3 * 4 * 4

async function begin(configuration: object = CONFIGURATION, person = ada): Promise<string> {
  const begun = await invoke(person.client, 'experiments', { body: { ...configuration } })
  expect(begun).toMatchObject({ status: 202 })
  return begun.body.experiment_id
}

function untilOver(id: string, timeoutMs = 60_000) {
  return eventually(async () => {
    const { status, body } = await call('GET', `/${id}/status`)
    // 5xx: its worker is just being killed
    return status >= 500 || body.status === 'running' ? undefined : body
  }, timeoutMs)
}

const textOf = async (path: string, person = ada) => {
  const response = await fetch(`${stack.url}/functions/v1/experiments${path}`, {
    headers: { Authorization: `Bearer ${person.accessToken}`, apikey: stack.publishableKey },
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('an experiment', () => {
  it('is begun, watched to its end, and reported on', async () => {
    const begun = await invoke(ada.client, 'experiments', { body: CONFIGURATION })
    expect(begun).toMatchObject({
      status: 202,
      body: {
        ...{ status: 'running', seed: 11, total_rounds: 6, planned_calls: CALLS, warnings: [] },
        models: [
          { model_name: 'gpt', runs_as: 'gpt-4.1', provider: 'openai' },
          { model_name: 'gemini-3.8-flash', runs_as: 'gemini-3.8-flash', provider: 'google' },
        ],
      },
    })
    const id = begun.body.experiment_id
    const { data } = await ada.client.functions.invoke(`experiments/${id}/events`, { method: 'GET' })
    const told: [string, string][] = []
    for await (const { event, data: said } of eventsOf(data))
      told.push([event, event === 'round' ? `${said.scenario} ${said.round}` : said.status])
    expect(
      told
        .filter(([event]) => event === 'round')
        .map(([, round]) => round)
        .sort(),
    ).toEqual([...['alone 1', 'alone 2', 'alone 3', 'mixed 1', 'mixed 2', 'mixed 3']])
    expect(told.at(-1)).toEqual(['result', 'completed'])
    expect(provider.requests).toHaveLength(CALLS)

    const { body: report } = await call('GET', `/${id}/report`)
    expect(report).toMatchObject({
      ...{ status: 'completed', seed: 11, rounds_played: 6 },
      cooperation: { count: 2 * 3 * 12 },
      models: [
        { model_name: 'gemini-3.8-flash', agents: 2 },
        { model_name: 'gpt', agents: 6 },
      ],
      scenarios: [
        { scenario: 'mixed', kind: 'mixed' },
        { scenario: 'alone', kind: 'homogeneous' },
      ],
    })
    expect(report.within_and_cross).not.toBeNull()
    expect(report.homogeneous_and_mixed).not.toBeNull()
    expect(await textOf(`/${id}/report?format=markdown`)).toMatchObject({
      ...{ status: 200, type: 'text/markdown; charset=utf-8' },
      text: expect.stringContaining('## Who cooperates with whom'),
    })
    expect(await textOf(`/${id}/plots/cooperation`)).toMatchObject({
      ...{ status: 200, type: 'image/svg+xml; charset=utf-8' },
      text: expect.stringMatching(/^<svg/),
    })
    const { body: assignments } = await call('GET', `/${id}/assignments`)
    expect(assignments.groups[0].agents).toHaveLength(4)
    expect(JSON.stringify(assignments)).not.toContain(id)
    const { body: rounds } = await call('GET', `/${id}/rounds`)
    expect(rounds.rounds).toHaveLength(6)
    expect((await call('GET', '')).body.experiments).toMatchObject([
      { experiment_id: id, status: 'completed', scenarios: ['mixed', 'alone'] },
    ])
    const { data: own } = await ada.client.from('experiment_calls').select('status')
    expect(own?.map(({ status }) => status)).toEqual(Array(CALLS).fill('succeeded'))
    const { data: usage } = await ada.client.from('model_usage').select('stage').eq('run_id', id)
    expect(usage).toHaveLength(CALLS)
  })

  it('is refused with the place of what is wrong', async () => {
    const text =
      'NUM_AGENTS: 4\nNUM_ROUNDS: 3\nENABLE_MULTI_MODEL: true\nscenarios:\n  - name: s\n    model_distribution: { gpt-4.1: 3 }\n'
    const { error } = await ada.client.functions.invoke('experiments', { body: text })
    expect(await error.context.json()).toMatchObject({
      error: {
        code: 'invalid_request',
        message: 'line 6: scenarios.0.model_distribution adds up to 3 agents, NUM_AGENTS is 4',
        details: [{ field: 'scenarios.0.model_distribution', line: 6 }],
      },
    })
    const keyless = {
      ...CONFIGURATION,
      model_configs: { gpt: { model_type: 'gpt-4.1', api_key_env: 'GROQ_API_KEY' } },
    }
    expect(await invoke(ada.client, 'experiments', { body: keyless })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('GROQ_API_KEY, which is not set') } },
    })
    expect(provider.requests).toEqual([])
  })

  it('is its owner’s alone', async () => {
    const id = await begin({ NUM_AGENTS: 2, NUM_ROUNDS: 1, SEED: 1 })
    const eve = await signUp(stack)
    for (const path of ['', '/status', '/events', '/assignments', '/rounds', '/report', '/plots/pairs']) {
      expect((await textOf(`/${id}${path}`, eve)).status).toBe(404)
    }
    expect((await call('DELETE', `/${id}`, eve)).status).toBe(404)
    expect((await call('POST', '/tick', eve)).status).toBe(403)
    expect((await call('GET', '', eve)).body).toEqual({ experiments: [] })
    for (const table of ['experiments', 'experiment_agents', 'experiment_rounds', 'experiment_calls']) {
      expect((await eve.client.from(table).select('*')).data).toEqual([])
    }
    expect((await invoke(anonymousClient(stack), 'experiments', { method: 'GET' })).status).toBe(401)
    expect(await untilOver(id)).toMatchObject({ status: 'completed' })
  })

  it('can be cancelled midway, and keeps what was played', async () => {
    reply = (request) => ({ ...playedAnswer(request), delayMs: 60 })
    const id = await begin({ ...CONFIGURATION, NUM_ROUNDS: 50 })
    await eventually(async () => {
      const { body } = await call('GET', `/${id}/status`)
      return body.completed_rounds >= 2 ? true : undefined
    }, 30_000)
    expect((await call('DELETE', `/${id}`)).body).toMatchObject({ status: 'cancelled' })
    const ended = await Promise.all(provider.requests.map((request) => request.ended))
    const asked = provider.requests.length
    expect(ended.length).toBeLessThanOrEqual(asked)
    const { body } = await call('GET', `/${id}/report`)
    expect(body).toMatchObject({ status: 'cancelled', rounds_played: expect.any(Number) })
    expect(body.rounds_played).toBeGreaterThanOrEqual(2)
    // Its worker hears of it at its next word to the database; nothing begins after that.
    await eventually(async () => {
      const { data } = await ada.client
        .from('experiment_calls')
        .select('id')
        .eq('experiment_id', id)
        .eq('status', 'begun')
      return data?.length === 0 ? true : undefined
    })
  })
})

describe('kill -9 of the worker', () => {
  it('midway: what was answered is not asked again, and the rest goes on', async () => {
    const answered = new Set<string>()
    const askedAgain: string[] = []
    let held = 0
    let isDead = false
    reply = (request) => {
      const question = questionOf(request)
      if (answered.has(question)) askedAgain.push(question)
      // From the 40th on the provider says nothing until the worker is gone: those are the calls under way.
      if (!isDead && answered.size >= 40) {
        held += 1
        return { fault: 'silent' }
      }
      answered.add(question)
      return playedAnswer(request)
    }
    // Agents in the same place are asked the same; power of their own makes every question another.
    const id = await begin({
      ...CONFIGURATION,
      NUM_ROUNDS: 4,
      power: { initial: [0.7, 0.9, 1.1, 1.3] },
      scenarios: CONFIGURATION.scenarios.slice(0, 1),
    })
    const service = serviceClient(stack)
    const kept = async () => {
      const { data } = await service.from('experiment_calls').select('status').eq('experiment_id', id)
      return data?.filter(({ status }) => status === 'succeeded').length ?? 0
    }
    // All that was answered is in the books, and something is under way.
    const before = await eventually(async () => {
      const count = await kept()
      return held > 0 && count >= 40 && count === provider.requests.length - held ? count : undefined
    }, 30_000)
    const processId = stack.functions.get('experiments')?.processId
    if (processId === undefined) throw new Error('no process')
    process.kill(processId, 'SIGKILL')
    isDead = true
    const status = await untilOver(id, 90_000)
    expect(status).toMatchObject({ status: 'completed', completed_rounds: 4 })
    expect(status.takeovers).toBeGreaterThanOrEqual(1)
    expect(askedAgain).toEqual([])
    const { data } = await service.from('experiment_calls').select('status').eq('experiment_id', id)
    const count = (wanted: string) => data?.filter(({ status }) => status === wanted).length
    expect(count('succeeded')).toBe(4 * 16)
    expect(count('lost')).toBe(held)
    expect(provider.requests).toHaveLength(4 * 16 + held)
    expect(before).toBeGreaterThanOrEqual(40)
  })
})
