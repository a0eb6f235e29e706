/** How well one number orders another. */

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}

/** Ranks from 1, equal values sharing their mean rank. */
export function ranks(values: readonly number[]): number[] {
  const order = values
    .map((_, index) => index)
    .sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0))
  const result = new Array<number>(values.length).fill(0)
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++
    for (let index = start; index < end; index++) result[order[index] ?? 0] = (start + end + 1) / 2
    start = end
  }
  return result
}

/** Spearman's rank correlation; null where either side never varies. */
export function spearman(left: readonly number[], right: readonly number[]): number | null {
  return pearson(ranks(left), ranks(right))
}

function pearson(left: readonly number[], right: readonly number[]): number | null {
  const leftMean = mean(left)
  const rightMean = mean(right)
  let covariance = 0
  let leftVariance = 0
  let rightVariance = 0
  for (let index = 0; index < left.length; index++) {
    const leftDeviation = (left[index] ?? 0) - leftMean
    const rightDeviation = (right[index] ?? 0) - rightMean
    covariance += leftDeviation * rightDeviation
    leftVariance += leftDeviation ** 2
    rightVariance += rightDeviation ** 2
  }
  return leftVariance === 0 || rightVariance === 0
    ? null
    : covariance / Math.sqrt(leftVariance * rightVariance)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/**
 * Area under the ROC curve: how often a positive scores above a negative, ties counting half (Mann and Whitney, 1947).
 * Null where there are only positives or only negatives.
 */
export function areaUnderCurve(scores: readonly number[], positive: readonly boolean[]): number | null {
  const positives = positive.filter(Boolean).length
  const negatives = positive.length - positives
  if (positives === 0 || negatives === 0) return null
  const rankSum = ranks(scores).reduce((sum, rank, index) => sum + (positive[index] === true ? rank : 0), 0)
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}
