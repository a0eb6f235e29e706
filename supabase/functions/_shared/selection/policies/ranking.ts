/** What policies that leave nothing to chance share: who comes first, and that it is certain. */

/** The first of the highest; 0 for none. */
export function indexOfMaximum(values: readonly number[]): number {
  let best = 0
  values.forEach((value, index) => {
    if (value > (values[best] ?? Number.NEGATIVE_INFINITY)) best = index
  })
  return best
}

/** Probability 1 at one place. */
export function certain(chosen: number, length: number): number[] {
  return Array.from({ length }, (_, index) => (index === chosen ? 1 : 0))
}
