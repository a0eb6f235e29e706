/** Requests that come with a list of tools: how many calls they ask for, and whether any tool fits. */
import { plainText } from './readRequest.ts'

export interface OfferedTools {
  count: number
  /** 0..1: how much of what the request says the best tool has in its name and description. */
  fit: number
  /** Roughly how many things are asked for at once; 1 and more. */
  parts: number
  /** How much the request names that a call could be given: numbers, names, quoted texts. */
  values: number
}

/** "Functions:" alone is more often a list of what is to be written. */
const LIST =
  /(?:^|\n)[ \t]*(?:\[?(?:available )?tools\]?|\[(?:available )?functions\]|available functions)[ \t]*:?/i
const TOOL = /(?:^|[;\n])[ \t]*(?:[-*][ \t]*)?([\p{L}_][\p{L}\p{N}_.-]{0,80})[ \t]*:([^;\n]*)/gu
const MAX_CHARACTERS = 3_000
const STEM_LENGTH = 5
/** Each tool more that the request has a word of says that another call is asked for. */
const PARTS_FOR_EACH_CALLED = 0.6
/** Where it has a word of one tool alone, its joints are within what that one is given. */
const SHARE_FOR_ONE_CALLED = 0.5

/** Verbs nearly every tool's name begins with. */
const GENERIC = new Set(
  'calcu get find compu deter gener predi retri fetch check searc creat analy estim info infor detai data by based speci given'.split(
    ' ',
  ),
)
/** Words by which one request asks for several things. */
const SEVERAL =
  /\b(?:respectively|also|both|then|each|as well as|same|second|another|following|und auch|sowie|jeweils|ainsi que|aussi|tambien|tambem|anche|inoltre|также|затем)\b|以及|并且|还有|それぞれ|また|그리고|또한/g
const AND = /\b(?:and|und|et|y|e|и)\b|和|と/g
const LIKE_AND =
  /(?:\p{Lu}[\p{L}\p{N}.']{1,40}|\d[\d.,%]{0,20}|'[^']{0,60}'|"[^"]{0,60}") ?,?\s(?:and|und|et|y|e|и)\s(?:\p{Ll}{1,30} ){0,2}(?:\p{Lu}|\d|'|")/gu
const SENTENCE_END = /\?|[.!](?=\s+\p{Lu})/gu

/** `null` where the request offers no tools. */
export function readOfferedTools(request: string): OfferedTools | null {
  const text = request.slice(0, MAX_CHARACTERS)
  const list = LIST.exec(text)
  if (list === null) return null
  const asked = text.slice(0, list.index)
  const wanted = stems(asked)
  const tools = Array.from(
    text.slice(list.index + list[0].length).matchAll(TOOL),
    ([, name = '', description = '']) => ({ named: stems(name), described: stems(description) }),
  )
  const fit = tools.reduce((best, tool) => Math.max(best, fitOf(tool, wanted)), 0)
  const called = tools.filter((tool) => isCalledFor(tool, tools, wanted)).length
  const joints = countParts(asked)
  return {
    count: tools.length,
    fit,
    parts: partsOf(joints, tools.length, called),
    values: countValues(asked),
  }
}

function partsOf(joints: number, offered: number, called: number): number {
  if (called > 1) return Math.max(called, joints + PARTS_FOR_EACH_CALLED * (called - 1))
  return called === 1 && offered > 1 ? Math.max(1, joints * SHARE_FOR_ONE_CALLED) : joints
}

interface ToolStems {
  named: ReadonlySet<string>
  described: ReadonlySet<string>
}

function fitOf({ named, described }: ToolStems, wanted: ReadonlySet<string>): number {
  const byName = named.size === 0 ? 0 : shared(named, wanted) / named.size
  const byDescription =
    described.size === 0 ? 0 : shared(described, wanted) / Math.max(3, Math.min(described.size, wanted.size))
  return 0.55 * byName + 0.45 * Math.min(1, byDescription)
}

/** Whether the request has a word that this tool has in its name and no other tool has at all. */
function isCalledFor(tool: ToolStems, tools: readonly ToolStems[], wanted: ReadonlySet<string>): boolean {
  const others = tools.filter((other) => other !== tool)
  for (const stem of tool.named)
    if (wanted.has(stem) && !others.some(({ named, described }) => named.has(stem) || described.has(stem)))
      return true
  return false
}

/** A number, a name within a sentence, or something quoted. */
const VALUE =
  /\d[\d.,:/-]{0,20}|(?<=[\p{L}\p{N},;:()] )\p{Lu}[\p{L}\p{N}']{0,40}|'[^'\n]{1,60}'|"[^"\n]{1,60}"|「[^」]{1,60}」/gu

function countValues(text: string): number {
  return matches(text, VALUE)
}

/** How many things one request asks for, told from its joints and its length. */
export function countParts(text: string): number {
  const lower = plainText(text)
  const joints =
    0.9 * Math.min(4, matches(lower, AND)) +
    0.4 * Math.min(3, matches(text, LIKE_AND)) +
    1.2 * Math.min(3, matches(lower, SEVERAL)) +
    0.6 * Math.min(3, Math.max(0, matches(text, SENTENCE_END) - 1)) +
    0.75 * Math.min(5, text.length / 100)
  return Math.max(1, joints)
}

function matches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function stems(text: string): Set<string> {
  const words = plainText(text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')).match(/\p{L}{3,}/gu) ?? []
  return new Set(words.map((word) => word.slice(0, STEM_LENGTH)).filter((stem) => !GENERIC.has(stem)))
}

function shared(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let count = 0
  for (const stem of left) if (right.has(stem)) count += 1
  return count
}
