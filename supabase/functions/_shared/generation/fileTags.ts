/** Files in tags, in the forms that builders' models write: `<file path>`, `<boltAction filePath>`, `<dyad-write path>`, … */

const FILE_TAGS =
  'file|boltAction|dyad-write|lov-write|write_to_file|create_file|write_file|write-file|create-file|new_file'
const REMOVAL_TAGS = 'deleted?|removed?|deleted?-file|removed?-file|delete_file|dyad-delete|lov-delete'
const PATH_ATTRIBUTES = 'path|name|filename|filepath|file_path|file-path|file'
/** Straight or typographic quotes, or none. */
const VALUE = `(?:"([^"]*)"|'([^']*)'|[“”„]([^“”„]*)[“”„]|([^\\s"'<>/]+(?:/[^\\s"'<>/]+)*))`
/** Tags stand near a line's beginning; looking no further keeps endless lines cheap. */
const HEAD_CHARACTERS = 1_000

const OPENING = new RegExp(`<(${FILE_TAGS})(\\s[^>]*)?>`, 'i')
const PATH_ATTRIBUTE = new RegExp(`\\s(?:${PATH_ATTRIBUTES})\\s*=\\s*${VALUE}`, 'i')
const REMOVAL = new RegExp(`^\\s*<(?:${REMOVAL_TAGS})(\\s[^>]*)>`, 'i')
/** Nothing, or the bullet or number of a list item. */
const LIST_MARKER = /^\s*(?:(?:[-*+]|\d{1,3}[.)])\s*)?$/
const TYPE_ATTRIBUTE = /\stype\s*=\s*["']?([\w-]+)/i

export interface OpeningTag {
  /** Name of the tag, lower case. */
  name: string
  /** Absent where the path is in an element of its own, as in `<write_to_file><path>`. */
  path: string | undefined
  selfClosing: boolean
  /** Words before the tag on its line; empty where only space or the marker of a list item stands there. */
  prose: string
  /** What stands before and behind the tag on its line. */
  before: string
  after: string
}

/** Reads a line that opens a file; `undefined` where it does not, or where the tag is only written about. */
export function readOpeningTag(line: string): OpeningTag | undefined {
  const head = line.slice(0, HEAD_CHARACTERS)
  const found = OPENING.exec(head)
  if (!found) return undefined
  const [whole, name = '', attributes = ''] = found
  const before = head.slice(0, found.index)
  // Inside quotes, code or a longer sentence about tags it is no tag.
  if (/[`'"“=({<]/.test(before)) return undefined
  const type = TYPE_ATTRIBUTE.exec(attributes)?.[1]
  if (type !== undefined && name.toLowerCase() === 'boltaction' && type !== 'file') return undefined
  const path = attributeValue(PATH_ATTRIBUTE.exec(attributes))
  if (path === undefined && attributes.trim() !== '' && !/^\s*\/$/.test(attributes)) return undefined
  const after = line.slice(found.index + whole.length)
  if (path === undefined && after.trim() !== '' && !/^\s*<(?:path|file_path|filename|name)>/i.test(after))
    return undefined
  const prose = LIST_MARKER.test(before) ? '' : before.trimEnd()
  if (prose !== '' && after.trim() !== '') return undefined
  return {
    name: name.toLowerCase(),
    path,
    prose,
    selfClosing: attributes.trimEnd().endsWith('/'),
    before,
    after,
  }
}

/** The path of a tag that removes a file. */
export function removedPath(line: string): string | undefined {
  return attributeValue(PATH_ATTRIBUTE.exec(REMOVAL.exec(line.slice(0, HEAD_CHARACTERS))?.[1] ?? ''))
}

function attributeValue(match: RegExpExecArray | null): string | undefined {
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4]
}

export interface ClosingTag {
  /** What of the line still belongs to the file. */
  before: string
  /** What follows the tag on its line, a comment on the end left out. */
  after: string
}

/** Reads a line that ends a file opened by a tag of this name. Text behind the tag other than a tag or comment: no end. */
export function readClosingTag(line: string, name: string): ClosingTag | undefined {
  if (!line.includes('</')) return undefined
  const closing = new RegExp(`</\\s*${name}\\b[^>]*>`, 'gi')
  for (const { 0: whole, index } of line.matchAll(closing)) {
    const after = line.slice(index + whole.length).trim()
    if (after === '' || /^(?:\/\/|#|<!--|\/\*)/.test(after))
      return { before: line.slice(0, index), after: '' }
    if (/^<\/?[a-z]/i.test(after)) return { before: line.slice(0, index), after }
  }
  return undefined
}
