/**
 * How alike strategies are: cosines of TF-IDF vectors. Words are runs of letters in lower case, weighted by
 * (1 + ln frequency) · (1 + ln((1 + n) / (1 + document frequency))), the smoothed form scikit-learn uses. 1: the same
 * words in the same proportions, 0: no word in common.
 */

/** Cosines between all given texts; the document frequencies are theirs. */
export function createSimilarity(texts: readonly string[]): (one: number, other: number) => number {
  const counted = texts.map(countWords)
  const documents = new Map<string, number>()
  for (const words of counted)
    for (const word of words.keys()) documents.set(word, (documents.get(word) ?? 0) + 1)
  const vectors = counted.map((words) => {
    const vector = new Map<string, number>()
    for (const [word, times] of words) {
      const rarity = 1 + Math.log((1 + texts.length) / (1 + (documents.get(word) ?? 0)))
      vector.set(word, (1 + Math.log(times)) * rarity)
    }
    return toUnitLength(vector)
  })
  return (one, other) => {
    const [left, right] = [vectors[one], vectors[other]]
    if (left === undefined || right === undefined) return 0
    const [small, large] = left.size < right.size ? [left, right] : [right, left]
    let cosine = 0
    for (const [word, weight] of small) cosine += weight * (large.get(word) ?? 0)
    return Math.min(1, cosine)
  }
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function toUnitLength(vector: ReadonlyMap<string, number>): Map<string, number> {
  const length = Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0))
  return new Map([...vector].map(([word, weight]) => [word, weight / length]))
}
