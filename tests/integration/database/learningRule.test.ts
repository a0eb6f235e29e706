/** The database learns by the very rule of _shared/selection/updateEvidence.ts, and can learn it all again from the record. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import type { Evidence, EvidenceKey } from '../../../supabase/functions/_shared/selection/evidence.ts'
import {
  type AttemptOutcome,
  updateEvidence,
} from '../../../supabase/functions/_shared/selection/updateEvidence.ts'
import type { TestDatabase } from '../postgres.ts'
import { withDatabase } from '../testStore.ts'

let database: TestDatabase

withDatabase((opened) => {
  database = opened
})
beforeEach(async () => {
  await database.query('truncate orchestration_runs, model_evidence cascade')
})

interface Tried extends AttemptOutcome {
  taskType: 'generation' | 'review'
  complexity: 'low' | 'high'
}

/** What an arm does for a while: then it may change. */
const phase = fc.record({
  level: fc.integer({ min: 0, max: 100 }),
  spread: fc.constantFrom(0, 5, 25),
  costLevel: fc.constantFrom(0, 1e3, 1e6, 2e7, 1e9),
  failsInTen: fc.constantFrom(0, 1, 9),
  pauseMs: fc.constantFrom(0, 1_000, 3_600_000, 86_400_000, 90 * 86_400_000),
  results: fc.array(
    fc.record({
      noise: fc.integer({ min: -100, max: 100 }),
      die: fc.nat({ max: 9 }),
      lateMs: fc.constantFrom(0, 0, 0, 86_400_000),
      taskType: fc.constantFrom('generation' as const, 'review' as const),
      complexity: fc.constantFrom('low' as const, 'high' as const),
      isScored: fc.constantFrom(true, true, true, false),
      isPriced: fc.constantFrom(true, true, false),
    }),
    { minLength: 1, maxLength: 30, size: 'max' },
  ),
})
const history = fc.array(phase, { minLength: 1, maxLength: 4, size: 'max' }).map((phases) => {
  let clockMs = Date.UTC(2026, 0, 1)
  return phases.flatMap(({ level, spread, costLevel, failsInTen, pauseMs, results }) =>
    results.map(({ noise, die, lateMs, taskType, complexity, isScored, isPriced }): Tried => {
      clockMs += pauseMs
      const succeeded = die >= failsInTen
      const quality = Math.round(Math.max(0, Math.min(100, level + (spread * noise) / 100)))
      return {
        taskType,
        complexity,
        succeeded,
        quality: succeeded && isScored ? quality : null,
        durationMs: 100 + noise,
        costNanoUsd: isPriced ? Math.round(costLevel * (1 + noise / 200)) : null,
        atMs: clockMs - lateMs,
      }
    }),
  )
})

/** Every row as the code's own rule makes it. */
function learnInCode(tried: readonly Tried[]): Map<string, Evidence> {
  const rows = new Map<string, Evidence>()
  for (const outcome of tried) {
    const arm = { model: 'model-a', approach: 'simple' } as const
    const keys: EvidenceKey[] = [
      { ...arm, tier: 'all', taskType: null, complexity: null },
      { ...arm, tier: 'task', taskType: outcome.taskType, complexity: null },
      { ...arm, tier: 'task_complexity', taskType: outcome.taskType, complexity: outcome.complexity },
    ]
    let wideChangedAtMs: number | null = null
    for (const key of keys) {
      const name = [key.tier, key.taskType, key.complexity].join()
      const row = updateEvidence(rows.get(name) ?? null, key, outcome, wideChangedAtMs)
      rows.set(name, row)
      if (key.tier === 'all') wideChangedAtMs = row.qualityChangedAtMs ?? null
    }
  }
  return rows
}

async function learnInDatabase(tried: readonly Tried[]): Promise<void> {
  const runId = randomUUID()
  await database.query('truncate orchestration_runs, model_evidence cascade')
  await database.query(
    `insert into orchestration_runs (id, request_hash, request, lease_expires_at) values ($1, '', '', now())`,
    [runId],
  )
  await database.query(
    `insert into model_performance (run_id, attempt_number, model, provider, approach, task_type, complexity, priority,
       status, quality_score, duration_ms, cost_nano_usd, error_code, created_at)
     select $1, number, 'model-a', 'sandbox', 'simple', "taskType", complexity, 1,
       case when succeeded then 'succeeded' else 'failed' end, quality, "durationMs", "costNanoUsd", null,
       to_timestamp("atMs" / 1000)
     from rows from (jsonb_to_recordset($2) as ("taskType" text, complexity text, succeeded boolean, quality smallint,
       "durationMs" integer, "costNanoUsd" bigint, "atMs" double precision)) with ordinality as
       given ("taskType", complexity, succeeded, quality, "durationMs", "costNanoUsd", "atMs", number)`,
    [runId, JSON.stringify(tried)],
  )
  await database.query(`select private.learn(array(select id from model_performance where run_id = $1))`, [
    runId,
  ])
}

