/** Style sheets: imports, class selectors, Tailwind directives, and what PostCSS stops at. */

export interface StylesheetFacts {
  imports: { specifier: string; line: number }[]
  classes: Set<string>
  /** `@tailwind`, or `@import "tailwindcss"`; the version tells which. */
  tailwind: 3 | 4 | null
  /** `@apply`, `theme(…)` and the like need Tailwind to run. */
  usesApply: boolean
  problem: { line: number; message: string } | null
  rules: number
}

/** Longer sheets are generated; only their head is read. UTF-16 units. */
const LONGEST_READ = 400_000

export function readStylesheet(source: string, isPlainCss: boolean): StylesheetFacts {
  const text = source
    .slice(0, LONGEST_READ)
    .replace(/\/\*[\s\S]*?(\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ' '))
  const imports: StylesheetFacts['imports'] = []
  for (const match of text.matchAll(/@import\s+(?:url\()?\s*['"]([^'"\n]+)['"]/g)) {
    if (imports.length >= MOST_IMPORTS) break
    imports.push({ specifier: match[1] ?? '', line: lineAt(text, match.index) })
  }
  const classes = new Set<string>()
  for (const piece of text.split('{').slice(0, -1)) {
    const selector = piece.slice(Math.max(piece.lastIndexOf('}'), piece.lastIndexOf(';')) + 1)
    for (const match of selector.matchAll(/\.(-?[_a-zA-Z][\w-]*)/g)) classes.add(match[1] ?? '')
  }
  const isVersion4 =
    imports.some(({ specifier }) => /^tailwindcss(\/|$)/.test(specifier)) && !/@tailwind\s/.test(text)
  return {
    imports,
    classes,
    tailwind: isVersion4 ? 4 : /@tailwind\s+(base|components|utilities)/.test(text) ? 3 : null,
    usesApply: /@apply\s/.test(text),
    problem: isPlainCss && source.length <= LONGEST_READ ? findProblem(text) : null,
    rules: (text.match(/\{/g) ?? []).length,
  }
}

/** Enough for any written style sheet. */
const MOST_IMPORTS = 200

/** An unclosed block, or text that is neither a rule nor a declaration. */
function findProblem(text: string): StylesheetFacts['problem'] {
  let depth = 0
  let line = 1
  let statement = ''
  let statementLine = 1
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? ''
    if (character === '\n') line++
    if (character === '"' || character === "'") {
      const end = closingQuote(text, index, character)
      if (end < 0) return { line, message: 'Unclosed string' }
      statement += text.slice(index, end)
      index = end
      continue
    }
    if (character === '(' && /url$/i.test(statement) && !/^\s*["']/.test(text.slice(index + 1, index + 20))) {
      const end = text.indexOf(')', index)
      if (end < 0) return { line, message: 'Unclosed bracket' }
      statement += 'x'
      index = end
      continue
    }
    if (statement === '') {
      if (/\s/.test(character)) continue
      statementLine = line
    }
    if (character === '{') {
      depth++
      statement = ''
    } else if (character === '}' || character === ';') {
      if (character === '}' && --depth < 0) return { line, message: 'Unexpected }' }
      const content = statement.trim()
      if (content !== '' && !content.startsWith('@') && !content.includes(':')) {
        return { line: statementLine, message: `Unknown word ${content.slice(0, 40)}` }
      }
      statement = ''
    } else statement += character
  }
  if (depth > 0) return { line, message: 'Unclosed block' }
  const rest = statement.trim()
  return rest !== '' && !rest.startsWith('@')
    ? { line: statementLine, message: `Unknown word ${rest.slice(0, 40)}` }
    : null
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === quote) return index
    else if (text[index] === '\n') return -1
  }
  return -1
}

function lineAt(text: string, offset: number): number {
  let line = 1
  for (let index = 0; index < offset; index++) if (text.charCodeAt(index) === 10) line++
  return line
}
