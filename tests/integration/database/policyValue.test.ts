/** policy_value_estimates: what the log of one policy says of others, against worlds where the truth is known. */
import { randomLcg, randomNormal } from 'd3-random'
import { expect, it } from 'vitest'
import type { TestDatabase } from '../postgres.ts'
import { withDatabase } from '../testStore.ts'

let database: TestDatabase

withDatabase((opened) => {
  database = opened
})

/** Two kinds of request, alike in number; what three arms are really worth on each, and what was believed of them. */
const WORLD = [
  { truth: [75, 60, 45], believed: [60, 65, 40], propensities: [0.3, 0.6, 0.1] },
  { truth: [50, 55, 80], believed: [52, 50, 70], propensities: [0.25, 0.15, 0.6] },
]
const FAILURE_RATE = 0.05
const COST_USD = [0.02, 0.01, 0.05]
const SIMULATIONS = 200
const SELECTIONS = 300

interface Logged {
  version: string
  eligible: object[]
  model: string
  propensity: number
  believed: number
  succeeded: boolean
  quality: number
  costNanoUsd: number
}

function simulate(seed: number): Logged[] {
  const random = randomLcg(seed)
  const noise = randomNormal.source(random)(0, 9)
  return Array.from({ length: SELECTIONS }, () => {
    const context = WORLD[random() < 0.5 ? 0 : 1] ?? { truth: [], believed: [], propensities: [] }
    let left = random()
    const chosen = context.propensities.findIndex((share) => {
      left -= share
      return left < 0
    })
    return {
      version: String(seed),
      eligible: context.propensities.map((propensity, arm) => ({
        model: `model-${arm}`,
        provider: 'sandbox',
        approach: 'simple',
        expectedUtility: context.believed[arm],
        propensity,
      })),
      model: `model-${chosen}`,
      propensity: context.propensities[chosen] ?? 0,
      believed: context.believed[chosen] ?? 0,
      succeeded: random() >= FAILURE_RATE,
      quality: Math.round(Math.max(0, Math.min(100, (context.truth[chosen] ?? 0) + noise()))),
      costNanoUsd: (COST_USD[chosen] ?? 0) * 1e9,
    }
  })
}

async function log(rows: readonly Logged[]): Promise<void> {
  await database.query(
    `with given as (
       select gen_random_uuid() as run_id, row.* from jsonb_to_recordset($1) as row (version text, eligible jsonb, model text,
         propensity float8, believed float8, succeeded boolean, quality smallint, "costNanoUsd" bigint)
     ),
     runs as (
       insert into orchestration_runs (id, request_hash, request, lease_expires_at) select run_id, '', '', now() from given
     ),
     attempts as (
       insert into model_performance (run_id, attempt_number, model, provider, approach, task_type, complexity, priority,
         status, quality_score, duration_ms, cost_nano_usd)
       select run_id, 1, model, 'sandbox', 'simple', 'generation', 'low', 1, case when succeeded then 'succeeded' else 'failed' end,
         case when succeeded then quality end, 2000, "costNanoUsd" from given
     )
     insert into model_selections (run_id, task_type, complexity, policy, policy_version, eligible, planned, chosen_model,
       chosen_provider, chosen_approach, expected_utility, propensity, explored, strategies_planned, strategies_tried)
     select run_id, 'generation', 'low', 'thompson', version, eligible, '[]', model, 'sandbox', 'simple', believed, propensity,
       false, 1, 1 from given`,
    [JSON.stringify(rows)],
  )
}

interface Estimate {
  target: string
  target_model: string | null
  reward: string
  selections: number
  matched_selections: number
  ips: number
  ips_low: number
  ips_high: number
  ips_standard_error: number
  snips: number
  snips_low: number
  snips_high: number
  doubly_robust: number
  doubly_robust_low: number
  doubly_robust_high: number
  doubly_robust_standard_error: number
}

/** Mean over the two kinds of request of what a target gets. */
function truthOf(share: (context: (typeof WORLD)[number], arm: number) => number, reward: string): number {
  let sum = 0
  for (const context of WORLD) {
    context.truth.forEach((quality, arm) => {
      // 100 points a dollar and 0.05 a second
      const price = reward === 'utility' ? (COST_USD[arm] ?? 0) * 100 + 2 * 0.05 : 0
      sum += (share(context, arm) * (quality * (1 - FAILURE_RATE) - price)) / WORLD.length
    })
  }
  return sum
}

