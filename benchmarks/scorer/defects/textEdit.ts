/** Edits of a text by offset, applied from the end so that earlier offsets stay true. */
import type { Node } from '@babel/types'
import { endOf, startOf } from './syntaxTree.ts'

export interface TextEdit {
  start: number
  end: number
  text: string
}

/** @throws where two edits overlap: the result would depend on their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((first, second) => second.start - first.start || second.end - first.end)
  let result = text
  let previousStart = Number.POSITIVE_INFINITY
  for (const edit of ordered) {
    if (edit.end > previousStart) throw new Error(`Edits overlap at offset ${edit.end}`)
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end)
    previousStart = edit.start
  }
  return result
}

export function replaceNode(node: Node, text: string): TextEdit {
  return { start: startOf(node), end: endOf(node), text }
}

/** Removes a node with the blanks before it, and its whole line where nothing else stands on it. */
export function removeNode(source: string, node: Node): TextEdit {
  return removeRange(source, startOf(node), endOf(node))
}

export function removeRange(source: string, start: number, end: number): TextEdit {
  let from = start
  while (from > 0 && (source[from - 1] === ' ' || source[from - 1] === '\t')) from--
  let to = end
  if (source[to] === ';' || source[to] === ',') to++
  const startsLine = from === 0 || source[from - 1] === '\n'
  if (startsLine && source[to] === '\n') to++
  return { start: startsLine && source[to - 1] !== '\n' ? start : from, end: to, text: '' }
}

/** Leaves out the edits that lie inside another one. */
export function outermost(edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter(
    (edit) => !edits.some((other) => other !== edit && other.start <= edit.start && other.end >= edit.end),
  )
}
