/** How likely each of several independent normal draws is to be the largest. */
import { normalDensity, normalTail } from './normal.ts'
import type { Worth } from './utility.ts'

/** Cells of the integration; the error stays below 1e-3 for draws whose spreads differ up to fifty-fold. */
const CELLS = 160
/** Draws further out than this many standard deviations do not count. */
const REACH = 4.5
/** A draw without any spread would be a step; this makes it a steep slope. Score points. */
const LEAST_SD = 1e-3

/**
 * P(i is the largest) = ∫ f_i(x) Π_{j≠i} F_j(x) dx. Cheaper than Monte Carlo and without its noise, which would bias
 * every estimate that divides by a propensity. The cells are quantiles of the arm's own draw, so that a narrow arm
 * among wide ones is seen as well as they are.
 */
export function winningProbabilities(draws: readonly Worth[]): number[] {
  const spreads = draws.map((draw) => Math.max(LEAST_SD, draw.sd))
  const floor = Math.max(...draws.map((draw, index) => draw.mean - REACH * (spreads[index] ?? LEAST_SD)))
  const wins = draws.map((draw, index) => {
    const sd = spreads[index] ?? LEAST_SD
    if (draw.mean + REACH * sd < floor) return 0
    let sum = 0
    let mass = 0
    for (let cell = 0; cell < CELLS; cell++) {
      const t = -REACH + ((cell + 0.5) * 2 * REACH) / CELLS
      const density = normalDensity(t)
      mass += density
      const x = draw.mean + t * sd
      let others = density
      for (let other = 0; other < draws.length && others > 1e-12; other++) {
        if (other === index) continue
        others *= normalTail(((draws[other]?.mean ?? 0) - x) / (spreads[other] ?? LEAST_SD))
      }
      sum += others
    }
    return sum / mass
  })
  const total = wins.reduce((sum, share) => sum + share, 0)
  return total > 0 ? wins.map((share) => share / total) : wins.map(() => 1 / draws.length)
}
