/** Thompson sampling: each arm is worth what one draw from the belief about it says. Thompson, Biometrika 25, 1933. */
import { randomNormal } from 'd3-random'
import type { Worth } from '../utility.ts'
import { winningProbabilities } from '../winningProbabilities.ts'
import type { Policy, PolicyInput } from './policy.ts'

/**
 * Draws spread by this share of the belief's standard deviation. Traffic is finite and beliefs are pooled over arms, so
 * the full spread tries what is already known to be second-rate for too long.
 */
const DRAW_SPREAD = 0.27
/**
 * An arm with less than its fair share of the evidence is drawn wider, by √(1 + this · ln(fair share ÷ its own)), so that
 * a newcomer among well-known arms gets its chance. The logarithm is that of MOSS (Audibert & Bubeck, COLT 2009).
 */
const NEGLECT_WEIGHT = 0.8
/** Attempts below which an arm counts as untried, so that the first few results decide nothing. */
const UNTRIED_ATTEMPTS = 5

export const thompson: Policy = {
  isRandomised: true,
  score({ arms, worths, random }) {
    const normal = randomNormal.source(random)()
    return draws(arms, worths).map((draw) => draw.mean + normal() * draw.sd)
  },
  propensities({ arms, worths }) {
    return winningProbabilities(draws(arms, worths))
  },
}

function draws(arms: PolicyInput['arms'], worths: readonly Worth[]): Worth[] {
  const fairShare = arms.reduce((sum, arm) => sum + arm.attempts, 0) / arms.length
  return worths.map((worth, index) => {
    const neglect = Math.log(fairShare / ((arms[index]?.attempts ?? 0) + UNTRIED_ATTEMPTS))
    return {
      mean: worth.mean,
      sd: worth.sd * DRAW_SPREAD * Math.sqrt(1 + NEGLECT_WEIGHT * Math.max(0, neglect)),
    }
  })
}
