/** Experiments on a real Postgres and over real HTTP: limits, failures, workers that vanish, budgets. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ExperimentStore } from '../../../supabase/functions/experiments/store/experimentStore.ts'
import { isDecision, playedAnswer, questionOf, textsOf } from '../../support/experiments.ts'
import type { MockReply, MockRequest } from '../../support/mockProvider.ts'
import { type DataApi, openDataApi } from '../dataApi.ts'
import { type PostgresServer, startPostgres, type TestDatabase } from '../postgres.ts'
import { type Laboratory, openLaboratory } from './laboratory.ts'

let server: PostgresServer
let database: TestDatabase
let dataApi: DataApi
const opened: Laboratory[] = []

beforeAll(async () => {
  server = await startPostgres()
})
beforeEach(async () => {
  database = await server.createDatabase()
  dataApi = await openDataApi(database)
  return async () => {
    await Promise.all(opened.splice(0).map((laboratory) => laboratory.close()))
    await dataApi.close()
  }
})
afterAll(() => server.stop())

async function open(
  reply: (request: MockRequest, earlier: number) => MockReply = playedAnswer,
): Promise<Laboratory> {
  const laboratory = await openLaboratory(dataApi, reply)
  opened.push(laboratory)
  return laboratory
}

const SMALL = `NUM_AGENTS: 3
NUM_ROUNDS: 2
SEED: 5
DEFAULT_MODEL: gemini-3.8-flash
`
const MIXED = `NUM_AGENTS: 4
NUM_ROUNDS: 2
SEED: 5
ENABLE_MULTI_MODEL: true
DEFAULT_MODEL: gemini-3.8-flash
scenarios:
  - { name: mixed, model_distribution: { gpt-4.1: 2, gemini-3.8-flash: 2 } }
`

/** FNV-1a, for failures that are the same in every run. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

describe('ten agents, ten rounds, a provider that fails one call in five', () => {
  const FILE = `NUM_AGENTS: 10
NUM_ROUNDS: 10
SEED: 3
ENABLE_MULTI_MODEL: true
DEFAULT_MODEL: gemini-3.8-flash
# Agents who stand alike are asked alike; these never do, so that each question is somebody's own.
power: { initial: [0.51, 0.62, 0.73, 0.84, 0.95, 1.06, 1.17, 1.28, 1.39, 1.45] }
model_configs:
  gpt-4.1: { rate_limit: 60, retry_delay: 1 }
  gemini-3.8-flash: { rate_limit: 60, retry_delay: 1 }
scenarios:
  - { name: mixed_5_5, model_distribution: { gpt-4.1: 5, gemini-3.8-flash: 5 } }
`
  const FAILURES: MockReply[] = [
    { status: 500 },
    { status: 503 },
    { status: 429, headers: { 'retry-after': '2' } },
    { fault: 'reset' },
    { fault: 'cut', text: 'half an answer '.repeat(100) },
  ]
  /** One in five, decided by the question and its try alone. */
  const unreliable = (request: MockRequest, earlier: number): MockReply => {
    const drawn = hash(`${earlier} ${questionOf(request)}`)
    if (drawn % 5 !== 0) return playedAnswer(request)
    return FAILURES[Math.floor(drawn / 5) % FAILURES.length] ?? { status: 500 }
  }

  it('keeps to 60 requests a minute, loses no agent, records fallbacks, and books every call', async () => {
    const laboratory = await open(unreliable)
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(FILE))
    expect(ended).toMatchObject({ status: 'completed', error_code: null })

    for (const model of ['gpt-4.1', 'gemini-3.8-flash']) {
      const at = laboratory.arrivals.filter(({ request }) => request.model === model).map(({ atMs }) => atMs)
      const busiest = Math.max(
        ...at.map((from) => at.filter((other) => other >= from && other < from + 60_000).length),
      )
      expect(at.length).toBeGreaterThan(500)
      expect(busiest).toBeLessThanOrEqual(60)
      expect(busiest).toBeGreaterThan(55)
    }
    const failed = laboratory.arrivals.filter(({ isAnswered }) => !isAnswered)
    const answered = laboratory.arrivals.filter(({ isAnswered }) => isAnswered)
    expect(answered).toHaveLength(10 * 100)
    expect(new Set(answered.map(({ request }) => JSON.stringify(request.body))).size).toBe(10 * 100)
    expect(failed.length / laboratory.arrivals.length).toBeGreaterThan(0.17)

    const rounds = await laboratory.store.rounds(ended.id)
    expect(rounds).toHaveLength(10)
    for (const { strategies, decisions, standings } of rounds) {
      expect(strategies.filter(({ text }) => text !== null)).toHaveLength(10)
      expect(decisions.filter(({ decision }) => decision !== null)).toHaveLength(90)
      expect(standings).toHaveLength(10)
    }
    const fallbacks = rounds
      .flatMap(({ strategies, decisions }) => [...strategies, ...decisions])
      .filter(({ outcome }) => outcome === 'fallback')
    expect(fallbacks.length).toBeGreaterThan(0)
    const [onRecord] = await database.query<{ count: number }>(
      `select count(*)::int as count from experiment_calls where fallback_from = 'gpt-4.1' and status = 'succeeded'`,
    )
    expect(onRecord?.count).toBe(fallbacks.length)
    const report = await laboratory.report(ended.id)
    expect(report.lapses.fallback_decisions + report.lapses.fallback_strategies).toBe(fallbacks.length)

    const [booked] = await database.query<{ calls: number; usages: number; cost: string; spent: string }>(`
      select
        (select count(*)::int from experiment_calls) as calls,
        (select count(*)::int from model_usage where run_id = '${ended.id}') as usages,
        (select sum(cost_nano_usd) from model_usage where run_id = '${ended.id}') as cost,
        (select spent_nano_usd from experiments) as spent`)
    expect(booked?.calls).toBe(laboratory.arrivals.length)
    expect(booked?.usages).toBe(laboratory.arrivals.length)
    expect(booked?.spent).toBe(booked?.cost)
    expect(ended.takeovers).toBeGreaterThan(2)
  }, 240_000)

  it('comes to the same to the byte a second time', async () => {
    const file = FILE.replace('NUM_ROUNDS: 10', 'NUM_ROUNDS: 2')
    const reports: string[] = []
    for (let run = 0; run < 2; run += 1) {
      const laboratory = await open(unreliable)
      const ended = await laboratory.conductToTheEnd(await laboratory.begin(file))
      reports.push(JSON.stringify(await laboratory.report(ended.id)))
    }
    expect(reports[1]).toBe(reports[0])
  }, 120_000)
})