const ROWS = `
  select tier, task_type, complexity, model, approach, quality_weight, quality_mean, quality_m2, quality_shift,
    quality_shift_run, success_weight, failure_weight, duration_weight, log_duration_mean, cost_weight,
    cost_mean_nano_usd, cost_shift, cost_shift_run, updated_at, quality_changed_at
  from model_evidence order by 1, 2, 3`

const FIGURES = [
  ['quality_weight', 'qualityWeight', 'qualityWeight'],
  ['quality_mean', 'qualityMean', 'qualityWeight'],
  ['quality_m2', 'qualityM2', 'qualityWeight'],
  ['quality_shift', 'qualityShift', 'qualityWeight'],
  ['quality_shift_run', 'qualityShiftRun', 'qualityWeight'],
  ['success_weight', 'successWeight', 'successWeight'],
  ['failure_weight', 'failureWeight', 'failureWeight'],
  ['duration_weight', 'durationWeight', 'durationWeight'],
  ['log_duration_mean', 'logDurationMean', 'durationWeight'],
  ['cost_weight', 'costWeight', 'costWeight'],
  ['cost_mean_nano_usd', 'costMeanNanoUsd', 'costWeight'],
  ['cost_shift', 'costShift', 'costWeight'],
  ['cost_shift_run', 'costShiftRun', 'costWeight'],
] as const

/** Below this weight a row has all but faded away, and its figures are of no account. */
const OF_ACCOUNT = 1e-3
/** The database drops weights below 1e-9, which 100 points squared make 1e-5 of a sum of squares. */
const TOLERANCE = 3e-5
/** And of a cost of a dollar one nano-dollar, whatever the mean has come down to since. */
const COST_OF_ACCOUNT_NANO_USD = 1 / TOLERANCE

it('learns as the selector’s own rule does, through changes of level and price, failures, pauses and late news', async () => {
  let changes = 0
  await fc.assert(
    fc.asyncProperty(history, async (tried) => {
      await learnInDatabase(tried)
      const expected = learnInCode(tried)
      const rows = await database.query<Record<string, number | string | Date | null>>(ROWS)
      expect(rows).toHaveLength(expected.size)
      for (const row of rows) {
        const name = [row.tier, row.task_type, row.complexity].join()
        const wanted = expected.get(name)
        for (const [column, figure, weight] of FIGURES) {
          const want = wanted?.[figure] ?? 0
          if (column !== weightColumn(weight) && (wanted?.[weight] ?? 0) < OF_ACCOUNT) continue
          const difference = Math.abs(Number(row[column]) - want)
          const floor = figure === 'costMeanNanoUsd' ? COST_OF_ACCOUNT_NANO_USD : 1
          expect(difference / Math.max(floor, Math.abs(want)), `${name} ${column}`).toBeLessThan(TOLERANCE)
        }
        expect((row.updated_at as Date).getTime(), name).toBe(wanted?.updatedAtMs)
        expect((row.quality_changed_at as Date | null)?.getTime() ?? null, name).toBe(
          wanted?.qualityChangedAtMs ?? null,
        )
        if (row.quality_changed_at !== null) changes++
      }
    }),
    { numRuns: 25, endOnFailure: true, examples: [[turning(85, 15)], [turning(20, 90)]] },
  )
  // or nothing of the detector was compared
  expect(changes).toBeGreaterThan(5)
})

/** An arm that stays at one level for 40 results and at another for 40 more: a change for certain. */
function turning(before: number, after: number): Tried[] {
  return Array.from({ length: 80 }, (_, index) => ({
    ...result,
    quality: (index < 40 ? before : after) + (index % 5),
    atMs: Date.UTC(2026, 0, 1) + index * 60_000,
  }))
}

function weightColumn(figure: string): string {
  return figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

it('makes the same rows again from the record, to the last bit', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (tried) => {
      await learnInDatabase(tried)
      const learnt = await database.query(ROWS)
      const [made] = await database.queryAs({ role: 'service_role' }, 'select rebuild_evidence() as rows')
      expect(made).toEqual({ rows: learnt.length })
      expect(await database.query(ROWS)).toEqual(learnt)
    }),
    { numRuns: 10, endOnFailure: true },
  )
})

it('counts what was on record before there was an order by its time, and each source once', async () => {
  await learnInDatabase([
    { ...result, atMs: 2_000, quality: 40 },
    { ...result, atMs: 1_000, quality: 90 },
  ])
  await database.query('update model_performance set learnt_order = null')
  await database.query('select rebuild_evidence()')
  expect(await database.query('select quality_score from model_performance order by learnt_order')).toEqual([
    { quality_score: 90 },
    { quality_score: 40 },
  ])

  const before = await database.query(ROWS)
  await database.query('select private.learn(array(select id from model_performance))')
  expect(await database.query(ROWS)).toEqual(before)
})

const result: Tried = {
  taskType: 'generation',
  complexity: 'low',
  succeeded: true,
  quality: 80,
  durationMs: 1_000,
  costNanoUsd: 1_000,
  atMs: 0,
}
