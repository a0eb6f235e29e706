/** Code fences by CommonMark 0.31 §4.5, and where the block of a file ends whose content has fences of its own. */

export interface Fence {
  /** Characters before the marker. */
  indent: number
  /** The fence itself: three or more backticks or tildes. */
  marker: string
  /** What follows the marker, trimmed; empty for a fence that may close. */
  info: string
}

/** A longer line is no fence; endless lines stay cheap. */
const MAX_FENCE_LINE_LENGTH = 1_000
const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/
const FENCE_IN_LIST_ITEM = /^(\s*(?:[-*+]|\d{1,3}[.)])\s+)(`{3,}|~{3,})(.*)$/

/** Reads a line as a fence; `undefined` where it is none. */
export function readFence(line: string): Fence | undefined {
  return toFence(line, FENCE)
}

/** Reads a line that opens a block, behind the marker of a list item as well. */
export function readOpeningFence(line: string): Fence | undefined {
  return toFence(line, FENCE) ?? toFence(line, FENCE_IN_LIST_ITEM)
}

function toFence(line: string, form: RegExp): Fence | undefined {
  if (line.length > MAX_FENCE_LINE_LENGTH) return undefined
  const [, before, marker, after] = form.exec(line) ?? []
  if (before === undefined || marker === undefined || after === undefined) return undefined
  // "```npm i```" is inline code.
  if (marker.startsWith('`') && after.includes('`')) return undefined
  return { indent: before.length, marker, info: after.trim() }
}

/** Whether a fence is of the kind and length that could close the block which `opening` opened. */
function matches(opening: Fence, fence: Fence): boolean {
  return (
    fence.marker[0] === opening.marker[0] &&
    fence.marker.length >= opening.marker.length &&
    fence.indent <= opening.indent + 3
  )
}

/** The first line that closes a block, by CommonMark; `undefined` where the text ends first. */
export function endOfBlock(lines: readonly string[], start: number, opening: Fence): number | undefined {
  for (let index = start + 1; index < lines.length; index += 1) {
    const fence = readFence(lines[index] ?? '')
    if (fence && fence.info === '' && matches(opening, fence)) return index
  }
  return undefined
}

export type FileEnd =
  | { found: true; index: number }
  | { found: false; why: 'cut off' | 'not closed' | 'unclear' }

/**
 * The end of a code file's block: the first fence that closes it and stands in no open literal. A fence with an info
 * string outside a literal shows that the file before it was never closed.
 */
export function endOfCodeFile(
  lines: readonly string[],
  start: number,
  opening: Fence,
  path: string,
): FileEnd {
  const isInLiteral = literalCounter(path)
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const fence = readFence(line)
    if (fence && matches(opening, fence)) {
      if (!isInLiteral('')) {
        if (fence.info === '') return { found: true, index }
        return { found: false, why: 'not closed' }
      }
      continue
    }
    isInLiteral(line)
  }
  return { found: false, why: 'cut off' }
}

/** Takes the lines of a file one after another and says whether a multi-line string is open behind them. */
function literalCounter(path: string): (line: string) => boolean {
  const delimiter = /\.pyw?$/.test(path)
    ? /"""|'''/g
    : /\.[cm]?[jt]sx?$|\.(?:vue|svelte|astro)$/.test(path)
      ? /(?<!\\)`/g
      : null
  let isOpen = false
  return (line) => {
    if (delimiter !== null && (line.match(delimiter)?.length ?? 0) % 2 === 1) isOpen = !isOpen
    return isOpen
  }
}

/** Indices of the end of the file in each reading that is in this state. */
interface Readings {
  outside: ReadonlySet<number>
  unnamedBlock: ReadonlySet<number>
  inFile: boolean
  inBlockOfFile: boolean
}

const NONE: ReadonlySet<number> = new Set()

/**
 * The end of a file in Markdown or plain text, which may hold blocks of its own.
 *
 * Every way to read the fences is followed at once, as states of an automaton: outside, in an unnamed block, in the
 * file, in a block of the file. The end is known where all readings that come out agree. Where they do not, fences are
 * read by the lines around them as well: one behind a blank line or a colon opens, one before a blank line closes.
 *
 * @param limit index of the line where the next file begins, or the number of lines.
 */
export function endOfProseFile(
  lines: readonly string[],
  start: number,
  opening: Fence,
  limit: number,
): FileEnd {
  const fences: { index: number; hasInfo: boolean }[] = []
  for (let index = start + 1; index < limit; index += 1) {
    const fence = readFence(lines[index] ?? '')
    if (fence && matches(opening, fence)) fences.push({ index, hasInfo: fence.info !== '' })
  }
  const ends = readFences(lines, fences, false)
  if (ends.size === 0) return { found: false, why: fences.length === 0 ? 'cut off' : 'unclear' }
  const decided = ends.size === 1 ? ends : readFences(lines, fences, true)
  const [index] = decided
  return decided.size === 1 && index !== undefined ? { found: true, index } : { found: false, why: 'unclear' }
}

function readFences(
  lines: readonly string[],
  fences: readonly { index: number; hasInfo: boolean }[],
  byNeighbours: boolean,
): ReadonlySet<number> {
  let now: Readings = { outside: NONE, unnamedBlock: NONE, inFile: true, inBlockOfFile: false }
  for (const { index, hasInfo } of fences) {
    if (hasInfo) {
      now = {
        outside: NONE,
        unnamedBlock: joined(now.outside, now.unnamedBlock),
        inFile: false,
        inBlockOfFile: now.inFile || now.inBlockOfFile,
      }
      continue
    }
    const role = byNeighbours ? roleOf(lines, index) : 'unknown'
    const mayClose = role !== 'opens'
    const mayOpen = role !== 'closes'
    now = {
      outside: mayClose ? joined(now.unnamedBlock, now.inFile ? new Set([index]) : NONE) : NONE,
      unnamedBlock: mayOpen ? now.outside : NONE,
      inFile: mayClose && now.inBlockOfFile,
      inBlockOfFile: mayOpen && now.inFile,
    }
  }
  return now.outside
}

/** Both sets in one, of two ends at the most: more than one end says all there is to say, and copies stay cheap. */
function joined(first: ReadonlySet<number>, second: ReadonlySet<number>): ReadonlySet<number> {
  return first.size === 0 ? second : new Set([...first, ...second].slice(0, 2))
}

function roleOf(lines: readonly string[], index: number): 'opens' | 'closes' | 'unknown' {
  const before = lines[index - 1]?.trimEnd() ?? ''
  const after = lines[index + 1]?.trimEnd() ?? ''
  const announced = before === '' || /[:：]$/.test(before)
  if (announced && after !== '') return 'opens'
  return !announced && after === '' ? 'closes' : 'unknown'
}