describe('a single model', () => {
  const bodiesOf = (laboratory: Laboratory) =>
    laboratory.arrivals.map(({ request }) => `${request.model} ${JSON.stringify(request.body)}`).sort()

  it('makes the same calls whether several models are unknown to the file or switched off in it', async () => {
    const plain = await open()
    await plain.conductToTheEnd(await plain.begin(SMALL))
    const switchedOff = await open()
    await switchedOff.conductToTheEnd(
      await switchedOff.begin(`${SMALL}ENABLE_MULTI_MODEL: false
model_configs:
  gemini-3.8-flash: { temperature: 2, max_tokens: 16, custom_params: { topK: 1 }, rate_limit: 1 }
scenarios:
  - { name: mixed, model_distribution: { gpt-4.1: 3 } }
`),
    )
    expect(plain.arrivals).toHaveLength(2 * 3 * 3)
    expect(bodiesOf(switchedOff)).toEqual(bodiesOf(plain))
    expect(switchedOff.time.now() - plain.time.now()).toBeLessThan(30_000) // no rate held it up
  })

  it('asks for no more than the question, at the provider’s own temperature', async () => {
    const laboratory = await open()
    await laboratory.conductToTheEnd(await laboratory.begin(SMALL.replace('gemini-3.8-flash', 'gpt-4.1')))
    const bodies = laboratory.arrivals.map(({ request }) => request.body)
    expect(new Set(bodies.map((body) => Object.keys(body).sort().join(' ')))).toEqual(
      new Set([
        'max_completion_tokens messages model stream stream_options',
        'max_completion_tokens messages model response_format stream stream_options',
      ]),
    )
    expect(new Set(bodies.map((body) => body.max_completion_tokens))).toEqual(new Set([4000]))
  })
})

