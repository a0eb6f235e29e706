/**
 * Reads a project out of a model's text while it streams in.
 *
 * Whichever of these forms comes, asked for or not: `<file path="…">` tags; fenced blocks with the path in the info
 * string, in a heading just above, or in a first-line comment; a JSON object `{ message, files }`.
 * A file is handed on as soon as its end has arrived. An answer that stops inside a file is no project at all.
 *
 *     const reader = createProjectReader({ onFile: (file) => console.log(file.path) })
 *     reader.push('<file path="a.txt">\nhello\n</file>\n')
 *     reader.end() // { ok: true, files: { 'a.txt': 'hello\n' }, removed: [], message: '' }
 */
import {
  languageOfInfoString,
  pathInComment,
  pathInHeading,
  pathInInfoString,
  takesNameFromHeading,
} from './pathMention.ts'
import { checkProjectPath } from './projectPath.ts'
import { readStructuredProject } from './structuredProject.ts'

export const MAX_FILES = 200
const MAX_PROJECT_BYTES = 2 * 1024 * 1024

export interface ProjectFile {
  path: string
  content: string
}

export type ProjectReading =
  | { ok: true; files: Record<string, string>; removed: string[]; message: string }
  /** `reason` says what made the answer unusable; fit for a caller's eyes. */
  | { ok: false; reason: string }

export interface ProjectReader {
  /** Takes the next piece of text, cut anywhere. */
  push(text: string): void
  /** Says that the text is complete, and gives the project. Call once. */
  end(): ProjectReading
}

type State =
  | { at: 'prose' }
  | { at: 'tag'; path: string; lines: string[] }
  | { at: 'fence'; marker: string; info: string; path: string | undefined; lines: string[]; nested: boolean }

const OPENING_TAG = /^\s*<file\b[^>]*?\b(?:path|name|filename)\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*?(\/?)>/i
const REMOVAL_TAG = /^\s*<(?:deleted?|removed?)(?:-file)?\b[^>]*?\bpath\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>/i
/** At a line's end, or before the next file on the same line: the tag may also be written about inside a file. */
const CLOSING_TAG = /<\/file>[ \t]*(?=$|<file\s)/i
/** Tags and fences stand at a line's beginning; looking no further keeps endless lines cheap. */
const HEAD_CHARACTERS = 1_000
const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*(.*?)\s*$/
const CDATA_START = /^\s*<!\[CDATA\[/
const CDATA_END = /\]\]>\s*$/

