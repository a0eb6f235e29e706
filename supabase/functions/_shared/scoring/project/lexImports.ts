/** Imports of a script that the parser could not read, found by their shape in the text. */
import type { ImportFact } from './moduleFacts.ts'

const STATIC =
  /^[ \t]*(import|export)\s+(type\s+)?(?:([\w$*{},\s]{1,4000}?)\s+from\s+)?(['"])([^'"\n]{1,300})\4/gm
const CALLED = /\b(import|require)\(\s*(['"])([^'"\n]{1,300})\2\s*\)/g

/** Enough for any written file. */
const MOST_IMPORTS = 2_000

/** Specifiers and lines only: with the rest unread, nobody can say which names are used as values. */
export function lexImports(text: string): ImportFact[] {
  const head = text.slice(0, 400_000)
  const found: { offset: number; specifier: string; kind: ImportFact['kind']; typeOnly: boolean }[] = []
  for (const match of head.matchAll(STATIC)) {
    if (found.length >= MOST_IMPORTS) break
    const kind = match[1] === 'export' ? 'reexport' : 'static'
    found.push({ offset: match.index, specifier: match[5] ?? '', kind, typeOnly: match[2] !== undefined })
  }
  for (const match of head.matchAll(CALLED)) {
    if (found.length >= MOST_IMPORTS) break
    const kind = match[1] === 'import' ? 'dynamic' : 'require'
    found.push({ offset: match.index, specifier: match[3] ?? '', kind, typeOnly: false })
  }
  found.sort((left, right) => left.offset - right.offset)
  let line = 1
  let counted = 0
  return found.map(({ offset, specifier, kind, typeOnly }) => {
    for (; counted < offset; counted++) if (head.charCodeAt(counted) === 10) line++
    return {
      specifier,
      line,
      kind,
      typeOnly,
      names: [],
      isWildcard: false,
      optional: false,
      usesDefault: false,
    }
  })
}