describe('several models', () => {
  it('are each called as they are configured', async () => {
    const laboratory = await open()
    const settings = 'max_tokens: 300, temperature: 0.3, custom_params: { top_p: 0.5, model: hidden }'
    const refused = MIXED.replace('scenarios:', `model_configs: { gpt-4.1: { ${settings} } }\nscenarios:`)
    await expect(laboratory.begin(refused)).rejects.toMatchObject({ code: 'invalid_request' })
    const file = refused
      .replace(', model: hidden', '')
      .replace('model_configs: {', 'model_configs: { gemini-3.8-flash: { custom_params: { topK: 7 } },')
    await laboratory.conductToTheEnd(await laboratory.begin(file))
    const bodiesFor = (model: string) =>
      laboratory.arrivals.filter(({ request }) => request.model === model).map(({ request }) => request.body)
    expect(bodiesFor('gpt-4.1')).toHaveLength(2 * 8)
    for (const body of bodiesFor('gpt-4.1'))
      expect(body).toMatchObject({
        max_completion_tokens: 300,
        temperature: 0.3,
        top_p: 0.5,
        model: 'gpt-4.1',
      })
    for (const body of bodiesFor('gemini-3.8-flash')) {
      expect(body.generationConfig).toMatchObject({ maxOutputTokens: 4000, topK: 7 })
      expect(body.generationConfig).not.toHaveProperty('temperature')
    }
  })

  it('never hear of one another', async () => {
    const laboratory = await open()
    await laboratory.conductToTheEnd(await laboratory.begin(MIXED))
    for (const { request } of laboratory.arrivals) {
      const { system, user } = textsOf(request)
      expect(`${system} ${user}`).not.toMatch(/gpt|gemini|openai|google/i)
    }
  })

  it('go on with the default model where one is no longer offered', async () => {
    const laboratory = await open((request) =>
      request.model === 'gpt-4.1'
        ? { status: 404, error: { code: 'model_not_found', message: 'The model does not exist' } }
        : playedAnswer(request),
    )
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(MIXED))
    expect(ended).toMatchObject({
      status: 'completed',
      warnings: [{ code: 'model_unavailable', model_name: 'gpt-4.1', model: 'gemini-3.8-flash' }],
    })
    const tried = laboratory.arrivals.filter(({ request }) => request.model === 'gpt-4.1')
    expect(tried.length).toBeLessThanOrEqual(2) // those under way when the first was refused
    const { models, lapses } = await laboratory.report(ended.id)
    expect(lapses).toMatchObject({ fallback_decisions: 2 * 6, fallback_strategies: 2 * 2 })
    expect(models.find(({ model_name }) => model_name === 'gpt-4.1')?.cooperation.count).toBe(0)
  })

  it('do not wait for one that is down: after ten failures in a row the default model answers', async () => {
    const laboratory = await open((request) =>
      request.model === 'gpt-4.1' ? { status: 503 } : playedAnswer(request),
    )
    const file = MIXED.replace('NUM_ROUNDS: 2', 'NUM_ROUNDS: 6')
    const startedAtMs = laboratory.time.now()
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(file))
    expect(ended).toMatchObject({ status: 'completed', warnings: [] })
    const { lapses } = await laboratory.report(ended.id)
    expect(lapses).toMatchObject({
      fallback_decisions: 6 * 6,
      fallback_strategies: 6 * 2,
      failed_decisions: 0,
    })
    const tried = laboratory.arrivals.filter(({ request }) => request.model === 'gpt-4.1')
    expect(tried.length).toBeLessThan(6 * 8) // three tries of each question would be 144
    expect(laboratory.time.now() - startedAtMs).toBeLessThan(60_000)
  })

  it('fail together where nothing is left that answers', async () => {
    const laboratory = await open(() => ({ status: 401, error: { code: 'invalid_api_key' } }))
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(MIXED))
    expect(ended).toMatchObject({ status: 'failed', error_code: 'no_model_available' })
    expect(laboratory.arrivals.length).toBeLessThan(20)
  })
})

describe('decisions that cannot be read', () => {
  it('are asked for again, and counted in the end', async () => {
    const stubborn = 'gpt-4.1'
    const laboratory = await open((request, earlier) => {
      if (!isDecision(request)) return playedAnswer(request)
      if (request.model === stubborn) return { text: 'I think I would rather cooperate.' }
      return earlier === 0 && !textsOf(request).user.includes('could not be read')
        ? { text: 'Cooperate!' }
        : { text: '{"decision":"cooperate"}' }
    })
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(MIXED))
    expect(ended.status).toBe('completed')
    const { models, lapses } = await laboratory.report(ended.id)
    expect(lapses).toMatchObject({ unparseable_decisions: 2 * 6, failed_decisions: 0, fallback_decisions: 0 })
    expect(
      models.map(({ model_name, cooperation }) => [model_name, cooperation.value, cooperation.count]),
    ).toEqual([
      ['gemini-3.8-flash', 1, 12],
      ['gpt-4.1', null, 0],
    ])
    // Each game with such an agent is left out; the two others play.
    expect(lapses.unplayed_games).toBe(2 * 5)
    const asked = laboratory.arrivals.filter(
      ({ request }) => request.model === stubborn && isDecision(request),
    )
    expect(asked).toHaveLength(2 * 6 * 3)
  })
})