/** Makes a reader for one answer. Errors of the text are returned by `end`, never thrown. */
export function createProjectReader(options: { onFile?: (file: ProjectFile) => void } = {}): ProjectReader {
  const files = new Map<string, string>()
  const removed = new Set<string>()
  const prose: string[] = []
  let state: State = { at: 'prose' }
  let pendingLine = ''
  let projectBytes = 0
  let refusal: string | undefined
  /** The whole text, for an answer that turns out to be JSON. */
  const pieces: string[] = []

  function refuse(reason: string): void {
    refusal ??= reason
  }

  function addFile(rawPath: string, content: string): void {
    const checked = checkProjectPath(rawPath)
    if (!checked.ok) return refuse(checked.reason)
    if (files.has(checked.path)) return refuse(`path ${JSON.stringify(checked.path)} appears twice`)
    if (files.size === MAX_FILES) return refuse(`more than ${MAX_FILES} files`)
    projectBytes += new TextEncoder().encode(content).length
    if (projectBytes > MAX_PROJECT_BYTES) return refuse('more than 2 MiB of files')
    files.set(checked.path, content)
    if (refusal === undefined) options.onFile?.({ path: checked.path, content })
  }

  function removeFile(rawPath: string): void {
    const checked = checkProjectPath(rawPath)
    if (checked.ok) removed.add(checked.path)
    else refuse(checked.reason)
  }

  function readProse(line: string): void {
    const head = line.slice(0, HEAD_CHARACTERS)
    const removal = REMOVAL_TAG.exec(head)
    if (removal) return removeFile(removal[1] ?? removal[2] ?? '')
    const opening = OPENING_TAG.exec(head)
    if (opening) {
      const path = opening[1] ?? opening[2] ?? ''
      if (opening[3] === '/') return addFile(path, '')
      state = { at: 'tag', path, lines: [] }
      const rest = line.slice(opening[0].length)
      if (rest.trim() !== '') readTag(state, rest)
      return
    }
    const fence = line.length > HEAD_CHARACTERS ? null : FENCE.exec(line)
    // The end of a file that did not begin: some of it was taken for another's end, and lost.
    if (/^\s*<\/file>/i.test(head)) refuse('a file ends that never began')
    if (
      fence?.[1] === undefined ||
      fence[2] === undefined ||
      (fence[1].startsWith('`') && fence[2].includes('`'))
    ) {
      prose.push(line)
      return
    }
    const info = fence[2]
    state = {
      at: 'fence',
      marker: fence[1],
      info,
      path: pathInInfoString(info) ?? headingPath(info),
      lines: [],
      nested: false,
    }
  }

  /** The title just above a fence, blank lines between them allowed; it stops being part of the message. */
  function headingPath(info: string): string | undefined {
    let index = prose.length - 1
    while (index >= 0 && prose[index]?.trim() === '') index--
    const path = pathInHeading(prose[index] ?? '')
    if (path === undefined || !takesNameFromHeading(languageOfInfoString(info), path)) return undefined
    prose.length = index
    return path
  }

  function readTag(tag: Extract<State, { at: 'tag' }>, line: string): void {
    const closing = CLOSING_TAG.exec(line)
    if (!closing) {
      tag.lines.push(line)
      return
    }
    const last = line.slice(0, closing.index)
    if (last.trim() !== '') tag.lines.push(last)
    addFile(tag.path, contentOfTag(tag.lines))
    state = { at: 'prose' }
    const rest = line.slice(closing.index + closing[0].length)
    if (rest !== '') readProse(rest)
  }

  function readFence(fence: Extract<State, { at: 'fence' }>, line: string): void {
    const match = line.length > HEAD_CHARACTERS ? null : FENCE.exec(line)
    const closes =
      match?.[1] !== undefined && match[1][0] === fence.marker[0] && match[1].length >= fence.marker.length
    if (!closes) {
      if (fence.lines.length === 0 && fence.path === undefined) {
        const path = pathInComment(line)
        // A comment on a line of its own is dropped with its name: JSON, for one, would not survive it.
        if (path !== undefined) {
          fence.path = path
          return
        }
      }
      fence.lines.push(line)
      return
    }
    if (match[2] !== '') {
      // A fence that opens inside a Markdown file is part of it; anywhere else the file before it was never closed.
      if (/\.(?:md|mdx|markdown)$/i.test(fence.path ?? '')) fence.nested = true
      else if (fence.path !== undefined && pathInInfoString(match[2] ?? '') !== undefined)
        refuse(`file ${JSON.stringify(fence.path)} is not closed`)
      fence.lines.push(line)
      return
    }
    if (fence.nested) {
      fence.nested = false
      fence.lines.push(line)
      return
    }
    if (fence.path !== undefined) addFile(fence.path, joinLines(fence.lines))
    else prose.push(`${fence.marker}${fence.info}`, ...fence.lines, line)
    state = { at: 'prose' }
  }

  function readLine(line: string): void {
    if (state.at === 'prose') readProse(line)
    else if (state.at === 'tag') readTag(state, line)
    else readFence(state, line)
  }

  return {
    push(text) {
      pieces.push(text)
      pendingLine += text
      let newline = pendingLine.indexOf('\n')
      let start = 0
      while (newline !== -1) {
        readLine(pendingLine.slice(start, newline).replace(/\r$/, ''))
        start = newline + 1
        newline = pendingLine.indexOf('\n', start)
      }
      pendingLine = pendingLine.slice(start)
    },
    end() {
      if (pendingLine !== '') readLine(pendingLine.replace(/\r$/, ''))
      if (files.size === 0) {
        const structured = readStructuredProject(pieces.join(''))
        if (structured?.ok === false) return structured
        if (structured?.ok === true) {
          for (const file of structured.files) addFile(file.path, file.content)
          for (const path of structured.removed) removeFile(path)
          if (refusal !== undefined) return { ok: false, reason: refusal }
          return finish(structured.message)
        }
      }
      if (refusal !== undefined) return { ok: false, reason: refusal }
      if (state.at === 'tag' || (state.at === 'fence' && state.path !== undefined)) {
        return { ok: false, reason: `the answer is cut off inside ${JSON.stringify(state.path)}` }
      }
      if (state.at === 'fence') return { ok: false, reason: 'the answer is cut off inside a code block' }
      return finish(prose.join('\n').trim())
    },
  }

  function finish(message: string): ProjectReading {
    if (files.size === 0 && removed.size === 0) return { ok: false, reason: 'the answer contains no files' }
    // fromEntries defines own properties, so that a file called `__proto__` stays a file.
    return { ok: true, files: Object.fromEntries(files), removed: [...removed], message }
  }
}

/** Reads a project from a whole text; see {@link createProjectReader}. */
export function readProject(text: string): ProjectReading {
  const reader = createProjectReader()
  reader.push(text)
  return reader.end()
}

/** A tag's content without the fence or CDATA some models wrap it in. */
function contentOfTag(lines: string[]): string {
  let start = 0
  let end = lines.length
  while (start < end && lines[start]?.trim() === '') start++
  while (end > start && lines[end - 1]?.trim() === '') end--
  const first = lines[start] ?? ''
  const last = lines[end - 1] ?? ''
  if (end - start >= 2 && /^\s*```[\w+-]*\s*$/.test(first) && /^\s*```\s*$/.test(last)) {
    return joinLines(lines.slice(start + 1, end - 1))
  }
  if (CDATA_START.test(first) && CDATA_END.test(last)) {
    const inner = [...lines.slice(start, end)]
    inner[0] = (inner[0] ?? '').replace(CDATA_START, '')
    inner[inner.length - 1] = (inner.at(-1) ?? '').replace(CDATA_END, '')
    return joinLines(inner.filter((line, index) => line !== '' || (index > 0 && index < inner.length - 1)))
  }
  return joinLines(lines.slice(start, end))
}

/** Lines as a text file: one newline at the end, none for an empty file. */
function joinLines(lines: string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}
