/**
 * Reads a project out of a model's answer: files in tags, in fenced blocks that name their file, or in JSON, whichever
 * of these forms the model chose. One answer has one form: beside files in tags, a block that only a title or a comment
 * names is prose.
 *
 * While the answer streams, complete files are announced as progress. The whole answer, read once more at its end,
 * decides. Where it is in doubt what was meant, the answer is refused with the reason: no file is lost, cut or
 * overwritten in silence.
 *
 *     readProject('<file path="a.txt">\nhello\n</file>\n')
 *     // { ok: true, files: { 'a.txt': 'hello\n' }, removed: [], message: '' }
 */
import {
  endOfBlock,
  endOfCodeFile,
  endOfProseFile,
  type Fence,
  readFence,
  readOpeningFence,
} from './codeFences.ts'
import { isMarkdownPath, isProsePath } from './fileNames.ts'
import { type OpeningTag, readClosingTag, readOpeningTag, removedPath } from './fileTags.ts'
import {
  fitsBlock,
  languageOfInfoString,
  pathInFirstComment,
  pathInInfoString,
  pathInTitle,
} from './fileTitle.ts'
import { applyPatch, isPatch, pathInPatch } from './patches.ts'
import { checkAnsweredPath } from './projectPath.ts'
import { beginsAsJsonProject, readStructuredProject } from './structuredProject.ts'

export const MAX_FILES = 200
/** Versions of files that one answer may give; a model that repeats itself without end is stopped here. */
const MAX_VERSIONS = 1_000
const MAX_PROJECT_BYTES = 2 * 1024 * 1024

export type ProjectReading =
  | { ok: true; files: Record<string, string>; removed: string[]; message: string }
  /** `reason` says what made the answer unusable; fit for a caller's eyes. */
  | { ok: false; reason: string }

/**
 * Watches an answer while it streams and calls `onFile` once for each file whose text is complete as far as the stream
 * shows. Its state is of constant size but for the paths; what the answer holds, {@link readProject} decides at the end.
 *
 * @param existing files that the project has already: roots are told from folders by them.
 * @returns takes the next piece of text, cut anywhere.
 */
export function createFileAnnouncer(
  existing: Readonly<Record<string, string>>,
  onFile: (path: string) => void,
): (text: string) => void {
  const folders = projectFolders(Object.keys(existing))
  const project = {
    has: (path: string) => Object.hasOwn(existing, path),
    hasFolder: (name: string) => folders.has(name),
  }
  const announced = new Set<string>()
  let pending = ''
  let title = ''
  let open: { path: string; tag?: string; fence?: Fence } | undefined
  const finish = () => {
    const checked = open && checkAnsweredPath(open.path, project)
    if (checked?.ok && !announced.has(checked.path)) {
      announced.add(checked.path)
      onFile(checked.path)
    }
    open = undefined
  }
  const readLine = (line: string): void => {
    if (open?.tag !== undefined) {
      if (readClosingTag(line, open.tag)) finish()
      return
    }
    const fence = readFence(line)
    if (open?.fence) {
      if (fence?.info === '' && fence.marker.startsWith(open.fence.marker)) finish()
      return
    }
    const tag = readOpeningTag(line)
    if (tag?.path !== undefined) {
      open = { path: tag.path, tag: tag.name }
      if (tag.selfClosing || readClosingTag(tag.after, tag.name)) finish()
    } else if (fence) {
      const path = pathInInfoString(fence.info) ?? pathInTitle(title)
      if (path !== undefined && fitsBlock(languageOfInfoString(fence.info), path)) open = { path, fence }
    } else if (line.trim() !== '') title = line
  }
  return (text: string) => {
    const lines = (pending + text).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) readLine(line.replace(/\r$/, ''))
  }
}

interface FoundFile {
  path: string
  lines: readonly string[]
  isPatch: boolean
}

/** What was found in an answer, in one form. `refusal` is the first reason not to use it. */
interface Findings {
  files: FoundFile[]
  removed: string[]
  prose: string[]
  refusal?: string
}

/**
 * Reads a project from a whole text. Linear in its length; what is wrong with the text is returned, never thrown.
 *
 * @param existing files that the project has already: patches apply to them.
 */
