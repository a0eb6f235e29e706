/** What a project says of money: its prices reach the choice and the record, and a target cost is kept to. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pace, UNPACED } from '../../../supabase/functions/_shared/selection/pacer.ts'
import { explainSelection } from '../../../supabase/functions/multi-model-orchestrator/explainSelection.ts'
import { SMALL_PROJECT } from '../../support/mockProvider.ts'
import { openWorkbench, type Workbench } from '../execution/workbench.ts'
import { attempt, beginInput, call, runRecord } from '../runRecords.ts'

const CHEAP = 'gpt-4o-mini'
const DEAR = 'gpt-4.1'
const TARGET_NANO_USD = 3_000_000

let bench: Workbench

beforeAll(async () => {
  bench = await openWorkbench()
})
beforeEach(async () => {
  await bench.reset()
  await bench.database.query('delete from selection_settings')
})
afterAll(() => bench?.stop())

const settings = async () => {
  const [row] = await bench.database.query<Record<string, unknown>>('select * from selection_settings')
  return row
}

/** A run that ends at this cost. */
async function spend(costNanoUsd: number | null): Promise<void> {
  const begun = await bench.store.beginRun(beginInput())
  if (begun.state !== 'started') throw new Error(begun.state)
  await bench.store.finishRun(
    runRecord({
      runId: begun.runId,
      leaseToken: begun.leaseToken,
      attempts: [attempt({ quality: 80, costNanoUsd })],
      calls: [call({ costNanoUsd })],
    }),
  )
}

describe('the pacer in the database', () => {
  it('moves as the rule says, once a run, and not for a cost that nobody knows', async () => {
    const targetNanoUsd = 4_000_000
    await bench.database.query('insert into selection_settings (target_cost_nano_usd) values ($1)', [
      targetNanoUsd,
    ])
    let state = UNPACED
    for (const cost of [9_000_000, 500_000, 0, 1_000_000_000, 3_999_999, 6_000_000]) {
      await spend(cost)
      await spend(null)
      state = pace(state, cost, targetNanoUsd)
      expect((await settings())?.multiplier).toBeCloseTo(state.multiplier, 9)
    }
    expect(await settings()).toMatchObject({ paced_runs: '6', paced_cost_nano_usd: '1019499999' })
  })

  it('loses none of a hundred runs that end at once', async () => {
    await bench.database.query('insert into selection_settings (target_cost_nano_usd) values (2000000)')
    await Promise.all(Array.from({ length: 100 }, () => spend(3_000_000)))
    expect(await settings()).toMatchObject({
      multiplier: expect.closeTo(25, 6),
      paced_runs: '100',
      paced_cost_nano_usd: '300000000',
    })
  })

  it('leaves alone what has no target, and refuses a second row and odd figures', async () => {
    await bench.database.query('insert into selection_settings (points_per_usd) values (50)')
    await spend(1_000_000_000)
    expect(await settings()).toMatchObject({ multiplier: 0, paced_runs: '0' })
    for (const [statement, code] of [
      ['insert into selection_settings default values', '23505'],
      ['update selection_settings set points_per_usd = -1', '23514'],
      [`update selection_settings set points_per_usd = 'NaN'`, '23514'],
      ['update selection_settings set target_cost_nano_usd = 0', '23514'],
      ['update selection_settings set multiplier = 201', '23514'],
    ] as const)
      await expect(bench.database.query(statement)).rejects.toMatchObject({ code })
  })
})

describe('what the selector says it believes', () => {
  it('is at the prices in force, the pacer’s part included', async () => {
    const dearest = async () => {
      const { store, worker } = bench
      const { arms } = await explainSelection({ query: {}, userId: null, store, worker })
      return arms.find(({ model, approach }) => model === DEAR && approach === 'simple')
    }
    const usual = await dearest()
    const usd = usual?.expectedCostUsd ?? Number.NaN
    await bench.database.query(
      'insert into selection_settings (points_per_usd, points_per_second) values (5000, 0)',
    )
    const dear = await dearest()
    expect(dear?.costPoints).toBeCloseTo(5_000 * usd, 6)
    expect(dear?.utility).toBeLessThan(usual?.utility ?? Number.NaN)
    await bench.database.query(
      'update selection_settings set points_per_usd = 0, target_cost_nano_usd = 1000000, multiplier = 2',
    )
    expect((await dearest())?.costPoints).toBeCloseTo(2_000 * usd, 6)
  })
})

