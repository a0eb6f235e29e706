/**
 * Keeps a project's mean cost a request at its target: a price on money that rises while spending runs ahead of the
 * target and falls while it lags. Projected subgradient ascent on the dual of the budget constraint, as in Balseiro &
 * Gur, "Learning in repeated auctions with budgets" (Management Science 65, 2019).
 *
 * The state is one number, so that it can be kept in one row and updated in one statement.
 */
import { DEFAULT_PRICES, type Prices } from './utility.ts'

export interface PacerState {
  /** Score points that a request costing exactly the target gives up for its cost, besides the base price. */
  multiplier: number
}

export const UNPACED: PacerState = { multiplier: 0 }

/** How far one request at twice its target moves the multiplier, score points. */
const STEP = 0.5
/** One very dear request moves it no further than this many targets' worth. Whatever is cut off is spent beyond the target, so few are. */
const MAX_EXCESS = 20
/** Beyond a full score nothing but the cheapest is chosen anyway. */
const MAX_MULTIPLIER = 200

/** What a project says of money and time: its prices, and what a request should cost on average. */
export interface PriceSettings extends Prices {
  /** `null`: whatever the prices make of it. */
  target: (PacerState & { costNanoUsd: number }) | null
}

/** The prices to choose by now; `null`: the project says nothing. */
export function currentPrices(settings: PriceSettings | null): Prices {
  if (settings === null) return DEFAULT_PRICES
  const { pointsPerUsd, pointsPerSecond, target } = settings
  const prices = { pointsPerUsd, pointsPerSecond }
  return target === null ? prices : pacedPrices(prices, target, target.costNanoUsd)
}

/**
 * The state after a request that cost `costNanoUsd`. The database applies the same rule as a run ends.
 * @throws RangeError where the target is not above zero.
 */
export function pace(state: PacerState, costNanoUsd: number, targetNanoUsd: number): PacerState {
  if (!(targetNanoUsd > 0)) throw new RangeError(`target must be above zero, not ${targetNanoUsd}`)
  const excess = Math.min(MAX_EXCESS, costNanoUsd / targetNanoUsd - 1)
  return { multiplier: Math.max(0, Math.min(MAX_MULTIPLIER, state.multiplier + STEP * excess)) }
}

/** The prices to choose by: the project's own, and on top what keeps it on target. */
export function pacedPrices(prices: Prices, state: PacerState, targetNanoUsd: number): Prices {
  if (!(targetNanoUsd > 0)) throw new RangeError(`target must be above zero, not ${targetNanoUsd}`)
  return { ...prices, pointsPerUsd: prices.pointsPerUsd + state.multiplier / (targetNanoUsd / 1e9) }
}