export function readProject(text: string, existing: Readonly<Record<string, string>> = {}): ProjectReading {
  const answer = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  if (beginsAsJsonProject(answer)) {
    const structured = readStructuredProject(answer)
    if (structured) return assemble(structured, existing)
  }
  const lines = answer.split('\n')
  const tagged = readTags([...lines])
  const found =
    tagged.files.length > 0 || tagged.removed.length > 0 || tagged.refusal !== undefined
      ? tagged
      : readBlocks(lines)
  if (found.refusal !== undefined) return { ok: false, reason: found.refusal }
  if (found.files.length === 0 && found.removed.length === 0) {
    const structured = readStructuredProject(answer)
    if (structured) return assemble(structured, existing)
  }
  return assemble(
    {
      ok: true,
      files: found.files.map(({ path, lines: content, isPatch: patched }) => ({
        path,
        content: toText(content),
        ...(patched ? { patch: content } : {}),
      })),
      removed: found.removed,
      message: found.prose.join('\n').trim(),
    },
    existing,
  )
}

function refuseEndlessFiles(found: Findings): void {
  if (found.files.length > MAX_VERSIONS) found.refusal ??= `the answer gives more than ${MAX_VERSIONS} files`
}

/** Adds lines one by one: as arguments of one call, the lines of a long block would exhaust the stack. */
function addProse({ prose }: Findings, lines: readonly string[], first: number, last: number): void {
  for (let index = first; index <= last; index += 1) prose.push(lines[index] ?? '')
}

/** Reads files in tags; text around them is prose, fenced blocks in it included. */
function readTags(lines: string[]): Findings {
  const found: Findings = { files: [], removed: [], prose: [] }
  let proseFence: Fence | undefined
  let index = 0
  while (index < lines.length && found.refusal === undefined) {
    const line = lines[index] ?? ''
    const removal = removedPath(line)
    if (removal !== undefined && proseFence === undefined) {
      found.removed.push(removal)
      index += 1
      continue
    }
    const tag = readOpeningTag(line)
    const named = tag && isFileTag(lines, index, tag)
    if (tag && named) {
      if (tag.prose !== '') found.prose.push(tag.prose)
      index = readTaggedFile(lines, index, tag, found)
      refuseEndlessFiles(found)
      continue
    }
    const fence = readFence(line)
    if (fence) {
      // A file that names itself in the info string of its block may show tags; the other form reads it.
      if (proseFence === undefined) proseFence = fence
      else if (fence.info === '' && fence.marker.startsWith(proseFence.marker)) proseFence = undefined
      if (proseFence !== undefined && proseFence === fence && pathInInfoString(fence.info) !== undefined) {
        const end = endOfBlock(lines, index, fence)
        if (end !== undefined) {
          addProse(found, lines, index, end)
          proseFence = undefined
          index = end + 1
          continue
        }
      }
    }
    // The end of a file that did not begin: some of it was taken for another's end, and lost.
    if (/^\s*<\/file\s*>/i.test(line) && proseFence === undefined)
      found.refusal = 'a file ends that never began'
    if (!/^\s*<\/?(?:files|boltArtifact|lov-code|dyad-code|artifact)\b[^>]*>\s*$/i.test(line))
      found.prose.push(line)
    index += 1
  }
  // Fences that only wrapped the tags say nothing any more.
  if (found.files.length > 0) found.prose = withoutEmptyBlocks(found.prose)
  return found
}

/** A tag with a path, or one whose next lines name it in an element. */
function isFileTag(lines: readonly string[], index: number, tag: OpeningTag): boolean {
  return tag.path !== undefined || pathElement(lines, index, tag) !== undefined
}

const PATH_ELEMENT = /^\s*<(?:path|file_path|filepath|filename|name)>\s*(.*?)\s*<\/\w+>\s*/i
const CONTENT_ELEMENT = /^\s*<(content|contents|file_text|code|text)>/i

/** `<path>a.ts</path>` within the three lines from the tag on. */
function pathElement(
  lines: readonly string[],
  index: number,
  tag: OpeningTag,
): { path: string; next: number; rest: string } | undefined {
  for (let offset = 0; offset < 3; offset += 1) {
    const line = offset === 0 ? tag.after : (lines[index + offset] ?? '')
    const found = PATH_ELEMENT.exec(line)
    if (found?.[1]) return { path: found[1], next: index + offset, rest: line.slice(found[0].length) }
    if (line.trim() !== '') return undefined
  }
  return undefined
}