describe('a worker that vanishes', () => {
  it('leaves its answers: nothing that was kept is asked again, and what was under way is booked as lost', async () => {
    const laboratory = await open()
    const experiment = await laboratory.begin(MIXED)
    let kept = 0
    const vanished = new Error('the worker is gone')
    const dying: ExperimentStore = {
      ...bound(laboratory.store),
      async finishCalls(held, calls) {
        if (kept >= 7) throw vanished
        kept += calls.length
        return laboratory.store.finishCalls(held, calls)
      },
      renew: async () => {
        throw vanished
      },
    }
    await expect(laboratory.conduct(experiment, dying)).rejects.toBe(vanished)
    const [before] = await database.query<{ begun: number; kept: number }>(
      `select (count(*) filter (where status = 'begun'))::int as begun,
        (count(*) filter (where status = 'succeeded'))::int as kept from experiment_calls`,
    )
    expect(before?.kept).toBeGreaterThanOrEqual(7)
    expect(before?.begun).toBeGreaterThan(0)
    const sentBefore = laboratory.arrivals.length

    await database.query(`update experiments set lease_expires_at = now() - interval '1 second'`)
    const taken = await laboratory.store.claim({ leaseMs: 60_000 })
    if (taken === null) throw new Error('it cannot be taken over')
    const ended = await laboratory.conductToTheEnd(taken)
    expect(ended).toMatchObject({ status: 'completed', takeovers: 1 })
    // All questions once, and those again whose answers were lost with the worker.
    expect(laboratory.arrivals.length).toBe(2 * 16 + (sentBefore - (before?.kept ?? 0)))
    const [after] = await database.query<{
      lost: number
      twice: number
      reserved: string
      cost: string
      spent: string
    }>(`
      select (count(*) filter (where status = 'lost'))::int as lost,
        (select count(*)::int from (
          select from experiment_calls where status = 'succeeded'
          group by group_number, round_number, stage, agent_number, other_number having count(*) > 1
        ) repeated) as twice,
        (select reserved_nano_usd from experiments) as reserved,
        sum(cost_nano_usd) as cost,
        (select spent_nano_usd from experiments) as spent
      from experiment_calls`)
    expect(after).toMatchObject({ lost: before?.begun, twice: 0, reserved: '0' })
    expect(after?.spent).toBe(after?.cost)
  })

  it('comes to what it would have come to without', async () => {
    const undisturbed = await open()
    const whole = await undisturbed.conductToTheEnd(await undisturbed.begin(MIXED))
    const expected = await undisturbed.store.rounds(whole.id)
    const laboratory = await open()
    const experiment = await laboratory.begin(MIXED)
    const dying: ExperimentStore = {
      ...bound(laboratory.store),
      saveRound: async () => {
        throw new Error('the worker is gone')
      },
    }
    await expect(laboratory.conduct(experiment, dying)).rejects.toThrow('gone')
    await database.query(`update experiments set lease_expires_at = now() - interval '1 second'`)
    const taken = await laboratory.store.claim({ experimentId: experiment.id, leaseMs: 60_000 })
    if (taken === null) throw new Error('it cannot be taken over')
    await laboratory.conductToTheEnd(taken)
    expect(laboratory.arrivals).toHaveLength(2 * 16)
    expect(await laboratory.store.rounds(experiment.id)).toEqual(expected)
  })

  it('can change nothing any more once another has taken over', async () => {
    const laboratory = await open()
    const experiment = await laboratory.begin(MIXED)
    await database.query(`update experiments set lease_expires_at = now() - interval '1 second'`)
    expect(await laboratory.store.claim({ leaseMs: 60_000 })).not.toBeNull()
    expect(await laboratory.conduct(experiment)).toBe('lost')
    expect(laboratory.arrivals).toEqual([])
    expect(await laboratory.store.rounds(experiment.id)).toEqual([])
  })

  it('survives answers of the database that are lost on the way', async () => {
    const laboratory = await open((request) => {
      dataApi.loseAnswers = 1
      return playedAnswer(request)
    })
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(MIXED))
    expect(ended.status).toBe('completed')
    expect(laboratory.arrivals).toHaveLength(2 * 16)
  })
})

