/** Epsilon-greedy: the best by expectation, and one time in ten, less as evidence grows, any at random. */

import type { Policy, PolicyInput } from './policy.ts'
import { certain, indexOfMaximum } from './ranking.ts'

export const EPSILON = 0.1
/** Evidence, in attempts over all arms, after which half the exploration is left. Evidence fades, so it comes back. */
const HALVED_AFTER_ATTEMPTS = 500

function epsilonOf(arms: PolicyInput['arms']): number {
  const attempts = arms.reduce((sum, arm) => sum + arm.attempts, 0)
  return EPSILON / (1 + attempts / HALVED_AFTER_ATTEMPTS)
}

export const epsilonGreedy: Policy = {
  isRandomised: true,
  score({ arms, worths, random }) {
    const scores = worths.map((worth) => worth.mean)
    if (random() >= epsilonOf(arms)) return scores
    const chosen = Math.floor(random() * arms.length)
    return scores.map((score, index) => (index === chosen ? Number.MAX_VALUE : score))
  },
  propensities({ arms, worths }) {
    const epsilon = epsilonOf(arms)
    const best = indexOfMaximum(worths.map((worth) => worth.mean))
    return certain(best, arms.length).map((share) => (1 - epsilon) * share + epsilon / arms.length)
  },
}
