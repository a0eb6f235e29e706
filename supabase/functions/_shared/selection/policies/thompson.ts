/** Thompson sampling: each arm is worth what one draw from the belief about it says. Thompson, Biometrika 25, 1933. */
import { randomNormal } from 'd3-random'
import type { Worth } from '../utility.ts'
import { winningProbabilities } from '../winningProbabilities.ts'
import type { Policy, PolicyInput } from './policy.ts'

/**
 * Draws spread by this share of the belief's standard deviation. Traffic is finite and beliefs are pooled over arms, so
 * the full spread tries what is already known to be second-rate for too long.
 */
const DRAW_SPREAD = 0.36
/**
 * An arm that nobody tried is drawn with more than the full spread, as the prior has heavier tails than a normal draw:
 * every newcomer gets its first few attempts soon, and each of them takes it nearer to the usual spread.
 */
const FIRST_DRAW_SPREAD = 1.2

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
  return worths.map(({ mean, sd }, index) => {
    const novelty = Math.exp(-(arms[index]?.attempts ?? 0))
    return { mean, sd: sd * (DRAW_SPREAD + (FIRST_DRAW_SPREAD - DRAW_SPREAD) * novelty) }
  })
}
