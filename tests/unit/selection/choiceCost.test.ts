import { describe, expect, it } from 'vitest'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { COMPLEXITIES, TASK_TYPES } from '../../../supabase/functions/_shared/profiling/taskProfile.ts'
import type { Evidence } from '../../../supabase/functions/_shared/selection/evidence.ts'
import { modelNamed } from '../../fixtures/models.ts'
import { evidenceOf, planFor, seeded } from './arms.ts'

const CHOICES = 300

/** Every row that could be read for a choice among `names`, in both approaches. */
function allRows(names: readonly string[]): Evidence[] {
  return names.flatMap((name, place) =>
    (['simple', 'progressive'] as const).flatMap((approach) => {
      const quality = { approach, qualityMean: 50 + place, qualityWeight: 5 + 20 * place }
      return [
        evidenceOf(name, quality),
        ...TASK_TYPES.flatMap((taskType) => [
          evidenceOf(name, { ...quality, tier: 'task', taskType }),
          ...COMPLEXITIES.map((complexity) =>
            evidenceOf(name, { ...quality, tier: 'task_complexity', taskType, complexity }),
          ),
        ]),
      ]
    }),
  )
}

describe('a choice', () => {
  it('takes no more than a millisecond of CPU among ten models, logged propensities and all', () => {
    const names = Array.from({ length: 10 }, (_, index) => `model-${index}`)
    const choose = {
      models: names.map((name) => modelNamed(name)),
      evidence: allRows(names),
      profile: profileTask({ request: 'Build a todo app' }),
      maxStrategies: 3,
      random: seeded(9),
    }
    for (let warmUp = 0; warmUp < CHOICES; warmUp++) planFor(choose)
    const micros = Array.from({ length: CHOICES }, () => {
      const before = process.cpuUsage()
      planFor(choose)
      const { user, system } = process.cpuUsage(before)
      return user + system
    })
    const total = micros.reduce((sum, one) => sum + one, 0)
    expect(total / CHOICES).toBeLessThanOrEqual(1_000)
  })
})
