/** The store over a real Postgres: what a run begins from, how it ends, what is left of it. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../supabase/functions/_shared/store/store.ts'
import { StoreError } from '../../../supabase/functions/_shared/store/storeError.ts'
import type { TestDatabase } from '../postgres.ts'
import { attempt, beginInput, call, plan, runRecord } from '../runRecords.ts'
import { withStore } from '../testStore.ts'

let database: TestDatabase
let store: Store
let userId: string

withStore((opened) => {
  database = opened.database
  store = opened.store
})
beforeEach(async () => {
  userId = await database.createUser()
})

async function begin(input: Parameters<typeof beginInput>[0] = {}) {
  const begun = await store.beginRun(beginInput({ userId, ...input }))
  if (begun.state !== 'started') throw new Error(`expected the run to start, it is ${begun.state}`)
  return begun
}

/** Begins a run and ends it as `record` says. */
async function run(
  record: Partial<Parameters<typeof runRecord>[0]> = {},
  input: Parameters<typeof beginInput>[0] = {},
) {
  const { runId, leaseToken } = await begin(input)
  await store.finishRun(runRecord({ runId, leaseToken, ...record }))
  return runId
}

describe('beginRun', () => {
  it('starts a run with nothing known and no conversation', async () => {
    const begun = await begin()
    expect(begun).toMatchObject({ takenOver: false, evidence: [], conversation: { files: null, turns: [] } })
    expect(await store.readRun({ runId: begun.runId, userId })).toMatchObject({
      status: 'running',
      body: null,
      attempts: [],
    })
  })

  it('makes every call without a key a run of its own', async () => {
    expect((await begin()).runId).not.toBe((await begin()).runId)
  })

  it('starts one run for twenty calls at once with the same key', async () => {
    const input = beginInput({ userId, idempotencyKey: 'once' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.beginRun(input)))
    expect(answers.filter(({ state }) => state === 'started')).toHaveLength(1)
    expect(answers.filter(({ state }) => state === 'in_progress')).toHaveLength(19)
    expect(new Set(answers.map((answer) => 'runId' in answer && answer.runId)).size).toBe(1)
  })

  it('replays the stored answer once the run has ended, well or not', async () => {
    const won = await run({ body: { success: true, message: 'done' } }, { idempotencyKey: 'well' })
    const lost = await run(
      {
        status: 'failed',
        httpStatus: 502,
        body: { error: { code: 'all_models_failed' } },
        winner: null,
        attempts: [],
        calls: [],
      },
      { idempotencyKey: 'badly' },
    )
    expect(await store.beginRun(beginInput({ userId, idempotencyKey: 'well' }))).toEqual({
      state: 'replay',
      runId: won,
      httpStatus: 200,
      body: { success: true, message: 'done' },
    })
    expect(await store.beginRun(beginInput({ userId, idempotencyKey: 'badly' }))).toEqual({
      state: 'replay',
      runId: lost,
      httpStatus: 502,
      body: { error: { code: 'all_models_failed' } },
    })
  })

  it('calls the same key with another body a conflict, while running and after', async () => {
    const { runId, leaseToken } = await begin({ idempotencyKey: 'key' })
    const other = beginInput({ userId, idempotencyKey: 'key', requestHash: 'hash of another body' })
    expect(await store.beginRun(other)).toEqual({ state: 'conflict', runId })
    await store.finishRun(runRecord({ runId, leaseToken }))
    expect(await store.beginRun(other)).toEqual({ state: 'conflict', runId })
  })

  it('keeps the keys of users apart, and those of nobody', async () => {
    const other = await database.createUser()
    const runs = await Promise.all(
      [userId, other, null].map((owner) => begin({ userId: owner, idempotencyKey: 'shared' })),
    )
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(3)
    const again = await store.beginRun(beginInput({ userId: null, idempotencyKey: 'shared' }))
    expect(again.state).toBe('in_progress')
  })

  it('hands a run whose lease ran out to one of those who ask, with a new token', async () => {
    const first = await begin({ idempotencyKey: 'key', leaseMs: 0 })
    const input = beginInput({ userId, idempotencyKey: 'key' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => store.beginRun(input)))
    const takers = answers.filter((answer) => answer.state === 'started')
    expect(takers).toHaveLength(1)
    expect(takers[0]).toMatchObject({ runId: first.runId, takenOver: true })
    expect(takers[0]?.leaseToken).not.toBe(first.leaseToken)
  })

  it('says so where the user is unknown', async () => {
    await expect(store.beginRun(beginInput({ userId: randomUUID() }))).rejects.toMatchObject({
      code: 'unknown_user',
      isRetryable: false,
    })
  })

  it('brings the files and turns of the conversation, and nothing of failed runs or other users', async () => {
    const conversationId = randomUUID()
    await run({ body: { files: { 'a.ts': '1' }, message: 'made a' } }, { conversationId, request: 'make a' })
    await run(
      { body: { files: { 'a.ts': '2', 'b.ts': '1' }, message: 'made b' } },
      { conversationId, request: 'make b' },
    )
    await run({ body: { files: {}, text: 'because', message: '' } }, { conversationId, request: 'why?' })
    await run(
      { status: 'failed', httpStatus: 502, body: { error: {} }, winner: null, attempts: [], calls: [] },
      { conversationId, request: 'fail' },
    )
    const { conversation } = await begin({ conversationId })
    expect(conversation).toEqual({
      files: { 'a.ts': '2', 'b.ts': '1' },
      turns: [
        { role: 'user', content: 'make a' },
        { role: 'assistant', content: 'made a' },
        { role: 'user', content: 'make b' },
        { role: 'assistant', content: 'made b' },
        { role: 'user', content: 'why?' },
        { role: 'assistant', content: 'because' },
      ],
    })
    expect((await begin({ conversationId, maxTurns: 1, withFiles: false })).conversation).toEqual({
      files: null,
      turns: [
        { role: 'user', content: 'why?' },
        { role: 'assistant', content: 'because' },
      ],
    })
    const stranger = await begin({ conversationId, userId: await database.createUser() })
    expect(stranger.conversation).toEqual({ files: null, turns: [] })
    const nobody = await begin({ conversationId, userId: null })
    expect(nobody.conversation).toEqual({ files: null, turns: [] })
  })

  it('brings the evidence of the task types asked, own and shared, never another user’s', async () => {
    await run()
    await run({}, { userId: await database.createUser() })
    const { evidence } = await begin({ taskTypes: ['generation', 'edit'] })
    expect(evidence.map(({ tier }) => tier).sort()).toEqual(['all', 'task', 'task_complexity', 'user'])
    expect(evidence.find(({ tier }) => tier === 'user')?.qualityWeight).toBe(1)
    const all = evidence.find(({ tier }) => tier === 'all')
    expect(all).toMatchObject({
      taskType: null,
      complexity: null,
      model: 'model-a',
      approach: 'simple',
      qualityMean: 80,
      qualityM2: 0,
      failureWeight: 0,
      costMeanNanoUsd: 2_500_000,
    })
    // the first of the two has faded for a few milliseconds
    expect(all?.qualityWeight).toBeCloseTo(2, 4)
    expect(all?.logDurationMean).toBeCloseTo(Math.log(1200), 9)
    expect(Math.abs((all?.updatedAtMs ?? 0) - Date.now())).toBeLessThan(60_000)
    const other = await begin({ taskTypes: ['review'] })
    expect(other.evidence.map(({ tier }) => tier)).toEqual(['all'])
  })

  it('reads every figure of the evidence where it belongs', async () => {
    await database.query(`
      insert into model_evidence (tier, task_type, complexity, model, approach, provider, quality_weight, quality_mean,
        quality_m2, success_weight, failure_weight, duration_weight, log_duration_mean, cost_weight, cost_mean_nano_usd, updated_at,
        quality_changed_at)
      values ('task_complexity', 'edit', 'high', 'model-a', 'progressive', 'sandbox', 1, 2, 3, 4, 5, 6, 7, 8, 9,
        to_timestamp(10.5), to_timestamp(9.25))`)
    expect((await begin()).evidence).toEqual([
      {
        tier: 'task_complexity',
        taskType: 'edit',
        complexity: 'high',
        model: 'model-a',
        approach: 'progressive',
        qualityWeight: 1,
        qualityMean: 2,
        qualityM2: 3,
        successWeight: 4,
        failureWeight: 5,
        durationWeight: 6,
        logDurationMean: 7,
        costWeight: 8,
        costMeanNanoUsd: 9,
        updatedAtMs: 10_500,
        qualityChangedAtMs: 9_250,
      },
    ])
  })
})

