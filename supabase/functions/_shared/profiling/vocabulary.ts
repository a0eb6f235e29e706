/** Tables of words in many languages, looked up in time that does not grow with the table. */
import { plainText, type RequestWords } from './readRequest.ts'

export interface WordMatch<Tag extends string> {
  tag: Tag
  /** The word or phrase as the table has it. */
  entry: string
  /** How many words stand before it; for scripts without spaces, how many characters divided by two. */
  place: number
}

export interface Vocabulary<Tag extends string> {
  /** The first match of each entry that occurs, in no particular order. */
  find(request: RequestWords): WordMatch<Tag>[]
  /** Tags that occur, in the order of the table. */
  tags(request: RequestWords): Tag[]
}

interface Entry<Tag extends string> {
  tag: Tag
  entry: string
  /** The words of a phrase after its first. */
  rest: readonly string[]
  /** True where the last word goes on. */
  isStem: boolean
}

const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
const CHARACTERS_PER_WORD = 2
/** Stems are found by so many of their first letters. */
const STEM_KEY_LENGTH = 3

/**
 * Compiles a table. Entries are separated by commas: `word`, `stem*`, `more than one word`; entries in Chinese, Japanese
 * or Korean are found anywhere in the text. Accents and case do not matter.
 *
 * @throws RangeError for a stem too short to look up.
 */
export function vocabulary<Tag extends string>(table: Readonly<Record<Tag, string>>): Vocabulary<Tag> {
  const byFirstWord = new Map<string, Entry<Tag>[]>()
  const byStemKey = new Map<string, Entry<Tag>[]>()
  const byFirstCharacter = new Map<string, { tag: Tag; entry: string }[]>()
  const order = Object.keys(table) as Tag[]
  for (const tag of order) {
    for (const raw of table[tag].split(',')) {
      const entry = plainText(raw.trim())
      if (entry === '') continue
      if (UNSPACED.test(entry)) {
        pushTo(byFirstCharacter, entry.charAt(0), { tag, entry })
        continue
      }
      const isStem = entry.endsWith('*')
      const [first = '', ...rest] = (isStem ? entry.slice(0, -1) : entry).split(/[\s'.-]+/)
      const compiled = { tag, entry, rest, isStem }
      if (!isStem || rest.length > 0) pushTo(byFirstWord, first, compiled)
      else if (first.length < STEM_KEY_LENGTH) throw new RangeError(`stem too short: ${entry}`)
      else pushTo(byStemKey, first.slice(0, STEM_KEY_LENGTH), compiled)
    }
  }

  function find(request: RequestWords): WordMatch<Tag>[] {
    const matches = new Map<string, WordMatch<Tag>>()
    const add = (tag: Tag, entry: string, place: number) => {
      const key = `${tag} ${entry}`
      if (!matches.has(key)) matches.set(key, { tag, entry, place })
    }
    const { words, firstPlaces, plain } = request
    for (const [word, place] of firstPlaces) {
      for (const { tag, entry } of byStemKey.get(word.slice(0, STEM_KEY_LENGTH)) ?? [])
        if (word.startsWith(entry.slice(0, -1))) add(tag, entry, place)
      for (const compiled of byFirstWord.get(word) ?? []) {
        const found = compiled.rest.length === 0 ? place : placeOfPhrase(words, word, place, compiled)
        if (found >= 0) add(compiled.tag, compiled.entry, found)
      }
    }
    if (request.hasUnspaced) {
      for (const character of request.characters)
        for (const { tag, entry } of byFirstCharacter.get(character) ?? []) {
          const index = plain.indexOf(entry)
          if (index >= 0) add(tag, entry, index / CHARACTERS_PER_WORD)
        }
    }
    return [...matches.values()]
  }

  return {
    find,
    tags(request) {
      const found = new Set(find(request).map((match) => match.tag))
      return order.filter((tag) => found.has(tag))
    },
  }
}

/** Where a phrase stands that begins with `first`, which stands at `from` for the first time; -1 where it does not. */
function placeOfPhrase(
  words: readonly string[],
  first: string,
  from: number,
  { rest, isStem }: { rest: readonly string[]; isStem: boolean },
): number {
  for (let place = from; place >= 0; place = words.indexOf(first, place + 1)) {
    const fits = rest.every((word, offset) => {
      const said = words[place + 1 + offset]
      return said === word || (isStem && offset === rest.length - 1 && said?.startsWith(word) === true)
    })
    if (fits) return place
  }
  return -1
}

function pushTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}