describe('money', () => {
  it('is never spent beyond the budget: the experiment ends with what it paid for', async () => {
    const usage = { inputTokens: 400, outputTokens: 60 }
    const laboratory = await open((request) => ({ ...playedAnswer(request), usage }))
    const budgetUsd = 0.02
    const ended = await laboratory.conductToTheEnd(
      await laboratory.begin(MIXED.replace('SEED: 5', `SEED: 5\nMAX_TOKENS: 500\nBUDGET_USD: ${budgetUsd}`)),
    )
    expect(ended).toMatchObject({ status: 'failed', error_code: 'budget_exceeded' })
    expect(ended.spent_nano_usd).toBeGreaterThan(0.5 * budgetUsd * 1e9)
    expect(ended.spent_nano_usd).toBeLessThanOrEqual(budgetUsd * 1e9)
    expect(laboratory.arrivals.length).toBeLessThan(32)
    expect((await laboratory.report(ended.id)).status).toBe('failed')
  })

  it('is reserved of a cap on the caller, and freed at the end', async () => {
    const userId = await database.createUser()
    await database.query(
      `insert into spend_limits (user_id, period, limit_nano_usd) values ('${userId}', 'total', 2000000000)`,
    )
    const laboratory = await open()
    await expect(laboratory.begin(`${SMALL}BUDGET_USD: 3\n`, userId)).rejects.toMatchObject({
      code: 'budget_exceeded',
    })
    const experiment = await laboratory.begin(`${SMALL}BUDGET_USD: 1.5\n`, userId)
    await expect(laboratory.begin(`${SMALL}BUDGET_USD: 1\n`, userId)).rejects.toMatchObject({
      code: 'budget_exceeded',
    })
    const ended = await laboratory.conductToTheEnd(experiment)
    const [counter] = await database.query<{ spent: string; reserved: string }>(
      'select spent_nano_usd as spent, reserved_nano_usd as reserved from private.spend_counters',
    )
    expect(counter).toEqual({ spent: String(ended.spent_nano_usd), reserved: '0' })
    const [run] = await database.query<{ status: string; cost: string }>(
      'select status, cost_nano_usd as cost from orchestration_runs',
    )
    expect(run).toEqual({ status: 'succeeded', cost: String(ended.spent_nano_usd) })
  })
})

describe('limits of the project', () => {
  it('hold for experiments too: a model’s own limit is waited for', async () => {
    await database.query(
      `insert into rate_limits (model, requests_per_minute) values ('gemini-3.8-flash', 600)`,
    )
    const laboratory = await open()
    const ended = await laboratory.conductToTheEnd(await laboratory.begin(SMALL))
    const [bucket] = await database.query<{ requests: number }>('select requests from private.model_buckets')
    expect(ended.status).toBe('completed')
    expect(bucket?.requests).toBeLessThan(600)
  })
})

describe('cancelling', () => {
  it('hangs up on the models and keeps what was played', async () => {
    const laboratory = await open((request) => ({ ...playedAnswer(request), delayMs: 50 }))
    const experiment = await laboratory.begin(SMALL.replace('NUM_ROUNDS: 2', 'NUM_ROUNDS: 50'))
    const saveRound = laboratory.store.saveRound
    const cancelling: ExperimentStore = {
      ...bound(laboratory.store),
      async saveRound(held, round) {
        const saved = await saveRound(held, round)
        if (round.round_number === 3) await laboratory.store.cancel(experiment.id)
        return saved
      },
    }
    expect(await laboratory.conduct(experiment, cancelling)).toBe('lost')
    expect(await laboratory.read(experiment.id)).toMatchObject({ status: 'cancelled' })
    expect(await laboratory.store.rounds(experiment.id)).toHaveLength(3)
    expect(await laboratory.store.cancel(experiment.id)).toBe(false)
    const [open_] = await database.query<{ begun: number }>(
      `select (count(*) filter (where status = 'begun'))::int as begun from experiment_calls`,
    )
    expect(open_).toEqual({ begun: 0 })
  })
})

/** The methods of a store that is not a plain object. */
function bound(store: ExperimentStore): ExperimentStore {
  const names: (keyof ExperimentStore)[] = [
    ...(['begin', 'list', 'read', 'findUnfinished', 'agents', 'rounds', 'progress', 'calls'] as const),
    ...(['reachedSince', 'totals', 'claim', 'renew', 'beginCalls', 'finishCalls', 'saveRound'] as const),
    ...(['warn', 'finish', 'cancel', 'limitedModels', 'takeModelRate'] as const),
  ]
  return Object.fromEntries(names.map((name) => [name, store[name]])) as unknown as ExperimentStore // all of them are named
}