/** Reads one file from its opening tag on; gives the index of the line to go on with. */
function readTaggedFile(lines: string[], start: number, tag: OpeningTag, found: Findings): number {
  const element = tag.path === undefined ? pathElement(lines, start, tag) : undefined
  const path = tag.path ?? element?.path ?? ''
  if (tag.selfClosing) {
    found.files.push({ path, lines: [], isPatch: false })
    return start + 1
  }
  let name = tag.name
  let first = tag.after
  let index = start
  if (element) {
    index = element.next
    first = element.rest
    while (index < lines.length && first.trim() === '') first = lines[++index] ?? ''
    const content = CONTENT_ELEMENT.exec(first)
    if (content) {
      name = content[1] ?? name
      first = first.slice(content[0].length)
    }
  }
  const content: string[] = []
  let contentFence: Fence | undefined
  for (let at = index, line = first; at < lines.length; at += 1, line = lines[at] ?? '') {
    const fence = isProsePath(path) ? readFence(line) : undefined
    if (fence) {
      if (contentFence === undefined) contentFence = fence.info === '' ? undefined : fence
      else if (fence.info === '' && fence.marker.startsWith(contentFence.marker)) contentFence = undefined
    }
    const closing = readClosingTag(line, name)
    if (closing && !(contentFence !== undefined && closesLater(lines, at, name))) {
      if (closing.before.trim() !== '') content.push(closing.before)
      const dedented = dedent(content, tag.before)
      found.files.push({ path, lines: contentOfTag(dedented, path), isPatch: isPatchFile(path, dedented) })
      if (closing.after !== '' && !/^<\//.test(closing.after)) {
        // Another file begins on the line where this one ended.
        lines[at] = closing.after
        return at
      }
      return element && name !== tag.name ? skipClosing(lines, at + 1, tag.name) : at + 1
    }
    const inner = at === index || contentFence !== undefined ? undefined : readOpeningTag(line)
    if (inner?.path !== undefined && inner.before.trim() === '') {
      if (inner.path === path && content.every((each) => each.trim() === '')) continue
      found.refusal = `file ${JSON.stringify(path)} is not closed before ${JSON.stringify(inner.path)} begins`
      return lines.length
    }
    if (at > index || line.trim() !== '') content.push(line)
  }
  found.refusal = `the answer is cut off inside ${JSON.stringify(path)}`
  return lines.length
}

/** Whether the same tag ends once more further down, outside the block that is open here. */
function closesLater(lines: readonly string[], from: number, name: string): boolean {
  for (let index = from + 1; index < lines.length; index += 1) {
    if (readOpeningTag(lines[index] ?? '')?.path !== undefined) return false
    if (readClosingTag(lines[index] ?? '', name)) return true
  }
  return false
}

function skipClosing(lines: readonly string[], from: number, name: string): number {
  let index = from
  while (index < lines.length && (lines[index] ?? '').trim() === '') index += 1
  return readClosingTag(lines[index] ?? '', name) ? index + 1 : from
}

/** A tag in a list stands indented, and its content with it. */
function dedent(content: readonly string[], before: string): readonly string[] {
  const width = before.length
  if (width === 0) return content
  return content.every((line) => line.trim() === '' || line.slice(0, width).trim() === '')
    ? content.map((line) => line.slice(width))
    : content
}

const CDATA_START = /^\s*<!\[CDATA\[/
const CDATA_END = /\]\]>\s*$/

/** A tag's content without blank lines at its ends, and without the fence or CDATA that some models wrap it in. */
function contentOfTag(lines: readonly string[], path: string): readonly string[] {
  let start = 0
  let end = lines.length
  while (start < end && lines[start]?.trim() === '') start += 1
  while (end > start && lines[end - 1]?.trim() === '') end -= 1
  const inner = lines.slice(start, end)
  const first = readFence(inner[0] ?? '')
  const last = readFence(inner.at(-1) ?? '')
  if (inner.length >= 2 && first && last?.info === '' && wrapsFile(inner, first, path))
    return inner.slice(1, -1)
  if (CDATA_START.test(inner[0] ?? '') && CDATA_END.test(inner.at(-1) ?? '')) {
    inner[0] = (inner[0] ?? '').replace(CDATA_START, '')
    inner[inner.length - 1] = (inner.at(-1) ?? '').replace(CDATA_END, '')
    return inner.filter((line, index) => line !== '' || (index > 0 && index < inner.length - 1))
  }
  return inner
}

