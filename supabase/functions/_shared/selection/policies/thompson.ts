/** Thompson sampling: each arm is worth what one draw from the belief about it says. Thompson, Biometrika 25, 1933. */
import { randomNormal } from 'd3-random'
import type { Worth } from '../utility.ts'
import { winningProbabilities } from '../winningProbabilities.ts'
import type { Policy } from './policy.ts'

/**
 * Draws spread by this share of the belief's standard deviation. Traffic is finite and beliefs are pooled over arms, so
 * the full spread tries what is already known to be second-rate for too long.
 */
const DRAW_SPREAD = 0.38

export const thompson: Policy = {
  isRandomised: true,
  score({ worths, random }) {
    const normal = randomNormal.source(random)()
    return worths.map((worth) => worth.mean + normal() * drawn(worth))
  },
  propensities({ worths }) {
    return winningProbabilities(worths.map((worth) => ({ mean: worth.mean, sd: drawn(worth) })))
  },
}

function drawn(worth: Worth): number {
  return worth.sd * DRAW_SPREAD
}
