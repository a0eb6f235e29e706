/**
 * What was extracted against what should have been, field by field.
 *
 *     accuracy of a field = 2 · right values / (values of the ground truth + values extracted)
 *
 * Entries of lists are paired by what they are (see comparableValue.ts), in any order; a value of an entry that the other
 * side has not is wrong. `accuracy` is the same over all values; nothing expected and nothing extracted is 1. Absent and
 * null are the same.
 */
import { isObject } from './answerSchema.ts'
import { comparableText, entryNames } from './comparableValue.ts'

export interface FieldScore {
  /** 0 to 1. */
  accuracy: number
  right: number
  expected: number
  extracted: number
}

export interface Accuracy {
  /** 0 to 1. */
  accuracy: number
  /** By field: `items[].price`. */
  fields: Record<string, FieldScore>
}

export function fieldAccuracy(truth: unknown, answer: unknown): Accuracy {
  const counts = new Map<string, { right: number; expected: number; extracted: number }>()
  compare(truth, answer, '', (path, change) => {
    const entry = counts.get(path) ?? { right: 0, expected: 0, extracted: 0 }
    counts.set(path, {
      right: entry.right + (change.right ?? 0),
      expected: entry.expected + (change.expected ?? 0),
      extracted: entry.extracted + (change.extracted ?? 0),
    })
  })
  const fields = [...counts].map(
    ([path, count]) => [path || 'value', { accuracy: shareOf(count), ...count }] as const,
  )
  const total = { right: 0, expected: 0, extracted: 0 }
  for (const count of counts.values()) {
    total.right += count.right
    total.expected += count.expected
    total.extracted += count.extracted
  }
  return { accuracy: shareOf(total), fields: Object.fromEntries(fields) }
}

type Count = (path: string, change: { right?: number; expected?: number; extracted?: number }) => void

function shareOf({ right, expected, extracted }: Omit<FieldScore, 'accuracy'>): number {
  return expected + extracted === 0 ? 1 : (2 * right) / (expected + extracted)
}

function compare(truth: unknown, answer: unknown, path: string, count: Count): void {
  if (isObject(truth) && isObject(answer)) {
    for (const name of new Set([...Object.keys(truth), ...Object.keys(answer)])) {
      compare(own(truth, name), own(answer, name), path === '' ? name : `${path}.${name}`, count)
    }
  } else if (Array.isArray(truth) && Array.isArray(answer)) {
    compareLists(truth, answer, `${path}[]`, count)
  } else if (isScalar(truth) && isScalar(answer)) {
    const isRight = comparableText(truth) === comparableText(answer)
    count(path, { right: isRight ? 1 : 0, expected: 1, extracted: 1 })
  } else {
    for (const leaf of leavesOf(truth, path)) count(leaf, { expected: 1 })
    for (const leaf of leavesOf(answer, path)) count(leaf, { extracted: 1 })
  }
}

function compareLists(
  truth: readonly unknown[],
  answer: readonly unknown[],
  path: string,
  count: Count,
): void {
  const [expected = [], extracted = []] = entryNames([truth, answer])
  const places = new Map(extracted.map((name, index) => [name, index]))
  const paired = new Set<number>()
  truth.forEach((entry, index) => {
    const at = places.get(expected[index] ?? '')
    if (at !== undefined) paired.add(at)
    compare(entry, at === undefined ? undefined : answer[at], path, count)
  })
  answer.forEach((entry, index) => {
    if (!paired.has(index)) compare(undefined, entry, path, count)
  })
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function isScalar(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'object'
}

/** The fields of the values in it, one for each. */
function leavesOf(value: unknown, path: string): string[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((entry) => leavesOf(entry, `${path}[]`))
  if (!isObject(value)) return [path]
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesOf(inner, path === '' ? name : `${path}.${name}`),
  )
}