/** Whether the first and last fence stand around the file. In Markdown they may be its own first and last block. */
function wrapsFile(lines: readonly string[], first: Fence, path: string): boolean {
  if (isMarkdownPath(path)) return /^(?:markdown|md|mdx)\b/i.test(first.info)
  if (
    isProsePath(path) &&
    !/^(?:te?xt|plain\w*)?$/i.test(first.info) &&
    pathInInfoString(first.info) === undefined
  )
    return false
  const end = endOfBlock(lines, 0, first)
  return end === lines.length - 1 || !isProsePath(path)
}

/** Reads fenced blocks that name their file; everything else is prose. */
function readBlocks(lines: readonly string[]): Findings {
  const found: Findings = { files: [], removed: [], prose: [] }
  let index = 0
  while (index < lines.length && found.refusal === undefined) {
    const line = lines[index] ?? ''
    const opening = readOpeningFence(line)
    if (!opening) {
      found.prose.push(line)
      index += 1
      continue
    }
    index = readBlock(lines, index, opening, found)
    refuseEndlessFiles(found)
  }
  return found
}

function readBlock(lines: readonly string[], start: number, opening: Fence, found: Findings): number {
  const language = languageOfInfoString(opening.info)
  const isDiff = /^(?:diff|patch|udiff)$/.test(language)
  const inInfo = pathInInfoString(opening.info)
  const title = inInfo === undefined ? titleAbove(found.prose) : undefined
  let path = inInfo ?? (title && (isDiff || fitsBlock(language, title.path)) ? title.path : undefined)
  let commentName: ReturnType<typeof pathInFirstComment>
  if (path === undefined && !isDiff) {
    commentName = pathInFirstComment(lines.slice(start + 1, start + 3), language)
    path = commentName?.path
  }
  const end = endOfNamedBlock(lines, start, opening, isDiff ? undefined : path)
  if (!end.found) {
    found.refusal =
      path === undefined
        ? 'the answer is cut off inside a code block'
        : end.why === 'cut off'
          ? `the answer is cut off inside ${JSON.stringify(path)}`
          : end.why === 'not closed'
            ? `file ${JSON.stringify(path)} is not closed`
            : `it is not clear where ${JSON.stringify(path)} ends`
    return lines.length
  }
  const raw = lines.slice(start + 1, end.index)
  const content = opening.indent > 0 ? dedent(raw, ' '.repeat(opening.indent)) : raw
  const patched = isDiff || isPatch(content)
  if (patched) path ??= pathInPatch(content)
  if (path === undefined) {
    addProse(found, lines, start, end.index)
    return end.index + 1
  }
  if (title && path === title.path) found.prose.length = title.index
  found.files.push({
    path,
    lines: commentName?.dropsFirstLine ? content.slice(1) : content,
    isPatch: patched && !/\.(?:diff|patch)$/.test(path),
  })
  return end.index + 1
}

function endOfNamedBlock(lines: readonly string[], start: number, opening: Fence, path: string | undefined) {
  if (path === undefined) {
    const index = endOfBlock(lines, start, opening)
    return index === undefined
      ? { found: false as const, why: 'cut off' as const }
      : { found: true as const, index }
  }
  if (!isProsePath(path)) return endOfCodeFile(lines, start, opening, path)
  const bounded = endOfProseFile(lines, start, opening, nextNamedBlock(lines, start))
  // A document may show named blocks itself: then they do not bound it.
  return bounded.found ? bounded : endOfProseFile(lines, start, opening, lines.length)
}

