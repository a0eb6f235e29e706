/**
 * What another policy would have been worth, from what this one logged: inverse propensity scoring, its self-normalised
 * form, and the doubly robust estimator, each with a 95 % interval.
 * Swaminathan & Joachims, NIPS 2015 (self-normalised); Dudík, Langford & Li, ICML 2011 (doubly robust).
 */

/** One logged choice. */
export interface LoggedChoice {
  /** What the choice was worth, in any unit. */
  reward: number
  /** Probability with which the logging policy chose what it chose, above 0. */
  propensity: number
  /** Probability with which the policy in question would have chosen the same. */
  targetProbability: number
}

/** One logged choice with what a reward model says of it. */
export interface ModelledChoice extends LoggedChoice {
  /** The model's reward for what was chosen. */
  predictedReward: number
  /** The model's reward for the policy in question: its mean over that policy's choices. */
  predictedTargetReward: number
}

export interface ValueEstimate {
  value: number
  /** 95 % interval; unbounded where there is too little to tell. */
  low: number
  high: number
  count: number
  /** (Σw)² ÷ Σw²: how many choices of its own the log is worth to the policy in question (Kish, 1965). */
  effectiveCount: number
}

/** Mean of weight × reward. Unbiased, and of large variance where the policies differ. */
export function estimateIps(choices: readonly LoggedChoice[]): ValueEstimate {
  const weights = choices.map(weightOf)
  return fromTerms(
    choices.map((choice, index) => (weights[index] ?? 0) * choice.reward),
    weights,
  )
}

/** Weighted mean of rewards. Slightly biased, steadier than {@link estimateIps}, and indifferent to a shift of all rewards. */
export function estimateSnips(choices: readonly LoggedChoice[]): ValueEstimate {
  const weights = choices.map(weightOf)
  const total = sum(weights)
  if (total <= 0) return unknown(choices.length)
  const value = sum(choices.map((choice, index) => (weights[index] ?? 0) * choice.reward)) / total
  // Linearised variance of a ratio of means.
  const squares = sum(choices.map((choice, index) => ((weights[index] ?? 0) * (choice.reward - value)) ** 2))
  const count = choices.length
  const error = count < 2 ? Number.POSITIVE_INFINITY : Math.sqrt((squares * count) / (count - 1)) / total
  return { value, ...interval(value, error, count), count, effectiveCount: effective(weights) }
}

/** The model's word, corrected where the log contradicts it. Right where either the model or the propensities are. */
export function estimateDoublyRobust(choices: readonly ModelledChoice[]): ValueEstimate {
  const weights = choices.map(weightOf)
  return fromTerms(
    choices.map(
      (choice, index) =>
        choice.predictedTargetReward + (weights[index] ?? 0) * (choice.reward - choice.predictedReward),
    ),
    weights,
  )
}

function weightOf({ propensity, targetProbability }: LoggedChoice): number {
  if (!(propensity > 0 && propensity <= 1))
    throw new RangeError(`propensity must be in (0, 1], not ${propensity}`)
  return targetProbability / propensity
}

function fromTerms(terms: readonly number[], weights: readonly number[]): ValueEstimate {
  const count = terms.length
  if (count === 0) return unknown(0)
  const value = sum(terms) / count
  const squares = sum(terms.map((term) => (term - value) ** 2))
  const error = count < 2 ? Number.POSITIVE_INFINITY : Math.sqrt(squares / (count - 1) / count)
  return { value, ...interval(value, error, count), count, effectiveCount: effective(weights) }
}

function unknown(count: number): ValueEstimate {
  return {
    value: Number.NaN,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    count,
    effectiveCount: 0,
  }
}

const NORMAL_95 = 1.959964
/** Student's t at 97.5 % is about z (1 + (z² + 1) ÷ 4ν) (Cornish & Fisher); matters for short logs alone. */
function interval(value: number, error: number, count: number): { low: number; high: number } {
  const quantile = NORMAL_95 * (1 + (NORMAL_95 ** 2 + 1) / (4 * Math.max(1, count - 1)))
  return { low: value - quantile * error, high: value + quantile * error }
}

function effective(weights: readonly number[]): number {
  const squares = sum(weights.map((weight) => weight ** 2))
  return squares > 0 ? sum(weights) ** 2 / squares : 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
