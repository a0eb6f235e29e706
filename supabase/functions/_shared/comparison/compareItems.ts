/**
 * A list of items against the list it should be.
 *
 * A line is **correct** where the other list has the same item (see itemRules.ts) with the same quantity.
 *
 *     precision = correct lines / lines predicted        recall = correct lines / lines of the ground truth
 *     f1_score  = 2 · correct / (lines predicted + lines of the ground truth)
 *
 * Both lists empty: all three are 1 and the match is exact. One of them empty: all three are 0. An item that is there
 * with another quantity is a quantity mismatch: neither missing nor extra, and not correct. `exact_match` says that
 * nothing is missing, extra or mismatched, which is when f1_score is 1.
 */
import type { ResolvedItemRules } from './itemRules.ts'
import type { ReadItem } from './readItems.ts'

export type ComparedItem = Record<string, unknown>

export interface QuantityMismatch {
  /** As the ground truth has it. */
  item: ComparedItem
  expected_quantity: number
  actual_quantity: number
}

export interface ItemComparison {
  /** 0 to 1. */
  precision: number
  recall: number
  f1_score: number
  exact_match: boolean
  /** In the ground truth alone; quantities of merged lines are sums. */
  missing_items: ComparedItem[]
  /** In the prediction alone. */
  extra_items: ComparedItem[]
  quantity_mismatches: QuantityMismatch[]
}

/** Both lists as `readItems` gives them under the same rules. Takes time in the product of their lengths where order matters. */
export function compareItems(
  expected: readonly ReadItem[],
  actual: readonly ReadItem[],
  rules: ResolvedItemRules,
): ItemComparison {
  const pairs = rules.order_matters ? pairInOrder(expected, actual) : pairByIdentity(expected, actual)
  const pairedExpected = new Set(pairs.map(([item]) => item))
  const pairedActual = new Set(pairs.map(([, item]) => item))
  const mismatched = pairs.filter(([left, right]) => left.quantity !== right.quantity)
  const correct = pairs.length - mismatched.length
  const bothEmpty = expected.length === 0 && actual.length === 0
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : bothEmpty ? 1 : 0)
  const shown = (item: ReadItem) => ({ ...item.given, [rules.quantity_field]: item.quantity })
  const missing = expected.filter((item) => !pairedExpected.has(item))
  const extra = actual.filter((item) => !pairedActual.has(item))
  return {
    precision: share(correct, actual.length),
    recall: share(correct, expected.length),
    f1_score: share(2 * correct, expected.length + actual.length),
    exact_match: missing.length + extra.length + mismatched.length === 0,
    missing_items: missing.map(shown),
    extra_items: extra.map(shown),
    quantity_mismatches: mismatched.map(([left, right]) => ({
      item: shown(left),
      expected_quantity: left.quantity,
      actual_quantity: right.quantity,
    })),
  }
}

/** What a cell without a readable list scores: nothing is right, everything is missing. */
export function nothingRight(expected: readonly ReadItem[], rules: ResolvedItemRules): ItemComparison {
  const missing = expected.map((item) => ({ ...item.given, [rules.quantity_field]: item.quantity }))
  return {
    precision: 0,
    recall: 0,
    f1_score: 0,
    exact_match: false,
    missing_items: missing,
    extra_items: [],
    quantity_mismatches: [],
  }
}

type Pair = readonly [expected: ReadItem, actual: ReadItem]

function pairByIdentity(expected: readonly ReadItem[], actual: readonly ReadItem[]): Pair[] {
  const byIdentity = new Map(actual.map((item) => [item.identity, item]))
  return expected.flatMap((item) => {
    const other = byIdentity.get(item.identity)
    return other === undefined ? [] : [[item, other] as const]
  })
}

/**
 * The longest common subsequence (Wagner & Fischer 1974), by weight: as many correct lines as can be, and among those
 * as many mismatches. The counts are the same whichever list comes first.
 */
function pairInOrder(expected: readonly ReadItem[], actual: readonly ReadItem[]): Pair[] {
  const width = actual.length + 1
  const correctWeight = Math.min(expected.length, actual.length) + 1
  const best = new Float64Array((expected.length + 1) * width)
  const at = (row: number, column: number) => best[row * width + column] ?? 0
  const weight = (left: ReadItem, right: ReadItem) => {
    if (left.identity !== right.identity) return 0
    return left.quantity === right.quantity ? correctWeight : 1
  }
  for (let row = expected.length - 1; row >= 0; row -= 1) {
    for (let column = actual.length - 1; column >= 0; column -= 1) {
      const [left, right] = [expected[row], actual[column]]
      const paired = left && right ? weight(left, right) : 0
      const together = paired === 0 ? 0 : paired + at(row + 1, column + 1)
      best[row * width + column] = Math.max(together, at(row + 1, column), at(row, column + 1))
    }
  }
  const pairs: Pair[] = []
  let [row, column] = [0, 0]
  while (row < expected.length && column < actual.length) {
    const [left, right] = [expected[row], actual[column]]
    if (left === undefined || right === undefined) break
    const paired = weight(left, right)
    if (paired > 0 && at(row, column) === paired + at(row + 1, column + 1)) {
      pairs.push([left, right])
      row += 1
      column += 1
    } else if (at(row, column) === at(row + 1, column)) row += 1
    else column += 1
  }
  return pairs
}
