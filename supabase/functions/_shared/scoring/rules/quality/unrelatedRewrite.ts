import { readRequest, stem } from '../../coverage/requestText.ts'
import type { Project } from '../../graph/projectModel.ts'
import type { Finding, Rule } from '../../rule.ts'
import { splitWords } from '../../script/wordIndex.ts'

/** Lines; a smaller file is rewritten before one notices. */
const FEWEST_LINES = 12
/** Of a file's lines, the share that has to be gone to call it rewritten. */
const REWRITTEN = 0.6

export const unrelatedRewrite: Rule = {
  name: 'unrelated-rewrite',
  dimension: 'codeQuality',
  severity: 'major',
  weight: 14,
  alsoWeighs: { completeness: 6, functionality: 6 },
  limit: 40,
  reason: 'An edit that rewrites what nobody spoke of risks what worked and cannot be reviewed.',
  check(project) {
    const { before, changed } = project
    if (before === null || changed === null) return []
    const subjects = new Set(readRequest(project.request).subjects)
    const findings: Finding[] = []
    for (const path of changed) {
      // A file may be called `constructor`, which every object has.
      const old = Object.hasOwn(before, path) ? before[path] : undefined
      if (old === undefined || isNamed(path, old, project, subjects)) continue
      const file = project.files.get(path)
      if (file === undefined) {
        if (isRemovalAsked(project.request) || isReplaced(project, path)) continue
        findings.push({ file: path, message: 'The file was removed, and nobody asked for that' })
        continue
      }
      const lost = lostShare(old, file.text)
      if (lost.lines < FEWEST_LINES || lost.share < REWRITTEN) continue
      findings.push({ file: path, message: `${Math.round(lost.share * 100)} % of the file was rewritten` })
    }
    return findings
  },
}

function isRemovalAsked(request: string): boolean {
  return /\b(remove|delete|drop|get rid|replace|merge|rename|move|refactor|rewrite|redesign|entfern|lösch|supprim|elimin)/i.test(
    request,
  )
}

/** Its name went on under another path or extension. */
function isReplaced(project: Project, path: string): boolean {
  const name = path.replace(/^.*\//, '').replace(/\.\w+$/, '')
  for (const other of project.files.keys()) {
    if (project.before !== null && Object.hasOwn(project.before, other)) continue
    if (other.replace(/^.*\//, '').replace(/\.\w+$/, '') === name) return true
  }
  return false
}

/** The request speaks of the file: of its path, or of what it is mostly about. */
function isNamed(path: string, old: string, { request }: Project, subjects: ReadonlySet<string>): boolean {
  if (/\b(refactor|rewrite|redesign|restyle|rework|convert|migrate|everything|whole)\b/i.test(request))
    return true
  if (splitWords(path.replace(/^.*\//, '')).some((word) => subjects.has(stem(word)))) return true
  const words = splitWords(old).map(stem)
  const named = words.filter((word) => subjects.has(word)).length
  return named >= Math.max(3, words.length * 0.02)
}

/** Share of a file's lines, formatting aside, that are not in the new text. */
function lostShare(old: string, text: string): { lines: number; share: number } {
  const remaining = new Map<string, number>()
  for (const line of text.split('\n')) {
    const key = bare(line)
    remaining.set(key, (remaining.get(key) ?? 0) + 1)
  }
  let lines = 0
  let lost = 0
  for (const line of old.split('\n')) {
    const key = bare(line)
    if (key === '') continue
    lines++
    const count = remaining.get(key) ?? 0
    if (count === 0) lost++
    else remaining.set(key, count - 1)
  }
  return { lines, share: lines === 0 ? 0 : lost / lines }
}

function bare(line: string): string {
  return line.replace(/[\s'"`;,()]/g, '')
}