describe('finishRun', () => {
  it('records run, attempts, calls and selection', async () => {
    const conversationId = randomUUID()
    const runId = await run(
      {
        attempts: [
          attempt({
            status: 'failed',
            errorCode: 'server_error',
            errorMessage: 'the provider answered 500',
            costNanoUsd: 0,
          }),
          attempt({ model: 'model-b', priority: 2, quality: 87.4 }),
          attempt({
            model: 'model-c',
            priority: 3,
            status: 'cancelled',
            costNanoUsd: null,
            costIsEstimate: true,
          }),
        ],
        winner: 1,
        plan: plan('model-a', 'model-b', 'model-c'),
        calls: [
          call({ error: { code: 'server_error', message: 'the provider answered 500' }, costNanoUsd: 0 }),
          call({ attempt: 1, model: 'model-b', costNanoUsd: 7 }),
          call({ attempt: null, stage: 'judge', model: 'judge', costNanoUsd: 11, usageIsEstimate: true }),
        ],
      },
      { conversationId },
    )
    expect(await store.readRun({ runId, userId })).toMatchObject({
      runId,
      userId,
      conversationId,
      status: 'succeeded',
      httpStatus: 200,
      request: 'Build a todo app',
      body: { success: true },
      profile: { type: 'generation' },
      errorCode: null,
      model: 'model-b',
      provider: 'sandbox',
      approach: 'simple',
      qualityScore: 87,
      inputTokens: 2700,
      outputTokens: 12_000,
      costUsd: 18e-9,
      costIsEstimate: false,
      durationMs: 1300,
      attempts: [
        {
          model: 'model-a',
          status: 'failed',
          errorCode: 'server_error',
          isWinner: false,
          qualityScore: null,
        },
        { model: 'model-b', status: 'succeeded', isWinner: true, qualityScore: 87, costUsd: 0.0025 },
        { model: 'model-c', status: 'cancelled', costUsd: null, costIsEstimate: true },
      ],
    })
    expect(
      await database.query(
        `select u.call_number, u.stage, u.model, u.total_tokens, u.response_time_ms, u.first_token_ms, u.cost_usd, u.success,
                u.error_code, u.usage_is_estimate, p.model as attempted
         from model_usage u left join model_performance p on p.id = u.attempt_id
         where u.run_id = $1 and u.user_id = $2 and u.conversation_id = $3 order by u.call_number`,
        [runId, userId, conversationId],
      ),
    ).toMatchObject([
      {
        stage: 'generate',
        success: false,
        error_code: 'server_error',
        attempted: 'model-a',
        response_time_ms: 1100,
        first_token_ms: 211,
      },
      { stage: 'generate', success: true, attempted: 'model-b', total_tokens: 4900, cost_usd: 7e-9 },
      { stage: 'judge', model: 'judge', attempted: null, usage_is_estimate: true },
    ])
    expect(await database.query('select * from model_selections where run_id = $1', [runId])).toMatchObject([
      {
        user_id: userId,
        policy: 'thompson',
        policy_version: '1',
        propensity: 1 / 3,
        explored: false,
        parallel: false,
        chosen_model: 'model-a',
        expected_quality: 70,
        expected_utility: 65,
        selected_model: 'model-b',
        quality_score: 87,
        strategies_planned: 3,
        strategies_tried: 3,
        was_optimal: null,
        stop_reason: 'threshold_reached',
        eligible: [{ model: 'model-a' }, { model: 'model-b' }, { model: 'model-c' }],
        planned: [
          { model: 'model-a', priority: 1, reservationValue: 80 },
          { model: 'model-b' },
          { model: 'model-c' },
        ],
      },
    ])
  })

  it('applies a record once, however often it comes', async () => {
    const { runId, leaseToken } = await begin()
    const record = runRecord({ runId, leaseToken })
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.finishRun(record)))
    expect(answers.filter((answer) => answer === 'applied')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'already_applied')).toHaveLength(9)
    expect(
      await database.query(`
        select (select count(*) from model_performance)::int as attempts, (select count(*) from model_usage)::int as calls,
               (select count(*) from model_selections)::int as selections,
               (select sum(success_weight) from model_evidence where tier = 'all') as learnt`),
    ).toEqual([{ attempts: 1, calls: 1, selections: 1, learnt: 1 }])
  })

  it('writes nothing at all where a part is refused', async () => {
    const { runId, leaseToken } = await begin()
    const broken = runRecord({ runId, leaseToken, calls: [call(), call({ stage: JSON.parse('null') })] })
    await expect(store.finishRun(broken)).rejects.toBeInstanceOf(StoreError)
    expect(
      await database.query('select id from model_performance union all select run_id from model_selections'),
    ).toEqual([])
    expect(await database.query('select 1 from model_evidence')).toEqual([])
    expect(await store.finishRun(runRecord({ runId, leaseToken }))).toBe('applied')
  })

  it('gives the run to whoever holds it; a success is taken from a late worker while nobody else has one', async () => {
    const late = await begin({ idempotencyKey: 'key', leaseMs: 0 })
    const holder = await begin({ idempotencyKey: 'key' })
    const failed = { status: 'failed', httpStatus: 504, body: { error: {} }, winner: null } as const
    const { runId } = holder
    await expect(
      store.finishRun(runRecord({ runId, leaseToken: late.leaseToken, ...failed })),
    ).rejects.toMatchObject({ code: 'superseded' })
    expect(
      await store.finishRun(runRecord({ runId, leaseToken: late.leaseToken, body: { from: 'late' } })),
    ).toBe('applied')
    await expect(
      store.finishRun(runRecord({ runId, leaseToken: holder.leaseToken, body: { from: 'holder' } })),
    ).rejects.toMatchObject({ code: 'superseded' })
    expect((await store.readRun({ runId, userId }))?.body).toEqual({ from: 'late' })
  })

  it('says that a run is gone once its user is', async () => {
    const { runId, leaseToken } = await begin()
    await database.query('delete from auth.users where id = $1', [userId])
    await expect(store.finishRun(runRecord({ runId, leaseToken }))).rejects.toMatchObject({
      code: 'run_gone',
      isRetryable: false,
    })
    expect(await database.query('select 1 from model_evidence')).toEqual([])
  })

  it('is not put off by a clock that was set back, nor by a fraction', async () => {
    const { runId, leaseToken } = await begin()
    const usage = { inputTokens: 10.6, cachedInputTokens: 0, outputTokens: Number.NaN, reasoningTokens: 0 }
    const record = runRecord({
      runId,
      leaseToken,
      durationMs: -12.5,
      attempts: [attempt({ durationMs: -3, costNanoUsd: 0.4, quality: 100.2 })],
      calls: [call({ durationMs: -1, firstTokenAfterMs: -1, usage })],
    })
    expect(await store.finishRun(record)).toBe('applied')
    expect(await store.readRun({ runId, userId })).toMatchObject({
      durationMs: 0,
      inputTokens: 11,
      outputTokens: 0,
      attempts: [{ durationMs: 0, costUsd: 0, qualityScore: 100 }],
    })
  })

  it('stores what models really write: NUL, half surrogates, any key', async () => {
    const { runId, leaseToken } = await begin()
    const files = JSON.parse('{"__proto__": "kept", "a\\u0000b.ts": "x\\u0000y", "c.ts": "\\ud83d"}')
    await store.finishRun(
      runRecord({
        runId,
        leaseToken,
        body: { files, message: 'fine: 😀' },
        attempts: [attempt({ status: 'failed', errorMessage: 'bad \u0000 byte \udc00' })],
        winner: null,
      }),
    )
    const stored = await store.readRun({ runId, userId })
    expect(stored?.body?.message).toBe('fine: 😀')
    expect(Object.entries(stored?.body?.files ?? {}).sort()).toEqual([
      ['__proto__', 'kept'],
      ['a\uFFFDb.ts', 'x\uFFFDy'],
      ['c.ts', '\uFFFD'],
    ])
    expect(stored?.attempts[0]?.errorMessage).toBe('bad \uFFFD byte \uFFFD')
  })

  it.each([
    { scores: [85, 80], optimal: true },
    { scores: [80, 82], optimal: true },
    { scores: [80, 83], optimal: false },
    { scores: [undefined, 83, 70], optimal: false },
    { scores: [80], optimal: null },
    { scores: [undefined, 80], optimal: null },
  ])('was_optimal is $optimal where the plan’s strategies scored $scores', async ({ scores, optimal }) => {
    const runId = await run({
      plan: plan(...scores.map((_, index) => `model-${index}`)),
      attempts: scores.map((quality, index) =>
        attempt({ model: `model-${index}`, quality, status: quality === undefined ? 'failed' : 'succeeded' }),
      ),
      winner: null,
      calls: [],
    })
    expect(
      await database.query('select was_optimal from model_selections where run_id = $1', [runId]),
    ).toEqual([{ was_optimal: optimal }])
  })

  it('leaves the cost unknown where that of any call is: a sum of the others would look like the whole', async () => {
    const free = await run({ calls: [call({ costNanoUsd: null })] })
    expect(await store.readRun({ runId: free, userId })).toMatchObject({
      costUsd: null,
      costIsEstimate: true,
    })
    const some = await run({ calls: [call({ costNanoUsd: null }), call({ costNanoUsd: 5 })] })
    expect(await store.readRun({ runId: some, userId })).toMatchObject({
      costUsd: null,
      costIsEstimate: true,
    })
    const none = await run({ calls: [], attempts: [], winner: null })
    expect(await store.readRun({ runId: none, userId })).toMatchObject({ costUsd: 0, costIsEstimate: false })
  })
})

