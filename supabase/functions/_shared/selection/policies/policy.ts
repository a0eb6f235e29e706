/** A policy ranks arms. It is a pure function of the arms, what it is told, and its random source. */
import type { Arm } from '../arm.ts'
import type { Prices } from '../utility.ts'

export interface PolicyInput {
  arms: readonly Arm[]
  prices: Prices
  /** Uniform in [0, 1). */
  random: () => number
  /** Model ids in the catalog's own order, for `static`. */
  fallbackChain: readonly string[]
}

/** Scores by which the arms are ranked, highest first, in the order of `arms`. */
export type Policy = (input: PolicyInput) => number[]
