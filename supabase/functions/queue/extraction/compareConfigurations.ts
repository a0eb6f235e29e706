/**
 * Two configurations side by side, B less A. Where enough items went through both, those are compared item by item, which
 * leaves the items' own difficulty out; else all uses of the one are held against all of the other.
 */
import { type Difference, differenceOf, pairedDifference, sampleOf } from './interval.ts'

export interface Use {
  item_id: string
  success: boolean
  /** 0 to 1; `null` without ground truth. */
  accuracy: number | null
  cost_usd: number | null
  duration_ms: number
}

export interface Comparison extends Difference {
  mean_a: number | null
  mean_b: number | null
  count_a: number
  count_b: number
  /** Items that went through both; 0 where all uses are compared. */
  pairs: number
  /** What the interval says; `unclear` where it holds 0, or there is none. */
  higher: 'a' | 'b' | 'unclear'
}

export interface ConfigurationComparison {
  accuracy: Comparison
  cost_usd: Comparison
  duration_ms: Comparison
  success_rate: Comparison
}

const FEWEST_PAIRS = 5

export function compareConfigurations(a: readonly Use[], b: readonly Use[]): ConfigurationComparison {
  return {
    accuracy: compare(a, b, ({ accuracy }) => accuracy),
    // half a point of noise is meant for shares: money and time have the spread they have
    cost_usd: compare(a, b, ({ cost_usd }) => cost_usd, 0),
    duration_ms: compare(a, b, ({ duration_ms }) => duration_ms, 0),
    success_rate: compare(a, b, ({ success }) => (success ? 1 : 0)),
  }
}

function compare(
  a: readonly Use[],
  b: readonly Use[],
  measure: (use: Use) => number | null,
  floor?: number,
): Comparison {
  const [first, second] = [measured(a, measure), measured(b, measure)]
  const differences = [...second].flatMap(([item, value]) => {
    const other = first.get(item)
    return other === undefined ? [] : [value - other]
  })
  const isPaired = differences.length >= FEWEST_PAIRS
  const [sampleA, sampleB] = [sampleOf([...first.values()]), sampleOf([...second.values()])]
  const difference = isPaired ? pairedDifference(differences, floor) : differenceOf(sampleA, sampleB, floor)
  return {
    mean_a: sampleA.count === 0 ? null : sampleA.mean,
    mean_b: sampleB.count === 0 ? null : sampleB.mean,
    count_a: sampleA.count,
    count_b: sampleB.count,
    pairs: isPaired ? differences.length : 0,
    ...difference,
    higher: higherOf(difference),
  }
}

/** By item, its newest use. */
function measured(uses: readonly Use[], measure: (use: Use) => number | null): Map<string, number> {
  const values = new Map<string, number>()
  for (const use of uses) {
    const value = measure(use)
    if (value !== null && !values.has(use.item_id)) values.set(use.item_id, value)
  }
  return values
}

function higherOf({ interval }: Difference): Comparison['higher'] {
  if (interval === null) return 'unclear'
  if (interval[0] > 0) return 'b'
  return interval[1] < 0 ? 'a' : 'unclear'
}
