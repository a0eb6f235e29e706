/** Upper confidence bound: the mean and a bonus that shrinks with evidence. Auer, Cesa-Bianchi & Fischer, 2002. */

import type { Policy, PolicyInput } from './policy.ts'
import { certain, indexOfMaximum } from './ranking.ts'

/** Width of the bound in standard deviations of the belief, times √(ln attempts); 2 is the theory's, for unpooled beliefs. */
const WIDTH = 0.35

function score({ arms, worths }: Pick<PolicyInput, 'arms' | 'worths'>): number[] {
  const attempts = arms.reduce((sum, arm) => sum + arm.attempts, 0)
  const width = WIDTH * Math.sqrt(Math.log(attempts + Math.E))
  return worths.map((worth) => worth.mean + width * worth.sd)
}

export const ucb: Policy = {
  isRandomised: false,
  score,
  propensities: (input) => certain(indexOfMaximum(score(input)), input.arms.length),
}
