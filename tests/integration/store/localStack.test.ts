/** The store and its rows on the local stack's database (lite on PGlite), through supabase-js with real sign-ins. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalDatabase, openDatabase } from '../../../local/database.ts'
import type { Database } from '../../../supabase/functions/_shared/store/database.generated.ts'
import { createStore } from '../../../supabase/functions/_shared/store/store.ts'
import { attempt, beginInput, call, runRecord } from '../runRecords.ts'

const KEYS = {
  publishableKey: 'sb_publishable_tests',
  secretKey: 'sb_secret_tests',
  jwtSecret: 'a-secret-of-the-tests-of-32-characters-or-more',
  jwtKeyId: 'tests',
}

let folder: string
let database: LocalDatabase

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merit-local-'))
  database = await openDatabase({
    dataDir: folder,
    cacheDir: folder,
    migrationsDir: fileURLToPath(new URL('../../../supabase/migrations', import.meta.url)),
    keys: KEYS,
    siteUrl: 'http://127.0.0.1:54321',
    log: () => undefined,
  })
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

function connect(key: string): SupabaseClient<Database> {
  return createClient<Database>('http://local.test', key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: (input, init) => fetchFrom(database, new Request(input, init)) },
  })
}

async function fetchFrom({ fetch }: LocalDatabase, request: Request): Promise<Response> {
  const { url, method } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const { status, headers, body } = await fetch({
    ...{ url, method },
    headers: Object.fromEntries(request.headers),
    body: hasBody ? new Uint8Array(await request.arrayBuffer()) : null,
  })
  return new Response(body.length === 0 ? null : body, { status, headers })
}

async function signUp(email: string): Promise<{ client: SupabaseClient<Database>; userId: string }> {
  const client = connect(KEYS.publishableKey)
  const { data, error } = await client.auth.signUp({ email, password: 'correct horse battery' })
  if (error || !data.user) throw new Error('sign-up failed', { cause: error })
  return { client, userId: data.user.id }
}

it('serves the store, shows users their own rows as the numbers they are, and hides them from others', async () => {
  const store = createStore(connect(KEYS.secretKey))
  const ada = await signUp('ada@example.com')
  const bob = await signUp('bob@example.com')
  const input = beginInput({ userId: ada.userId, idempotencyKey: 'key', options: { note: 'NUL \u0000' } })

  const answers = await Promise.all(Array.from({ length: 20 }, () => store.beginRun(input)))
  const started = answers.filter((answer) => answer.state === 'started')
  expect(started).toHaveLength(1)
  const [{ runId, leaseToken } = { runId: '', leaseToken: '' }] = started
  const record = runRecord({
    runId,
    leaseToken,
    body: { success: true, message: 'a \u0000 byte' },
    attempts: [
      attempt({ status: 'failed', errorCode: 'rate_limited', costNanoUsd: null }),
      attempt({ model: 'model-b', priority: 2, quality: 80 }),
    ],
    winner: 1,
    calls: [
      call({ error: { code: 'rate_limited', message: 'slow down' } }),
      call({ attempt: 1, model: 'model-b' }),
    ],
  })
  expect(await store.finishRun(record)).toBe('applied')
  expect(await store.finishRun(record)).toBe('already_applied')
  expect(await store.beginRun(input)).toMatchObject({
    state: 'replay',
    httpStatus: 200,
    body: { message: 'a \uFFFD byte' },
  })
  expect(await store.readRun({ runId, userId: ada.userId })).toMatchObject({
    status: 'succeeded',
    model: 'model-b',
    costUsd: 0.005,
    attempts: [{ status: 'failed' }, { qualityScore: 80 }],
  })
  const next = await store.beginRun(beginInput({ userId: ada.userId }))
  expect(
    next.state === 'started' && next.evidence.map(({ tier, model }) => `${tier} ${model}`).sort(),
  ).toEqual([
    'all model-a',
    'all model-b',
    'task model-a',
    'task model-b',
    'task_complexity model-a',
    'task_complexity model-b',
    'user model-a',
    'user model-b',
  ])

  const attempts = await ada.client.from('model_performance').select().order('attempt_number')
  expect(attempts.data).toMatchObject([
    { user_id: ada.userId, cost_usd: null, quality_score: null, success: false, error_code: 'rate_limited' },
    { user_id: ada.userId, cost_usd: 0.0025, quality_score: 80, success: true, completeness: 80 },
  ])
  expect((await ada.client.from('model_usage').select('cost_nano_usd, cost_usd')).data).toEqual([
    { cost_nano_usd: 2_500_000, cost_usd: 0.0025 },
    { cost_nano_usd: 2_500_000, cost_usd: 0.0025 },
  ])
  expect((await ada.client.from('model_selections').select('was_optimal, propensity')).data).toEqual([
    { was_optimal: null, propensity: 0.5 },
  ])
  const best = await ada.client.rpc('get_best_model_for_task', {
    user_id: ada.userId,
    task_type: 'generation',
  })
  expect(best.data).toMatchObject([
    { model: 'model-b', provider: 'sandbox', approach: 'simple', expected_quality: expect.any(Number) },
  ])
  // one result of 80 moves what is expected of a middling model, and not all the way
  const expected = best.data?.[0]?.expected_quality
  expect(expected).toBeGreaterThan(73)
  expect(expected).toBeLessThan(80)
  const analytics = await ada.client.from('model_performance_analytics').select().eq('model', 'model-b')
  expect(analytics.data).toMatchObject([
    { attempts: 1, success_rate: 1, avg_quality_score: 80, total_cost_usd: 0.0025 },
  ])

  for (const relation of [
    'orchestration_runs',
    'model_performance',
    'model_selections',
    'model_usage',
  ] as const) {
    expect((await bob.client.from(relation).select()).data, relation).toEqual([])
    expect((await connect(KEYS.publishableKey).from(relation).select()).error?.code, relation).toBe('42501')
  }
  expect((await ada.client.from('model_evidence').select()).error?.code).toBe('42501')
  const stolen = await bob.client.rpc('get_best_model_for_task', {
    user_id: ada.userId,
    task_type: 'generation',
  })
  expect(stolen.error?.code).toBe('42501')
  const forged = await bob.client.rpc('finish_run', { record: { run_id: runId } })
  expect(forged.error?.code).toBe('42501')
})
