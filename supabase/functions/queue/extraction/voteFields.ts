/**
 * Consensus of several answers of one form, field by field.
 *
 * A field has the value that most answers gave it, of a tie that of the answer listed first; it is left out where more
 * answers left it out than gave it. Lists are put together entry by entry: an entry is in where most answers have it, and
 * where half do, if the first listed of them all does.
 */
import { isObject } from './answerSchema.ts'
import { comparableText, entryNames } from './comparableValue.ts'

export interface Vote {
  value: unknown
  /** Field (`items[].price`) → mean share of the answers that agree with the value chosen, 0 to 1. */
  agreement: Record<string, number>
}

/** Throws where there are no answers. */
export function voteFields(answers: readonly unknown[]): Vote {
  if (answers.length === 0) throw new Error('a vote needs at least one answer')
  const tally = new Map<string, { sum: number; count: number }>()
  const note = (path: string, share: number) => {
    const entry = tally.get(path) ?? { sum: 0, count: 0 }
    tally.set(path, { sum: entry.sum + share, count: entry.count + 1 })
  }
  const value = vote(answers, '', answers.length, note)
  const agreement = [...tally].map(([path, { sum, count }]) => [path || 'value', sum / count] as const)
  return { value, agreement: Object.fromEntries(agreement) }
}

type Note = (path: string, share: number) => void

/** `given` are the values of those who gave one, in the order of the answers; `voters` counts all. */
function vote(given: readonly unknown[], path: string, voters: number, note: Note): unknown {
  const kinds = given.map((value) => (Array.isArray(value) ? 'list' : isObject(value) ? 'object' : 'scalar'))
  const kind = mostFrequent(kinds)
  const alike = given.filter((_, index) => kinds[index] === kind)
  if (kind === 'object') return voteObject(alike.filter(isObject), path, voters, note)
  if (kind === 'list') return voteList(alike.filter(Array.isArray), path, voters, note)
  const texts = alike.map((value) => `${value === null} ${comparableText(value)}`)
  const winner = mostFrequent(texts)
  note(path, texts.filter((text) => text === winner).length / voters)
  return alike[texts.indexOf(winner)]
}

function voteObject(
  objects: readonly Record<string, unknown>[],
  path: string,
  voters: number,
  note: Note,
): Record<string, unknown> {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  const voted: [string, unknown][] = []
  for (const name of names) {
    const given = objects.filter((object) => Object.hasOwn(object, name)).map((object) => object[name])
    const fieldPath = path === '' ? name : `${path}.${name}`
    if (given.length * 2 < objects.length) note(fieldPath, (objects.length - given.length) / voters)
    else voted.push([name, vote(given, fieldPath, voters, note)])
  }
  if (names.length === 0) note(path, objects.length / voters)
  return Object.fromEntries(voted)
}

function voteList(
  lists: readonly (readonly unknown[])[],
  path: string,
  voters: number,
  note: Note,
): unknown[] {
  const named = entryNames(lists)
  const names = [...new Set(named.flat())]
  const entryPath = `${path}[]`
  const voted: unknown[] = []
  for (const name of names) {
    const given = lists.flatMap((list, index) => {
      const at = named[index]?.indexOf(name) ?? -1
      return at === -1 ? [] : [list[at]]
    })
    const isTie = given.length * 2 === lists.length
    const isIn = given.length * 2 > lists.length || (isTie && named[0]?.includes(name))
    if (isIn) voted.push(vote(given, entryPath, voters, note))
    else note(entryPath, (lists.length - given.length) / voters)
  }
  if (names.length === 0) note(entryPath, lists.length / voters)
  return voted
}

/** Of those as frequent the first. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return texts.find((text) => counts.get(text) === most) ?? ''
}
