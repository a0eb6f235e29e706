/** How likely each of several independent normal draws is to be the largest. */
import { normalDensity, normalTail } from './normal.ts'
import type { Worth } from './utility.ts'

/** Cells of the integration for up to ten draws; the error stays below 1e-3 for spreads that differ up to twenty-fold. */
const CELLS = 96
/** Cells of all draws together, so that many draws do not take long, and the fewest that still tell them apart. */
const CELLS_IN_ALL = 960
const LEAST_CELLS = 32
/** Draws further out than this many standard deviations do not count. */
const REACH = 4.5
/** Shares below this are none. */
const NEGLIGIBLE = 1e-7
/** A draw without any spread would be a step; this makes it a steep slope. Score points. */
const LEAST_SD = 1e-3

/** P(Z < x) from −REACH to REACH; between two entries a straight line is off by less than 1e-6. */
const STEPS_PER_SD = 256
const BELOW = Float64Array.from({ length: 2 * REACH * STEPS_PER_SD + 2 }, (_, step) =>
  normalTail(REACH - step / STEPS_PER_SD),
)

/**
 * P(i is the largest) = ∫ f_i(x) Π_{j≠i} F_j(x) dx. Cheaper than Monte Carlo and without its noise, which would bias
 * every estimate that divides by a propensity. The cells are quantiles of the arm's own draw, so that a narrow arm
 * among wide ones is seen as well as they are.
 */
export function winningProbabilities(draws: readonly Worth[]): number[] {
  const spreadOf = (draw: Worth) => Math.max(LEAST_SD, draw.sd)
  const floor = Math.max(...draws.map((draw) => draw.mean - REACH * spreadOf(draw)))
  // The strongest first: most products are nothing after one or two of them.
  const rivals = draws
    .map((draw, index) => ({ index, mean: draw.mean, spread: spreadOf(draw) }))
    .filter((rival) => rival.mean + REACH * rival.spread >= floor)
    .sort((left, right) => right.mean - left.mean)
  const means = Float64Array.from(rivals, (rival) => rival.mean)
  const spreads = Float64Array.from(rivals, (rival) => rival.spread)
  const cells = Math.max(LEAST_CELLS, Math.min(CELLS, Math.round(CELLS_IN_ALL / rivals.length)))
  const places = Float64Array.from(
    { length: cells },
    (_, cell) => -REACH + ((cell + 0.5) * 2 * REACH) / cells,
  )
  const densities = places.map(normalDensity)

  const wins = new Array<number>(draws.length).fill(0)
  rivals.forEach(({ index, mean, spread }, own) => {
    let sum = 0
    for (let cell = 0; cell < cells; cell++) {
      const x = mean + (places[cell] ?? 0) * spread
      sum += shareAt(x, densities[cell] ?? 0, own, means, spreads)
    }
    wins[index] = sum
  })
  const total = wins.reduce((sum, share) => sum + share, 0)
  return total > 0 ? wins.map((share) => share / total) : wins.map(() => 1 / draws.length)
}

/** `share` times the probability that all but `own` lie below x. */
function shareAt(x: number, share: number, own: number, means: Float64Array, spreads: Float64Array): number {
  let left = share
  for (let rival = 0; rival < means.length; rival++) {
    if (rival === own) continue
    const place = ((x - (means[rival] ?? 0)) / (spreads[rival] ?? 1) + REACH) * STEPS_PER_SD
    if (place >= 2 * REACH * STEPS_PER_SD) continue
    if (place <= 0) return 0
    const step = Math.floor(place)
    const lower = BELOW[step] ?? 0
    left *= lower + (place - step) * ((BELOW[step + 1] ?? 1) - lower)
    if (left < NEGLIGIBLE) return 0
  }
  return left
}
