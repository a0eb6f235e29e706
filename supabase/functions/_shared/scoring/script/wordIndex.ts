/** The vocabulary of a script: words of names, strings and visible text, for finding what a request names. */

/** Enough for any written file; generated data would otherwise fill memory. */
const MOST_ENTRIES = 20_000
const LONGEST_TEXT = 240

const WORDS = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+/gu
/** The same for nearly every text, several times as fast. */
const ASCII_WORDS = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g
const NOT_ASCII = /[\u0080-\uffff]/

export interface WordIndex {
  words: Set<string>
  texts: Set<string>
}

/** Words and texts of the names and strings of a script. */
export function indexWords(names: Iterable<string>, strings: Iterable<string>): WordIndex {
  const words = new Set<string>()
  const texts = new Set<string>()
  for (const name of names) for (const word of splitWords(name)) words.add(word)
  for (const string of strings) {
    const collapsed = string
      .slice(0, LONGEST_TEXT * 8)
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase()
    if (collapsed === '' || texts.size >= MOST_ENTRIES) continue
    texts.add(collapsed.slice(0, LONGEST_TEXT))
    for (const word of splitWords(string.slice(0, LONGEST_TEXT * 8))) words.add(word)
  }
  return { words, texts }
}

/** Lower-case words of two or more letters; camel case, digits and punctuation separate them. */
export function splitWords(text: string): string[] {
  const found = text.match(NOT_ASCII.test(text) ? WORDS : ASCII_WORDS)
  return found === null ? [] : found.filter((word) => word.length > 1).map((word) => word.toLowerCase())
}
