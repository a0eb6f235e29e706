/** Imports of a script that the parser could not read, found by their shape in the text. */
import { type ImportFact, newImport } from './moduleFacts.ts'

const STATIC =
  /^[ \t]*(import|export)\s+(type\s+)?(?:([\w$*{},\s]{1,4000}?)\s+from\s+)?(['"])([^'"\n]{1,300})\4/gm
const CALLED = /\b(import|require)\(\s*(['"])([^'"\n]{1,300})\2\s*\)/g

/** Enough for any written file. */
const MOST_IMPORTS = 2_000

/** Specifiers and lines only; in TypeScript, an import none of whose names looks used as a value is taken to be erased. */
export function lexImports(text: string, typescript: boolean): ImportFact[] {
  const head = text.slice(0, 400_000)
  const found: { offset: number; specifier: string; kind: ImportFact['kind']; typeOnly: boolean }[] = []
  for (const match of head.matchAll(STATIC)) {
    if (found.length >= MOST_IMPORTS) break
    const kind = match[1] === 'export' ? 'reexport' : 'static'
    const clause = match[3]
    const end = match.index + match[0].length
    const typeOnly =
      match[2] !== undefined ||
      (kind === 'static' && typescript && clause !== undefined && !isUsed(head, clause, match.index, end))
    found.push({ offset: match.index, specifier: match[5] ?? '', kind, typeOnly })
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
    return newImport(specifier, line, kind, typeOnly)
  })
}

function isUsed(text: string, clause: string, start: number, end: number): boolean {
  const names = clause.match(/[\w$]+/g) ?? []
  return names.some((name) => name !== 'as' && name !== 'type' && isUsedAsValue(text, name, start, end))
}

/** Whether `name` stands anywhere but between `start` and `end`, and where a value may stand. */
function isUsedAsValue(text: string, name: string, start: number, end: number): boolean {
  for (let index = text.indexOf(name); index !== -1; index = text.indexOf(name, index + name.length)) {
    if (index >= start && index < end) continue
    if (/[\w$]/.test(text[index - 1] ?? '') || /[\w$]/.test(text[index + name.length] ?? '')) continue
    if (!IN_TYPE_POSITION.test(text.slice(Math.max(0, index - 16), index))) return true
  }
  return false
}

/** After a colon, in a union, as a type argument, behind `as`: what follows names a type, as far as text can tell. */
const IN_TYPE_POSITION = /[:|&]\s*$|[\w$]<$|\b(as|extends|implements|keyof|is)\s+$/
