/** Scores a text answer by structure and coverage: does it speak of what was asked, at a fitting length, in readable form? */
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { Diagnostic, ScoreBreakdown } from './scoreBreakdown.ts'

/** Words that every request holds and that tell nothing of its subject. */
const COMMON_WORDS = new Set(
  'what which that this these those with from about between into your their there have does should would could please explain compare difference write give tell make using used when where than then them they code'.split(
    ' ',
  ),
)

/** Deterministic; the dimensions are read as coverage, soundness, substance and economy. */
export function scoreText({
  text,
  request,
  profile,
}: {
  text: string
  request: string
  profile: TaskProfile
}): ScoreBreakdown {
  const answer = text.trim()
  const words = answer.split(/\s+/).filter(Boolean).length
  const diagnostics: Diagnostic[] = []
  const note = (rule: string, severity: Diagnostic['severity'], message: string) =>
    diagnostics.push({ rule, severity, message })

  const subjects = subjectsOf(request)
  const lowered = answer.toLowerCase()
  const covered = subjects.filter((subject) => lowered.includes(subject))
  const coverage = subjects.length === 0 ? 1 : covered.length / subjects.length
  if (coverage < 0.5)
    note(
      'subject-not-covered',
      'major',
      `speaks of ${covered.length} of ${subjects.length} things asked about`,
    )

  const openFences = (answer.match(/^\s*```/gm) ?? []).length % 2 === 1
  if (openFences) note('unclosed-code-block', 'major', 'a code block is never closed')
  const isCutOff = /[,;:(]$|\b(?:and|or|the|a|to|of)$/i.test(answer)
  if (isCutOff) note('cut-off', 'major', 'the answer stops in the middle of a sentence')
  const isRefusal = words < 60 && /\b(?:i (?:can(?:no|')t|am unable to|won't)|as an ai)\b/i.test(answer)
  if (isRefusal) note('refusal', 'major', 'the answer declines the request')

  const fitting = { low: 40, medium: 120, high: 250 }[profile.complexity]
  const substance = Math.min(1, words / fitting)
  if (substance < 0.5) note('thin-answer', 'minor', `${words} words where about ${fitting} would do`)
  const isStructured = words < 150 || /^(?:#{1,4} |[-*] |\d+[.)] )/m.test(answer) || /\n\s*\n/.test(answer)
  if (!isStructured) note('wall-of-text', 'minor', 'a long answer without paragraphs, headings or lists')

  const completeness = percent(0.35 + 0.4 * coverage + 0.25 * substance)
  const codeQuality = percent(1 - (openFences ? 0.4 : 0) - (isCutOff ? 0.4 : 0) - (isStructured ? 0 : 0.15))
  const functionality = isRefusal ? 10 : percent(0.3 + 0.35 * coverage + 0.35 * substance)
  const performance = percent(words > fitting * 15 ? 0.6 : 1)
  const weighted = 0.3 * completeness + 0.3 * codeQuality + 0.25 * functionality + 0.15 * performance
  const overall = answer === '' ? 0 : isRefusal ? Math.min(40, Math.round(weighted)) : Math.round(weighted)
  return { completeness, codeQuality, functionality, performance, overall, diagnostics }
}

/** The telling words of a request, lower case; scripts without spaces give none, and are then not judged by them. */
function subjectsOf(request: string): string[] {
  const words =
    request
      .toLowerCase()
      .slice(0, 2_000)
      .match(/[\p{L}\p{N}_.#+-]{4,}/gu) ?? []
  return [...new Set(words.map((word) => word.replace(/[.]+$/, '')))]
    .filter((word) => !COMMON_WORDS.has(word) && word.length <= 30)
    .slice(0, 12)
}

function percent(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 100)
}
