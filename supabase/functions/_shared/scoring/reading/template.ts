/** Markup of HTML pages and of Vue and Svelte templates: tags, attributes, expressions, visible text. */

export interface MarkupTag {
  name: string
  line: number
  attributes: Map<string, string>
  closes: boolean
  selfCloses: boolean
}

export interface Markup {
  tags: MarkupTag[]
  /** Visible text, white space collapsed. */
  text: string
  /** Code of `{{ … }}`, `{ … }` and bound attributes. */
  expressions: { code: string; line: number }[]
}

/** More tags than any written page holds; the rest of a generated one is left unread. */
const MOST_TAGS = 50_000

const TAG =
  /<(\/?)([A-Za-z][\w.:-]*)((?:[^<>"'{}]|"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|=>)*)>/g
const ATTRIBUTE =
  /([@:#\w.$-][\w@:#.$|()[\]-]*)(?:\s*=\s*("[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^\s"'>]+))?|\{([^{}]*)\}/g

export function readMarkup(source: string, startLine = 1): Markup {
  const text = source.replace(/<!--[\s\S]*?(-->|$)/g, (comment) => comment.replace(/[^\n]/g, ' '))
  const tags: MarkupTag[] = []
  const expressions: Markup['expressions'] = []
  const texts: string[] = []
  let end = 0
  let line = startLine
  let counted = 0
  const lineAt = (offset: number) => {
    for (; counted < offset; counted++) if (text.charCodeAt(counted) === 10) line++
    return line
  }
  for (const match of text.matchAll(TAG)) {
    if (tags.length >= MOST_TAGS) break
    addText(text.slice(end, match.index), lineAt(end), texts, expressions)
    end = match.index + match[0].length
    const attributes = new Map<string, string>()
    const tagLine = lineAt(match.index)
    for (const attribute of (match[3] ?? '').matchAll(ATTRIBUTE)) {
      const raw = attribute[2] ?? ''
      const value = raw.replace(/^["'{]|["'}]$/g, '')
      if (attribute[3] !== undefined) {
        attributes.set(attribute[3].trim(), '')
        expressions.push({ code: attribute[3], line: tagLine })
        continue
      }
      const name = attribute[1] ?? ''
      attributes.set(name, value)
      if (raw.startsWith('{') || /^(v-|:|@|#)/.test(name)) expressions.push({ code: value, line: tagLine })
      else if (raw.includes('{')) addText(value, tagLine, [], expressions)
    }
    const closes = match[1] === '/'
    const selfCloses = (match[3] ?? '').endsWith('/')
    tags.push({ name: match[2] ?? '', line: tagLine, attributes, closes, selfCloses })
  }
  addText(text.slice(end), lineAt(end), texts, expressions)
  return { tags, expressions, text: texts.join(' ').replace(/\s+/g, ' ').trim() }
}

const EXPRESSION = /\{\{([\s\S]*?)\}\}|\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}/g

function addText(text: string, line: number, texts: string[], expressions: Markup['expressions']): void {
  if (!text.includes('{')) {
    if (text.trim() !== '') texts.push(text.trim())
    return
  }
  let counted = 0
  let current = line
  for (const match of text.matchAll(EXPRESSION)) {
    current += countNewlines(text, counted, match.index)
    counted = match.index
    expressions.push({ code: match[1] ?? match[2] ?? '', line: current })
  }
  const visible = text.replace(EXPRESSION, ' ').trim()
  if (visible !== '') texts.push(visible)
}

function countNewlines(text: string, start: number, end: number): number {
  let count = 0
  for (let index = start; index < end; index++) if (text.charCodeAt(index) === 10) count++
  return count
}

const VOID_TAGS = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

/** A tag that is opened more often than closed, or the other way round; compilers of templates stop at it. */
export function unbalancedTag({ tags }: Markup): string | null {
  const open = new Map<string, number>()
  for (const { name, closes, selfCloses } of tags) {
    if (selfCloses || VOID_TAGS.has(name.toLowerCase())) continue
    open.set(name, (open.get(name) ?? 0) + (closes ? -1 : 1))
  }
  for (const [name, count] of open) if (count !== 0 && !OPTIONAL_END.has(name)) return name
  return null
}

/** HTML lets these end by themselves. */
const OPTIONAL_END = new Set(['li', 'p', 'option', 'tr', 'td', 'th', 'dt', 'dd', 'tbody', 'thead'])