describe('get_best_model_for_task', () => {
  it('answers at the prices in force', async () => {
    await bench.database.query(
      `insert into model_evidence (tier, task_type, model, approach, provider, quality_weight, quality_mean, quality_m2, success_weight, cost_weight, cost_mean_nano_usd, updated_at)
       select tier, case tier when 'task' then 'generation' end, model, 'simple', 'openai', 400, quality, 40000, 400, 400, cost, now()
       from (values ('all'), ('task')) tiers (tier)
       cross join (values ($1, 60, 750000), ($2, 80, 10000000)) arms (model, quality, cost)`,
      [CHEAP, DEAR],
    )
    const best = async () => {
      const [row] = await bench.database.query<{ model: string }>(
        `select model from get_best_model_for_task(null, 'generation')`,
      )
      return row?.model
    }
    expect(await best()).toBe(DEAR)
    // a cent is worth two points, and then a hundred
    await bench.database.query('insert into selection_settings (points_per_usd) values (200)')
    expect(await best()).toBe(DEAR)
    await bench.database.query('update selection_settings set points_per_usd = 10000')
    expect(await best()).toBe(CHEAP)
    await bench.database.query(
      'update selection_settings set points_per_usd = 0, target_cost_nano_usd = 1000000, multiplier = 50',
    )
    expect(await best()).toBe(CHEAP)
  })
})

describe('a run', () => {
  const run = () => bench.run({ policy: 'thompson', models: [CHEAP, DEAR], maxStrategies: 1 })
  const selectionOf = async (runId: string) => {
    const [row] = await bench.database.query<Record<string, unknown>>(
      'select points_per_usd, points_per_second, eligible from model_selections where run_id = $1',
      [runId],
    )
    return row
  }

  beforeEach(() => {
    // an answer of a thousand tokens: a tenth of a cent with the one model, a whole one and a half with the other
    bench.reply = () => ({ text: SMALL_PROJECT, usage: { inputTokens: 1_000, outputTokens: 1_000 } })
  })

  it('is chosen by the prices in force, and its record says which', async () => {
    expect(await selectionOf((await run()).runId)).toMatchObject({
      points_per_usd: 100,
      points_per_second: 0.05,
    })
    await bench.database.query(
      'insert into selection_settings (points_per_usd, points_per_second) values (1000000, 0)',
    )
    const end = await run()
    expect(await selectionOf(end.runId)).toMatchObject({ points_per_usd: 1_000_000, points_per_second: 0 })
    expect(end.body.strategy.model).toBe(CHEAP)
  })

  it('follows one that cost too much to the cheaper model, and the mean comes down to the target', async () => {
    await bench.database.query(
      'insert into selection_settings (points_per_usd, points_per_second, target_cost_nano_usd) values (0, 0, $1)',
      [TARGET_NANO_USD],
    )
    // the dear model is much the better one, so that without a target it is always taken
    await bench.database.query(
      `insert into model_evidence (tier, model, approach, provider, quality_weight, quality_mean, quality_m2, success_weight, updated_at)
       values ('all', $1, 'simple', 'openai', 400, 40, 40000, 400, now()), ('all', $2, 'simple', 'openai', 400, 95, 40000, 400, now())`,
      [CHEAP, DEAR],
    )
    const chosen: string[] = []
    for (let request = 0; request < 120; request++) chosen.push((await run()).body.strategy.model)
    expect(chosen.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => DEAR))
    expect(new Set(chosen.slice(-60))).toEqual(new Set([CHEAP, DEAR]))
    // what was spent beyond the target is what the multiplier remembers: half a point for each target's worth
    const { multiplier, paced_runs: runs, paced_cost_nano_usd: spent } = (await settings()) ?? {}
    expect(runs).toBe('120')
    expect(Number(spent) / TARGET_NANO_USD).toBeLessThanOrEqual(120 + Number(multiplier) / 0.5 + 1e-6)
    expect(Number(spent) / TARGET_NANO_USD).toBeGreaterThan(0.6 * 120)
  }, 120_000)
})
