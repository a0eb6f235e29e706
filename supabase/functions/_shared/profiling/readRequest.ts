/** Reads a request once, so that every table of words is looked up in the same plain form of it. */

export interface RequestWords {
  /** Words in order, lower case, without accents. */
  words: readonly string[]
  /** The same joined by single spaces, with one before the first and after the last. */
  joined: string
  /** Each word with the place it has first. */
  firstPlaces: ReadonlyMap<string, number>
  /** The text in lower case without accents, for scripts that write no spaces. */
  plain: string
  /** Every character that occurs, once. */
  characters: ReadonlySet<string>
  /** True where a script without spaces, or Korean, occurs, and where it carries the text. */
  hasUnspaced: boolean
  isUnspaced: boolean
}

/** What is asked stands at the beginning or the end; what lies between is material. */
const HEAD_CHARACTERS = 3_000
const TAIL_CHARACTERS = 1_000

const UNSPACED = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g
const CODE_FENCE = /```[^`]*(?:```|$)/g

/** How an entry of a list begins: a bullet or a number at the head of a line. */
export const LIST_ITEM = /(?:^|\n)[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]/g

/** Reads at most four thousand characters. Code in fences is material, not words. */
export function readRequest(request: string): RequestWords {
  const text =
    request.length <= HEAD_CHARACTERS + TAIL_CHARACTERS
      ? request
      : `${request.slice(0, HEAD_CHARACTERS)}\n${request.slice(-TAIL_CHARACTERS)}`
  const plain = plainText(text.replace(CODE_FENCE, ' '))
  const words = plain.match(/[\p{L}\p{M}\p{N}_+#]+/gu) ?? []
  const firstPlaces = new Map<string, number>()
  words.forEach((word, place) => {
    if (!firstPlaces.has(word)) firstPlaces.set(word, place)
  })
  const unspaced = plain.match(UNSPACED)?.length ?? 0
  return {
    words,
    firstPlaces,
    joined: ` ${words.join(' ')} `,
    plain,
    characters: new Set(unspaced > 0 ? plain : ''),
    hasUnspaced: unspaced > 0,
    isUnspaced: unspaced * 4 > plain.replace(/\s/g, '').length,
  }
}

/** Lower case, without accents, apostrophes straight. Kana keep their marks. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[\u2018\u2019]/g, "'")
}