describe('readRun', () => {
  it('shows a run to its user and to a service caller alone', async () => {
    const runId = await run()
    expect(await store.readRun({ runId, userId: await database.createUser() })).toBeNull()
    expect((await store.readRun({ runId, userId: null }))?.runId).toBe(runId)
    expect(await store.readRun({ runId: randomUUID(), userId })).toBeNull()
  })
})

describe('waitForRun', () => {
  const sleeping = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  }

  it('gives the answer as soon as the run has one', async () => {
    const { runId, leaseToken } = await begin()
    const waiting = store.waitForRun({ runId, deadlineAtMs: Date.now() + 20_000, ...sleeping })
    await store.finishRun(runRecord({ runId, leaseToken, body: { message: 'done' } }))
    expect(await waiting).toEqual({ state: 'finished', httpStatus: 200, body: { message: 'done' } })
  })

  it('ends at the deadline, when the lease runs out, and when the run is gone', async () => {
    const { runId } = await begin()
    const never = () => Promise.reject(new Error('nobody should sleep here'))
    const now = Date.now()
    expect(await store.waitForRun({ runId, deadlineAtMs: now, now: () => now, sleep: never })).toEqual({
      state: 'timeout',
    })
    expect(
      await store.waitForRun({ runId, deadlineAtMs: Infinity, now: () => now + 120_000, sleep: never }),
    ).toEqual({ state: 'lease_expired' })
    await database.query('delete from auth.users where id = $1', [userId])
    expect(await store.waitForRun({ runId, deadlineAtMs: Infinity, now: () => now, sleep: never })).toEqual({
      state: 'gone',
    })
  })
})
