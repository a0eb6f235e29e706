/** A policy ranks arms. It is a pure function of the arms, what they are worth, and its random source. */
import type { Arm } from '../arm.ts'
import type { Worth } from '../utility.ts'

export interface PolicyInput {
  arms: readonly Arm[]
  /** What each arm is believed to be worth, in the order of `arms`. */
  worths: readonly Worth[]
  /** Uniform in [0, 1). */
  random: () => number
  /** Model ids in the catalog's own order, for `static`. */
  fallbackChain: readonly string[]
}

export interface Policy {
  /** Scores by which the arms are ranked, highest first, in the order of `arms`. */
  score(input: PolicyInput): number[]
  /** The probability of each arm to come first in `score`, in the order of `arms`. Uses no randomness. */
  propensities(input: Omit<PolicyInput, 'random'>): number[]
  /** True where `score` depends on chance; only then is the exploration floor added. */
  isRandomised: boolean
}
