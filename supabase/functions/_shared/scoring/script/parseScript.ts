/** Text of a script to a syntax tree, with recovery; never throws, whatever the text is. */
import { type ParserOptions, type ParserPlugin, parse } from '@babel/parser'
import { isNode, type SyntaxNode } from './syntaxNode.ts'

export interface SyntaxProblem {
  line: number
  message: string
}

export interface ParsedScript {
  /** Null where the parser gave up; then only the lexer's imports are known. */
  program: SyntaxNode | null
  comments: { text: string; line: number; isBlock: boolean }[]
  /** What a bundler would stop at. */
  problems: SyntaxProblem[]
}

/** Longer texts are data or bundles, not source someone wrote: they are lexed, not parsed. UTF-16 units. */
const LONGEST_PARSED_TEXT = 1_500_000

/**
 * `a<b>(a<b>(…` makes the parser try every level both as a call with type arguments and as a comparison: time doubles
 * with each level where the inside does not parse. Written code stays below four.
 */
const DEEPEST_TYPED_CALLS = 11

/** In a longer text that is broken, recovery would take seconds. UTF-16 units. */
const LONGEST_RECOVERED_TEXT = 100_000

/**
 * Each template literal behind another is one call inside the next, and collecting so deep a tree takes seconds. Written
 * code stays below some hundreds of back-ticks.
 */
const MOST_BACKTICKS = 50_000

/** Of a text that is wrong throughout, this many say so. */
const MOST_PROBLEMS = 100

/** Recoverable errors that bundlers accept, or that the scope walker judges with more knowledge. */
const TOLERATED_REASONS = new Set([
  'VarRedeclaration',
  'ModuleExportUndefined',
  'StrictDelete',
  'StrictWith',
  'StrictOctalLiteral',
  'DuplicateProto',
])

interface RecoveredError {
  message: string
  reasonCode?: string
  syntaxPlugin?: string
  loc?: { line: number } | null
}

export interface ParseScriptInput {
  text: string
  typescript: boolean
  jsx: boolean
  /** A classic script shares one global scope and has no imports. */
  isModule?: boolean
  /** A declaration file, where constants have no values. */
  ambient?: boolean
}

export function parseScript({
  text,
  typescript,
  jsx,
  isModule = true,
  ambient = false,
}: ParseScriptInput): ParsedScript {
  if (text.length > LONGEST_PARSED_TEXT) return { program: null, comments: [], problems: [] }
  const tooDeepAt = lineOfDeepTypedCalls(text) ?? lineOfBacktickBeyond(text, MOST_BACKTICKS)
  if (tooDeepAt !== null) {
    const problem = { line: tooDeepAt, message: 'Nested too deeply to be read' }
    return { program: null, comments: [], problems: [problem] }
  }
  const plugins: ParserPlugin[] = ['decorators']
  if (typescript) plugins.push(['typescript', { dts: ambient }])
  if (jsx) plugins.push('jsx')
  // A broken text gives an error at every character, and each would carry its stack.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const options = { sourceType: isModule ? 'module' : 'script', attachComment: false, plugins } as const
    if (text.length > LONGEST_RECOVERED_TEXT) parseStrictly(text, options)
    const file = parse(text, { ...options, errorRecovery: true })
    const program: unknown = file.program
    return {
      program: isNode(program) ? program : null,
      // Where the parser backed out of an attempt, its list has holes.
      comments: (file.comments ?? [])
        .filter((comment) => comment !== undefined)
        .map((comment) => ({
          text: comment.value,
          line: comment.loc?.start.line ?? 1,
          isBlock: comment.type === 'CommentBlock',
        })),
      problems: ((file.errors ?? []) as RecoveredError[])
        .filter(stopsBundlers)
        .slice(0, MOST_PROBLEMS)
        .map(toProblem),
    }
  } catch (error) {
    // The parser throws where it cannot recover, and a RangeError where nesting exhausts its stack.
    return { program: null, comments: [], problems: [toProblem(error as RecoveredError)] }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Stops at the first error that stops bundlers; throws it. */
function parseStrictly(text: string, options: ParserOptions): void {
  try {
    parse(text, options)
  } catch (error) {
    if (!(error instanceof SyntaxError) || stopsBundlers(error)) throw error
  }
}

function stopsBundlers(error: RecoveredError): boolean {
  return error.syntaxPlugin !== 'typescript' && !TOLERATED_REASONS.has(error.reasonCode ?? '')
}

function toProblem(error: RecoveredError): SyntaxProblem {
  return { line: error.loc?.line ?? 1, message: error.message.replace(/ \(\d+:\d+\)$/, '') }
}

/** Line where parentheses opened by `>(` nest too deeply, or null. Reads characters only; strings count too. */
function lineOfDeepTypedCalls(text: string): number | null {
  if (!text.includes('>(')) return null
  const opened: boolean[] = []
  let typedCalls = 0
  let line = 1
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === NEWLINE) line++
    else if (code === OPENING_PARENTHESIS) {
      const typed = text.charCodeAt(index - 1) === GREATER_THAN && text.charCodeAt(index - 2) !== EQUALS
      opened.push(typed)
      if (typed && ++typedCalls > DEEPEST_TYPED_CALLS) return line
    } else if (code === CLOSING_PARENTHESIS && opened.pop() === true) typedCalls--
  }
  return null
}

/** Line of the first back-tick beyond the most that are read, or null. */
function lineOfBacktickBeyond(text: string, most: number): number | null {
  let count = 0
  for (let at = text.indexOf('`'); at !== -1; at = text.indexOf('`', at + 1)) {
    count += 1
    if (count > most) return text.slice(0, at).split('\n').length
  }
  return null
}

const NEWLINE = 10
const OPENING_PARENTHESIS = 40
const CLOSING_PARENTHESIS = 41
const EQUALS = 61
const GREATER_THAN = 62
