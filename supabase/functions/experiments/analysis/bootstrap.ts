/**
 * Confidence intervals for ratios of sums, by resampling whole groups and, in them, whole agents.
 *
 * Decisions of one agent are alike, and so are agents of one group, so neither may be drawn by itself (the cluster
 * bootstrap: Cameron, Gelbach and Miller 2008). In each resample the groups of a scenario are drawn with replacement
 * where there are several, and in each group drawn its agents, those of each model among themselves: the make-up of a
 * group is the experiment's design and no accident. Percentile intervals, 95 %.
 */
import type { Random } from '../../_shared/random/seededRandom.ts'
import type { ObservedAgent } from './observations.ts'

/** A sum over what one agent did, and how many things it is a sum of. */
export interface Share {
  sum: number
  count: number
}

export interface Estimate {
  /** `null` where there is nothing to estimate from. */
  value: number | null
  /** 95 %; `null` where fewer than two agents speak for it. */
  interval: [low: number, high: number] | null
  /** How many decisions, scores, … it rests on. */
  count: number
}

export interface Bootstrap {
  /** Σ sum / Σ count. Shares are in the order of the agents. */
  estimate(shares: readonly Share[]): Estimate
  /** One ratio less another, from the same resamples. */
  difference(shares: readonly Share[], others: readonly Share[]): Estimate
}

const RESAMPLES = 1_000

/** Draws the resamples once; all estimates are made from them. */
export function createBootstrap(agents: readonly ObservedAgent[], random: Random): Bootstrap {
  const resamples = Array.from({ length: RESAMPLES }, () => drawWeights(agents, random))

  function resampledRatios(shares: readonly Share[]): (number | null)[] {
    const used = shares.flatMap((share, index) => (share.count > 0 ? [{ ...share, index }] : []))
    return resamples.map((weights) => {
      let sum = 0
      let count = 0
      for (const each of used) {
        const weight = weights[each.index] ?? 0
        sum += weight * each.sum
        count += weight * each.count
      }
      return count === 0 ? null : sum / count
    })
  }

  return {
    estimate(shares) {
      const interval = enough(shares) ? intervalOf(resampledRatios(shares)) : null
      return { value: ratio(shares), interval, count: countOf(shares) }
    },
    difference(shares, others) {
      const [one, other] = [ratio(shares), ratio(others)]
      const count = countOf(shares) + countOf(others)
      if (one === null || other === null) return { value: null, interval: null, count }
      const against = resampledRatios(others)
      const differences = resampledRatios(shares).map((value, index) => {
        const subtracted = against[index] ?? null
        return value === null || subtracted === null ? null : value - subtracted
      })
      const interval = enough(shares) && enough(others) ? intervalOf(differences) : null
      return { value: one - other, interval, count }
    },
  }
}

/** How often each agent is in the resample. */
function drawWeights(agents: readonly ObservedAgent[], random: Random): Uint16Array {
  const weights = new Uint16Array(agents.length)
  for (const ofScenario of partition(
    agents.map((_, index) => index),
    (index) => agents[index]?.scenario ?? '',
  )) {
    const groups = partition(ofScenario, (index) => String(agents[index]?.group))
    const drawn = groups.length > 1 ? groups.map(() => random.pick(groups) ?? []) : groups
    for (const group of drawn) {
      for (const alike of partition(group, (index) => agents[index]?.modelName ?? '')) {
        for (let draw = 0; draw < alike.length; draw += 1) {
          const index = random.pick(alike) ?? 0
          weights[index] = (weights[index] ?? 0) + 1
        }
      }
    }
  }
  return weights
}

function partition(indices: readonly number[], keyOf: (index: number) => string): number[][] {
  return [...Map.groupBy(indices, keyOf).values()]
}

function ratio(shares: readonly Share[]): number | null {
  const count = countOf(shares)
  return count === 0 ? null : shares.reduce((sum, share) => sum + share.sum, 0) / count
}

function countOf(shares: readonly Share[]): number {
  return shares.reduce((sum, share) => sum + share.count, 0)
}

function enough(shares: readonly Share[]): boolean {
  return shares.filter((share) => share.count > 0).length > 1
}

function intervalOf(values: readonly (number | null)[]): [number, number] | null {
  const sorted = values.filter((value) => value !== null).sort((left, right) => left - right)
  if (sorted.length === 0) return null
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)]
}

/** Between neighbours by linear interpolation, as R and NumPy do by default. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
