/** Feedback as it is in life: wrong at times, mostly absent, late. */
import type { PolicyName } from '../../supabase/functions/_shared/selection/strategy.ts'
import { type Conditions, type Experiment, runConditions } from './experiment.ts'
import { type Means, meansOf } from './figures.ts'

const flipped =
  (share: number): Conditions['observe'] =>
  (score, random) =>
    random() < share ? 100 - score : score

const STRESSES: Record<string, Pick<Conditions, 'observe' | 'feedbackDelay'>> = {
  none: {},
  'rewards flipped 10 %': { observe: flipped(0.1) },
  'rewards flipped 20 %': { observe: flipped(0.2) },
  'only 20 % observed': { observe: (score, random) => (random() < 0.2 ? score : null) },
  'feedback 50 requests late': { feedbackDelay: 50 },
}

/** Means of the whole stream under each stress. */
export function runStress(experiment: Experiment, policy: PolicyName, lambda: number): Record<string, Means> {
  return Object.fromEntries(
    Object.entries(STRESSES).map(([name, stress]) => {
      const { runs } = runConditions(experiment, { policy, lambda, ...stress })
      return [name, meansOf(runs, 0, experiment.prompts.length)]
    }),
  )
}
