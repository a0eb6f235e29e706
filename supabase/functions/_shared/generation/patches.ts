/**
 * Applies what a model wrote as a change instead of a file: unified diffs, SEARCH/REPLACE blocks and the apply-patch
 * form. A change applies only where its old lines stand in the file exactly once; anything else is refused.
 */

interface Change {
  before: string[]
  after: string[]
}

export type PatchResult = { ok: true; content: string } | { ok: false; reason: string }

const UNIFIED_HEAD = /^(?:diff --git |--- \S|Index: |@@(?: |$))/
const SEARCH_HEAD = /^<{5,9} ?(?:SEARCH|ORIGINAL)\b/
const CONFLICT_HEAD = /^<{7} /
const APPLY_PATCH_HEAD = /^\*\*\* (?:Begin Patch|Update File:)/

/** Whether a text begins as a change to a file rather than as a file. */
export function isPatch(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== '') ?? ''
  if (SEARCH_HEAD.test(first) || APPLY_PATCH_HEAD.test(first) || CONFLICT_HEAD.test(first)) return true
  return UNIFIED_HEAD.test(first) && lines.some((line) => /^@@(?: |$)/.test(line))
}

/** The path that a patch names itself; `undefined` where it names none. */
export function pathInPatch(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const path = /^(?:\+\+\+ (?:b\/)?|\*\*\* Update File: )(\S.*?)\s*$/.exec(line)?.[1]
    if (path !== undefined && path !== '/dev/null') return path.replace(/\t.*$/, '')
  }
  return undefined
}

/** Applies a patch to the file's present content. */
export function applyPatch(content: string, lines: readonly string[]): PatchResult {
  const changes = lines.some((line) => SEARCH_HEAD.test(line))
    ? searchReplaceChanges(lines)
    : unifiedChanges(lines)
  if (changes === undefined || changes.length === 0)
    return { ok: false, reason: 'holds a patch that cannot be read' }
  const endsWithNewline = content.endsWith('\n')
  let current = (endsWithNewline ? content.slice(0, -1) : content).split('\n')
  for (const { before, after } of changes) {
    const places = placesOf(before, current)
    const [place] = places
    if (places.length !== 1 || place === undefined)
      return {
        ok: false,
        reason: `holds a patch whose old lines stand ${places.length === 0 ? 'nowhere' : 'more than once'} in the file`,
      }
    current = [...current.slice(0, place), ...after, ...current.slice(place + before.length)]
  }
  return { ok: true, content: `${current.join('\n')}\n` }
}

/** At most two of the places where `wanted` stands in `lines`; none for a change that names no old line. */
function placesOf(wanted: readonly string[], lines: readonly string[]): number[] {
  const places: number[] = []
  if (wanted.length === 0) return places
  for (let start = 0; start + wanted.length <= lines.length && places.length < 2; start += 1) {
    let index = 0
    while (index < wanted.length && lines[start + index] === wanted[index]) index += 1
    if (index === wanted.length) places.push(start)
  }
  return places
}

function searchReplaceChanges(lines: readonly string[]): Change[] | undefined {
  const changes: Change[] = []
  let change: Change | undefined
  let part: keyof Change = 'before'
  for (const line of lines) {
    if (SEARCH_HEAD.test(line)) {
      if (change) return undefined
      change = { before: [], after: [] }
      part = 'before'
    } else if (change && /^={5,9}$/.test(line.trim())) part = 'after'
    else if (change && /^>{5,9} ?(?:REPLACE|UPDATED)?\b/.test(line)) {
      changes.push(change)
      change = undefined
    } else change?.[part].push(line)
  }
  return change ? undefined : changes
}

/** Hunks of a unified diff; without any `@@` the whole text is one. A line of no known kind makes it unreadable. */
function unifiedChanges(lines: readonly string[]): Change[] | undefined {
  const changes: Change[] = []
  let change: Change = { before: [], after: [] }
  const finish = () => {
    if (change.before.length + change.after.length > 0) changes.push(change)
    change = { before: [], after: [] }
  }
  let inHunk = !lines.some((line) => /^@@/.test(line))
  for (const [index, line] of lines.entries()) {
    if (/^@@/.test(line)) {
      finish()
      inHunk = true
    } else if (!inHunk || /^(?:diff --git |index [0-9a-f]|--- |\+\+\+ |\\ No newline|\*\*\* )/.test(line))
      continue
    else if (line.startsWith('-')) change.before.push(line.slice(1))
    else if (line.startsWith('+')) change.after.push(line.slice(1))
    else if (line.startsWith(' ') || line === '') {
      // A blank line at the very end separates the patch from what follows.
      if (line === '' && index === lines.length - 1) continue
      change.before.push(line.slice(1))
      change.after.push(line.slice(1))
    } else return undefined
  }
  finish()
  return changes
}
