/** What attempts teach: figures that agree with a plain recount, in any order, and are always proper. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../postgres.ts'
import { withDatabase } from '../testStore.ts'

const HALF_LIFE_MS = 14 * 24 * 60 * 60 * 1000

let database: TestDatabase

withDatabase((opened) => {
  database = opened
})
beforeEach(async () => {
  await database.query('truncate orchestration_runs, model_performance, model_evidence cascade')
})

interface Observed {
  model: string
  status: 'succeeded' | 'failed' | 'cancelled' | 'skipped'
  quality: number | null
  durationMs: number
  costNanoUsd: number | null
  errorCode: string | null
  atMs: number
}

function observed(given: Partial<Observed> = {}): Observed {
  return {
    model: 'model-a',
    status: 'succeeded',
    quality: 80,
    durationMs: 1000,
    costNanoUsd: 1000,
    errorCode: null,
    atMs: Date.UTC(2026, 10, 21),
    ...given,
  }
}

/** Puts attempts on record and learns from each group in turn, as finish_run does for each run. */
async function learn(...groups: Observed[][]): Promise<void> {
  for (const group of groups) {
    const runId = randomUUID()
    await database.query(
      `insert into orchestration_runs (id, request_hash, request, lease_expires_at) values ($1, '', '', now())`,
      [runId],
    )
    await database.query(
      `with attempts as (
         insert into model_performance (run_id, attempt_number, model, provider, approach, task_type, complexity, priority,
           status, quality_score, duration_ms, cost_nano_usd, error_code, created_at)
         select $1, number, model, 'sandbox', 'simple', 'generation', 'low', 1,
           status, quality, "durationMs", "costNanoUsd", "errorCode", to_timestamp("atMs" / 1000)
         from rows from (jsonb_to_recordset($2) as (model text, status text, quality smallint, "durationMs" integer,
           "costNanoUsd" bigint, "errorCode" text, "atMs" double precision)) with ordinality as
           given (model, status, quality, "durationMs", "costNanoUsd", "errorCode", "atMs", number)
         returning id
       )
       select id from attempts`,
      [runId, JSON.stringify(group)],
    )
    await database.query(
      `select private.learn_from_attempts(array(select id from model_performance where run_id = $1))`,
      [runId],
    )
  }
}

interface Learnt {
  quality_weight: number
  quality_mean: number
  quality_m2: number
  success_weight: number
  failure_weight: number
  duration_weight: number
  log_duration_mean: number
  cost_weight: number
  cost_mean_nano_usd: number
  updated_ms: number
}

async function evidence(tier = 'all', model = 'model-a'): Promise<Learnt | undefined> {
  const rows = await database.query<Learnt>(
    `select quality_weight, quality_mean, quality_m2, success_weight, failure_weight, duration_weight, log_duration_mean,
            cost_weight, cost_mean_nano_usd, (extract(epoch from updated_at) * 1000)::float8 as updated_ms
     from model_evidence where tier = $1 and model = $2`,
    [tier, model],
  )
  return rows[0]
}

/** The same by its definition: every attempt weighs 2^(-age / half-life) at the time of the last. */
function recount(attempts: Observed[]): Learnt | undefined {
  const told = attempts.filter(({ status }) => status === 'succeeded' || status === 'failed')
  if (told.length === 0) return undefined
  const lastMs = Math.max(...told.map(({ atMs }) => atMs))
  const weigh = (chosen: { value: number; atMs: number }[]) => {
    const weights = chosen.map(({ atMs }) => 2 ** (-(lastMs - atMs) / HALF_LIFE_MS))
    const weight = weights.reduce((sum, each) => sum + each, 0)
    const mean =
      chosen.reduce((sum, { value }, index) => sum + value * (weights[index] ?? 0), 0) / (weight || 1)
    const m2 = chosen.reduce((sum, { value }, index) => sum + (value - mean) ** 2 * (weights[index] ?? 0), 0)
    return { weight, mean, m2 }
  }
  const values = (pick: (attempt: Observed) => number | null) =>
    told.flatMap((attempt) => {
      const value = pick(attempt)
      return value === null ? [] : [{ value, atMs: attempt.atMs }]
    })
  const succeeded = (attempt: Observed) => attempt.status === 'succeeded'
  const quality = weigh(values((attempt) => (succeeded(attempt) ? attempt.quality : null)))
  const duration = weigh(
    values((attempt) => (succeeded(attempt) ? Math.log(Math.max(1, attempt.durationMs)) : null)),
  )
  const cost = weigh(
    values((attempt) => (succeeded(attempt) || attempt.costNanoUsd ? attempt.costNanoUsd : null)),
  )
  return {
    quality_weight: quality.weight,
    quality_mean: quality.mean,
    quality_m2: quality.m2,
    success_weight: weigh(values((attempt) => (succeeded(attempt) ? 1 : null))).weight,
    failure_weight: weigh(
      values((attempt) => (succeeded(attempt) || attempt.errorCode === 'content_policy' ? null : 1)),
    ).weight,
    duration_weight: duration.weight,
    log_duration_mean: duration.mean,
    cost_weight: cost.weight,
    cost_mean_nano_usd: cost.mean,
    updated_ms: lastMs,
  }
}

