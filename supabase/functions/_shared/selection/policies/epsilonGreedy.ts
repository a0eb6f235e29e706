/** Epsilon-greedy: the best by expectation, and one time in ten, less as evidence grows, any at random. */
import { utilityOf } from '../utility.ts'
import type { Policy } from './policy.ts'

export const EPSILON = 0.1
/** Evidence, in attempts over all arms, after which half the exploration is left. */
const HALVED_AFTER_ATTEMPTS = 500

export const epsilonGreedy: Policy = ({ arms, prices, random }) => {
  const total = arms.reduce((sum, arm) => sum + arm.attempts, 0)
  const epsilon = EPSILON / (1 + total / HALVED_AFTER_ATTEMPTS)
  const scores = arms.map((arm) => utilityOf(arm, prices))
  if (random() >= epsilon) return scores
  const chosen = Math.floor(random() * arms.length)
  return scores.map((score, index) => (index === chosen ? Number.MAX_VALUE : score))
}
