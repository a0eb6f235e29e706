/**
 * Parts a model's answer from the reasoning that some models write into it, between `<think>`, `<thinking>`,
 * `<thought>` or `<reasoning>` and the matching end. Reasoning is no answer: it reaches no file, message or event.
 */

const NAMES = 'think|thinking|thought|reasoning'
const OPENING = new RegExp(`^\\s*<(${NAMES})(?:\\s[^>]*)?>`, 'i')
const CLOSING_AT_END = new RegExp(`</(${NAMES})\\s*>\\s*$`, 'i')
const FENCE = /^\s*(`{3,}|~{3,})/
const FILE_TAG = /<(\/?)(?:file|boltaction|dyad-write|lov-write|content)\b/gi

/** No tag is longer; what is held back while an answer streams stays as short. */
const MAX_HELD_CHARACTERS = 200

export interface SeparatedText {
  text: string
  reasoning: string
}

/**
 * Reads a whole answer, linear in its length. A block counts where it begins a line outside files and code blocks. Some
 * chat templates write the opening tag into the prompt: an end without a beginning, outside a file, closes reasoning
 * that began with the answer. Reasoning that never ends leaves no text.
 */
export function separateReasoning(answer: string): SeparatedText {
  if (!new RegExp(`</?(?:${NAMES})\\b`, 'i').test(answer)) return { text: answer, reasoning: '' }
  const kept: string[] = []
  const reasoning: string[] = []
  let openTag: string | undefined
  let openFiles = 0
  let fence: string | undefined
  for (const line of answer.split('\n')) {
    if (openTag !== undefined) {
      const end = line.toLowerCase().indexOf(`</${openTag}`)
      if (end < 0) {
        reasoning.push(line)
        continue
      }
      reasoning.push(line.slice(0, end))
      openTag = undefined
      const rest = line.slice(end).replace(/^<\/[^>]*>/, '')
      if (rest.trim() !== '') kept.push(rest)
      continue
    }
    const opening = fence === undefined && openFiles === 0 ? OPENING.exec(line) : null
    if (opening) {
      const rest = line.slice(opening[0].length)
      const name = (opening[1] ?? '').toLowerCase()
      const end = rest.toLowerCase().indexOf(`</${name}`)
      if (end < 0) {
        openTag = name
        reasoning.push(rest)
      } else {
        reasoning.push(rest.slice(0, end))
        const after = rest.slice(end).replace(/^<\/[^>]*>/, '')
        if (after.trim() !== '') kept.push(after)
      }
      continue
    }
    const closing = openFiles === 0 && fence === undefined ? CLOSING_AT_END.exec(line) : null
    if (closing && !line.slice(0, closing.index).includes('`')) {
      for (const earlier of kept) reasoning.push(earlier)
      reasoning.push(line.slice(0, closing.index))
      kept.length = 0
      fence = undefined
      continue
    }
    const marker = FENCE.exec(line)?.[1]
    if (marker !== undefined && openFiles === 0) {
      if (fence === undefined) fence = marker
      else if (marker.startsWith(fence)) fence = undefined
    }
    for (const [, slash] of line.matchAll(FILE_TAG))
      openFiles = Math.max(0, openFiles + (slash === '/' ? -1 : 1))
    kept.push(line)
  }
  return { text: kept.join('\n').replace(/^\s*\n/, ''), reasoning: reasoning.join('\n') }
}

export interface ReasoningFilter {
  /** Takes the next piece of an answer and gives what of it is text already, for display while it streams. */
  push(delta: string): string
}

/**
 * For progress while an answer streams: holds back a block of reasoning that the answer begins with. What the answer
 * is in the end, {@link separateReasoning} decides on the whole.
 */
export function createReasoningFilter(): ReasoningFilter {
  let state:
    | { at: 'start'; held: string }
    | { at: 'reasoning'; closing: string; tail: string }
    | { at: 'text' } = {
    at: 'start',
    held: '',
  }
  const push = (delta: string): string => {
    if (state.at === 'text') return delta
    if (state.at === 'start') {
      const held = state.held + delta
      const opening = OPENING.exec(held)
      if (opening) {
        state = { at: 'reasoning', closing: `</${(opening[1] ?? '').toLowerCase()}`, tail: '' }
        return push(held.slice(opening[0].length))
      }
      // As long as the text could still become an opening tag it is held back.
      if (held.length <= MAX_HELD_CHARACTERS && /^\s*(?:<[a-z]{0,9}(?:\s[^>]*)?)?$/i.test(held)) {
        state = { at: 'start', held }
        return ''
      }
      state = { at: 'text' }
      return held
    }
    // A piece may end inside the closing tag, so the end of what came before is searched again.
    const searched = state.tail + delta
    const end = searched.toLowerCase().indexOf(state.closing)
    const after = end < 0 ? -1 : searched.indexOf('>', end)
    if (after < 0) {
      state = { ...state, tail: searched.slice(-MAX_HELD_CHARACTERS) }
      return ''
    }
    state = { at: 'text' }
    return searched.slice(after + 1)
  }
  return { push }
}
