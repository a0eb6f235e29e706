/** How much one of several findings weighs where what counts is their proportion. */

/**
 * Share of each of `count` findings among `total` of their kind, so that together they weigh one and a little more where
 * few of many are wrong, and 3.4 times the rule's weight where all are; each doubling of their number adds besides.
 */
export function shareByProportion(count: number, total: number): number {
  if (count === 0) return 0
  const proportion = Math.min(1, count / Math.max(1, total))
  return (2 ** (0.8 + 2.6 * proportion + 0.3 * Math.log2(count)) - 1) / count
}
