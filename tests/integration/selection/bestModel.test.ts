/** `get_best_model_for_task` believes of an arm what the model selector believes of it. */
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { buildArms } from '../../../supabase/functions/_shared/selection/arm.ts'
import type { Evidence } from '../../../supabase/functions/_shared/selection/evidence.ts'
import { modelNamed } from '../../fixtures/models.ts'
import type { TestDatabase } from '../postgres.ts'
import { withDatabase } from '../testStore.ts'

let database: TestDatabase

withDatabase((opened) => {
  database = opened
})
beforeEach(async () => {
  await database.query('truncate model_evidence')
})

const seen = fc.record({
  weight: fc.double({ min: 0.6, max: 500, noNaN: true }),
  mean: fc.integer({ min: 0, max: 100 }),
  spread: fc.constantFrom(0, 5, 30),
})
/** An arm: what it did at another task, and at the one asked for where it was tried there. */
const arm = fc.record({ other: seen, task: fc.option(seen) })

/** Its rows: each task's own, and that of both together. */
function rowsOf(index: number, { other, task }: { other: Seen; task: Seen | null }): Evidence[] {
  const row = (taskType: string | null, { weight, mean, spread }: Seen): Evidence => ({
    tier: taskType === null ? 'all' : 'task',
    taskType,
    complexity: null,
    model: `model-${index}`,
    approach: 'simple',
    qualityWeight: weight,
    qualityMean: mean,
    qualityM2: weight * spread ** 2,
    successWeight: weight,
    failureWeight: 0,
    durationWeight: 0,
    logDurationMean: 0,
    costWeight: 0,
    costMeanNanoUsd: 0,
    updatedAtMs: Date.now(),
  })
  if (task === null) return [row(null, other), row('edit', other)]
  const weight = other.weight + task.weight
  const mean = (other.weight * other.mean + task.weight * task.mean) / weight
  return [row(null, { weight, mean, spread: other.spread }), row('edit', other), row('generation', task)]
}

interface Seen {
  weight: number
  mean: number
  spread: number
}

async function insert(rows: readonly Evidence[]): Promise<void> {
  for (const row of rows)
    await database.query(
      `insert into model_evidence (tier, task_type, model, approach, provider, quality_weight, quality_mean, quality_m2, success_weight, updated_at)
       values ($1, $2, $3, 'simple', 'openai', $4, $5, $6, $7, now())`,
      [
        row.tier,
        row.taskType,
        row.model,
        row.qualityWeight,
        row.qualityMean,
        row.qualityM2,
        row.successWeight,
      ],
    )
}

it('believes of the model it names what selection believes of it, whatever was seen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arm, { minLength: 1, maxLength: 5 }), async (arms) => {
      await database.query('truncate model_evidence')
      const evidence = arms.flatMap((each, index) => rowsOf(index, each))
      await insert(evidence)
      const [best] = await database.query<{ model: string; expected_quality: number }>(
        `select model, expected_quality from get_best_model_for_task(null, 'generation')`,
      )
      const believed = buildArms({
        models: arms.map((_, index) => modelNamed(`model-${index}`, { price: null })),
        approaches: ['simple'],
        profile: {
          type: 'generation',
          complexity: 'medium',
          capabilities: [],
          estimatedInputTokens: 500,
          estimatedOutputTokens: 4_000,
        },
        evidence,
        nowMs: Date.now(),
      })
      const own = believed.find(({ model }) => model.id === best?.model)
      expect(own?.qualityMean).toBeCloseTo(best?.expected_quality ?? Number.NaN, 3)
    }),
    { numRuns: 100 },
  )
})
