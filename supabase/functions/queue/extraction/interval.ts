/** How sure a difference of means is. */

export interface Sample {
  count: number
  mean: number
  /** Of the sample, n - 1; 0 for one value. */
  variance: number
}

export interface Difference {
  /** Mean of the second less mean of the first. */
  difference: number
  /** 95 % of such intervals hold the true difference; `null` where there is too little to say. */
  interval: [low: number, high: number] | null
}

export function sampleOf(values: readonly number[]): Sample {
  const count = values.length
  const mean = count === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / count
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { count, mean, variance: count < 2 ? 0 : squares / (count - 1) }
}

/** Values that are all the same say nothing of their spread: each sample counts as if half a point of 100 were noise. */
const SMALLEST_VARIANCE = 0.005 ** 2

/**
 * Welch's interval for two independent samples (Biometrika 34, 1947), with the degrees of freedom of Satterthwaite.
 * `floor`: the least variance believed, in the square of the values' unit.
 */
export function differenceOf(first: Sample, second: Sample, floor = SMALLEST_VARIANCE): Difference {
  const difference = second.mean - first.mean
  if (first.count < 2 || second.count < 2) return { difference, interval: null }
  const parts = [first, second].map(({ variance, count }) => Math.max(variance, floor) / count)
  const [left = 0, right = 0] = parts
  const squared = left + right
  if (squared === 0) return { difference, interval: [difference, difference] }
  const freedom = squared ** 2 / (left ** 2 / (first.count - 1) + right ** 2 / (second.count - 1))
  const half = tQuantile(freedom) * Math.sqrt(squared)
  return { difference, interval: [difference - half, difference + half] }
}

/** The mean of differences between pairs, and Student's interval for it. */
export function pairedDifference(differences: readonly number[], floor = SMALLEST_VARIANCE): Difference {
  const { count, mean, variance } = sampleOf(differences)
  if (count < 2) return { difference: mean, interval: null }
  const half = tQuantile(count - 1) * Math.sqrt(Math.max(variance, floor) / count)
  return { difference: mean, interval: [mean - half, mean + half] }
}

const NORMAL_QUANTILE = 1.959964

/** Of Student's t at 97.5 %, exact for 1 and 2 degrees; from 3 on by Cornish and Fisher's expansion, within 0.5 %. */
export function tQuantile(freedom: number): number {
  const z = NORMAL_QUANTILE
  if (freedom < 1.5) return 12.706205
  if (freedom < 2.5) return 4.302653
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ]
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z)
}