const SHARES: Record<string, (context: (typeof WORLD)[number], arm: number) => number> = {
  greedy: ({ believed }, arm) => (believed[arm] === Math.max(...believed) ? 1 : 0),
  uniform: () => 1 / 3,
  logged: ({ propensities }, arm) => propensities[arm] ?? 0,
  'model-0': (_, arm) => (arm === 0 ? 1 : 0),
}

it('puts the worth of other policies within its intervals in at least 90 % of 200 worlds', async () => {
  for (let seed = 0; seed < SIMULATIONS; seed += 20)
    await log(Array.from({ length: 20 }, (_, index) => simulate((seed + index + 0.5) / SIMULATIONS)).flat())
  const estimates = await database.query<Estimate>('select * from policy_value_estimates')
  for (const reward of ['quality', 'utility']) {
    for (const [name, share] of Object.entries(SHARES)) {
      const truth = truthOf(share, reward)
      const found = estimates.filter(
        (row) => row.reward === reward && (row.target_model ?? row.target) === name,
      )
      expect(found, name).toHaveLength(SIMULATIONS)
      const covered = (low: keyof Estimate, high: keyof Estimate) =>
        found.filter((row) => Number(row[low]) <= truth && truth <= Number(row[high])).length / SIMULATIONS
      expect(covered('ips_low', 'ips_high'), `ips of ${name}, ${reward}`).toBeGreaterThanOrEqual(0.9)
      expect(covered('snips_low', 'snips_high'), `snips of ${name}, ${reward}`).toBeGreaterThanOrEqual(0.9)
      expect(
        covered('doubly_robust_low', 'doubly_robust_high'),
        `doubly robust of ${name}, ${reward}`,
      ).toBeGreaterThanOrEqual(0.9)
      // intervals that cover by being wide would be of no use
      const mean = (column: keyof Estimate) =>
        found.reduce((sum, row) => sum + Number(row[column]), 0) / found.length
      expect(mean('doubly_robust_standard_error'), name).toBeLessThan(5)
      expect(mean('doubly_robust'), name).toBeCloseTo(truth, 0)
      if (name !== 'logged')
        expect(mean('doubly_robust_standard_error')).toBeLessThan(mean('ips_standard_error'))
    }
  }
})

it('says nothing of what the log cannot support, and gives no interval for too few matches', async () => {
  const arm = (model: string, expectedUtility: number, propensity: number) => ({
    model,
    provider: 'sandbox',
    approach: 'simple',
    expectedUtility,
    propensity,
  })
  await log(
    Array.from({ length: 20 }, () => ({
      version: 'certain',
      eligible: [arm('model-0', 50, 1), arm('model-1', 60, 0)],
      model: 'model-0',
      propensity: 1,
      believed: 50,
      succeeded: true,
      quality: 70,
      costNanoUsd: 0,
    })),
  )
  await log(
    Array.from({ length: 20 }, (_, index) => ({
      version: 'rare',
      eligible: [arm('model-0', 50, 0.9), arm('model-1', 60, 0.1)],
      model: index === 0 ? 'model-1' : 'model-0',
      propensity: index === 0 ? 0.1 : 0.9,
      believed: 50,
      succeeded: true,
      quality: 70,
      costNanoUsd: 0,
    })),
  )
  const ask = (version: string, target: string) =>
    database.query(
      `select selections, supported_selections, matched_selections, ips, ips_low, doubly_robust_low
       from policy_value_estimates where policy_version = $1 and target = $2 and reward = 'quality'`,
      [version, target],
    )
  expect(await ask('certain', 'greedy')).toEqual([
    {
      selections: 20,
      supported_selections: 0,
      matched_selections: 0,
      ips: null,
      ips_low: null,
      doubly_robust_low: null,
    },
  ])
  expect(await ask('certain', 'logged')).toMatchObject([{ supported_selections: 20, ips: 70, ips_low: 70 }])
  expect(await ask('rare', 'greedy')).toMatchObject([
    { supported_selections: 20, matched_selections: 1, ips: expect.closeTo(35, 9), ips_low: null },
  ])
})