/** The line of the next block that names a file, or of the title above it; the number of lines where there is none. */
function nextNamedBlock(lines: readonly string[], start: number): number {
  let title = -1
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const fence = readFence(line)
    if (fence && fence.info !== '') {
      if (pathInInfoString(fence.info) !== undefined) return index
      if (title >= 0) return title
    }
    if (fence) title = -1
    else if (line.trim() !== '') title = pathInTitle(line) === undefined ? -1 : index
  }
  return lines.length
}

/** The title just above a block: up to two blank lines and the line that underlines it may stand between. */
function titleAbove(prose: readonly string[]): { path: string; index: number } | undefined {
  let index = prose.length - 1
  for (let blank = 0; index >= 0 && prose[index]?.trim() === '' && blank < 2; blank += 1) index -= 1
  if (/^\s*(?:-{3,}|={3,})\s*$/.test(prose[index] ?? '')) index -= 1
  const path = pathInTitle(prose[index] ?? '')
  return path === undefined ? undefined : { path, index: Math.max(0, index) }
}

function isPatchFile(path: string, lines: readonly string[]): boolean {
  return !/\.(?:diff|patch)$/.test(path) && !isProsePath(path) && isPatch(lines)
}

/** Blocks of nothing but blank lines, as wrapped tags leave them. */
function withoutEmptyBlocks(prose: readonly string[]): string[] {
  const kept: string[] = []
  for (const line of prose) {
    const fence = readFence(line)
    if (fence?.info === '') {
      let last = kept.length - 1
      while (last >= 0 && kept[last]?.trim() === '') last -= 1
      if (readFence(kept[last] ?? '')) {
        kept.length = last
        continue
      }
    }
    kept.push(line)
  }
  return kept
}

/** Lines as a text file: one newline at the end, none for an empty file. */
function toText(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

interface AnsweredProject {
  files: { path: string; content: string; patch?: readonly string[] }[]
  removed: string[]
  message: string
}

/** Checks paths, sizes and contradictions, applies patches, and lets the last version of a file stand. */
function assemble(
  project: (AnsweredProject & { ok: true }) | { ok: false; reason: string },
  existing: Readonly<Record<string, string>>,
): ProjectReading {
  if (!project.ok) return project
  const folders = projectFolders([
    ...Object.keys(existing),
    ...project.files.map(({ path }) => path.replace(/^\.?\//, '')),
  ])
  const existingFolders = projectFolders(Object.keys(existing))
  const known = {
    has: (path: string) => Object.hasOwn(existing, path),
    hasFolder: (name: string) => existingFolders.has(name),
  }
  const files = new Map<string, string>()
  let projectBytes = 0
  for (const { path: rawPath, content, patch } of project.files) {
    const checked = checkAnsweredPath(rawPath, known)
    if (!checked.ok) return checked
    const { path } = checked
    let text = content
    if (patch) {
      const current = files.get(path) ?? (known.has(path) ? existing[path] : undefined)
      if (current === undefined)
        return { ok: false, reason: `${JSON.stringify(path)} is a patch of a file that is not there` }
      const patched = applyPatch(current, patch)
      if (!patched.ok) return { ok: false, reason: `${JSON.stringify(path)} ${patched.reason}` }
      text = patched.content
    }
    if (!files.has(path) && files.size === MAX_FILES)
      return { ok: false, reason: `more than ${MAX_FILES} files` }
    projectBytes += new TextEncoder().encode(text).length
    if (projectBytes > MAX_PROJECT_BYTES) return { ok: false, reason: 'more than 2 MiB of files' }
    files.set(path, text)
  }
  const removed = new Set<string>()
  for (const rawPath of project.removed) {
    const checked = checkAnsweredPath(rawPath, known)
    if (!checked.ok) return checked
    removed.add(checked.path)
  }
  const folderFile = [...files.keys()].find((path) => folders.has(path))
  if (folderFile !== undefined)
    return { ok: false, reason: `path ${JSON.stringify(folderFile)} is a file and a folder` }
  if (files.size === 0 && removed.size === 0) return { ok: false, reason: 'the answer contains no files' }
  // fromEntries defines own properties, so that a file called `__proto__` stays a file.
  return { ok: true, files: Object.fromEntries(files), removed: [...removed], message: project.message }
}

/** Every folder that holds one of the paths. */
function projectFolders(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
      folders.add(path.slice(0, slash))
  }
  return folders
}