function expectAgreement(learnt: Learnt | undefined, counted: Learnt | undefined): void {
  expect(learnt === undefined).toBe(counted === undefined)
  if (learnt === undefined || counted === undefined) return
  for (const key of Object.keys(counted) as (keyof Learnt)[]) {
    const tolerance = 1e-6 * Math.max(1, Math.abs(counted[key]))
    // the mean of what has all but faded away is of no account
    const weightKey = key.startsWith('quality')
      ? 'quality_weight'
      : key.startsWith('log')
        ? 'duration_weight'
        : 'cost_weight'
    if (key.includes('mean') && counted[weightKey] < 1e-3) continue
    expect(Math.abs(learnt[key] - counted[key]), key).toBeLessThan(tolerance)
  }
}

/** Of an arm that stays as it is: too steady to ring an alarm. */
const anyAttempt = fc.record({
  model: fc.constant('model-a'),
  status: fc.constantFrom('succeeded', 'failed', 'cancelled', 'skipped'),
  quality: fc.option(fc.integer({ min: 60, max: 75 })),
  durationMs: fc.integer({ min: 0, max: 600_000 }),
  costNanoUsd: fc.option(fc.integer({ min: 1_000_000, max: 1_800_000 })),
  errorCode: fc.constantFrom('rate_limited', 'content_policy', null),
  atMs: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }),
})

describe('evidence', () => {
  it('of an arm that stays as it is agrees with a recount, in whatever order it is told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyAttempt, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        async (groups) => {
          await database.query('truncate model_evidence')
          await learn(...groups)
          const counted = recount(groups.flat())
          expectAgreement(await evidence('all'), counted)
          expectAgreement(await evidence('task_complexity'), counted)
        },
      ),
      { numRuns: 40, endOnFailure: true },
    )
  })

  it('stays proper through centuries of silence and a million-fold spread of figures', async () => {
    const spans = [0, 1, 1e3, 1e9, 1e11, 3e12]
    const oddAttempt = fc.record({
      model: fc.constant('model-a'),
      status: fc.constantFrom('succeeded', 'failed'),
      quality: fc.constantFrom(0, 1, 50, 100, null),
      durationMs: fc.constantFrom(0, 1, 2_147_483_647),
      costNanoUsd: fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER, null),
      errorCode: fc.constant(null),
      atMs: fc.constantFrom(...spans.map((span) => Date.UTC(1990, 0, 1) + span)),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(oddAttempt, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 30 }),
        async (groups) => {
          await database.query('truncate model_evidence')
          // the table's own constraints say what proper means
          await learn(...groups)
          expect(await evidence()).toBeDefined()
        },
      ),
      { numRuns: 25, endOnFailure: true },
    )
  })

  it('halves every 14 days', async () => {
    const start = Date.UTC(2026, 10, 1)
    await learn(
      [observed({ quality: 100, atMs: start })],
      [observed({ quality: 0, atMs: start + HALF_LIFE_MS })],
    )
    const learnt = await evidence()
    expect(learnt?.quality_weight).toBeCloseTo(1.5, 12)
    expect(learnt?.quality_mean).toBeCloseTo(100 / 3, 10)
  })

  it('counts a failed call against reliability alone, and what the request brought about not at all', async () => {
    await learn(
      [observed({ status: 'failed', quality: null, errorCode: 'rate_limited', costNanoUsd: 0 })],
      [observed({ status: 'failed', quality: null, errorCode: 'first_token_timeout', costNanoUsd: 0 })],
      ...['content_policy', 'invalid_request', 'context_length', 'deadline', 'internal'].map((errorCode) => [
        observed({ status: 'failed', quality: null, errorCode, costNanoUsd: 0 }),
      ]),
    )
    expect(await evidence()).toMatchObject({
      quality_weight: 0,
      success_weight: 0,
      failure_weight: 2,
      duration_weight: 0,
      cost_weight: 0,
    })
  })

  it('learns nothing from what was cancelled or skipped', async () => {
    await learn([
      observed({ status: 'cancelled', quality: null }),
      observed({ status: 'skipped', quality: null }),
    ])
    expect(await database.query('select 1 from model_evidence')).toEqual([])
  })

  it('learns what an unusable answer cost, as it was paid for', async () => {
    await learn([
      observed({ costNanoUsd: 100 }),
      observed({ status: 'failed', quality: null, errorCode: 'unusable_output', costNanoUsd: 300 }),
    ])
    expect(await evidence()).toMatchObject({
      cost_weight: 2,
      cost_mean_nano_usd: 200,
      quality_weight: 1,
      failure_weight: 1,
    })
  })

  it.each([
    ['a weight below zero', { success_weight: -1 }],
    ['a weight that is no number', { quality_weight: Number.NaN }],
    ['a weight without end', { cost_weight: Number.POSITIVE_INFINITY }],
    ['a quality above 100', { quality_mean: 100.1 }],
    ['more variance than a range of 100 has', { quality_weight: 1, quality_m2: 10_001 }],
    ['a change detector that is no number', { quality_shift: Number.NaN }],
    ['a user of the anonymous tiers', { user_id: randomUUID() }],
  ])('refuses %s', async (_, wrong) => {
    const row = {
      tier: 'all',
      model: 'm',
      approach: 'simple',
      provider: 'p',
      updated_at: new Date(),
      ...wrong,
    }
    const columns = Object.keys(row)
    await expect(
      database.query(
        `insert into model_evidence (${columns.join(', ')}) values (${columns.map((_column, index) => `$${index + 1}`).join(', ')})`,
        Object.values(row),
      ),
    ).rejects.toMatchObject({ code: '23514' })
  })
})
