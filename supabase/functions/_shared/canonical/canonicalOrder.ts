/** One order of keys for equal values: the database keeps a stored answer's content, but not the order it was written in. */

/** The same value with every object's keys in alphabetical order, so that equal answers are equal to the byte. */
export function inCanonicalOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCanonicalOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inCanonicalOrder(inner)]))
}
