/** How good a text answer looks without a model to judge it: by its structure and by what of the request it covers. */
import type { TaskProfile } from '../profiling/taskProfile.ts'
import { readRequest, stem } from './coverage/requestText.ts'
import type { Finding, Rule } from './rule.ts'
import type { ScoreBreakdown } from './scoreBreakdown.ts'
import { splitWords } from './script/wordIndex.ts'
import { weighFindings } from './weighFindings.ts'

export interface ScoreTextInput {
  text: string
  request: string
  /** `type` is used. */
  profile?: Partial<TaskProfile>
}

/** UTF-16 units that are read; a longer answer has said it all by then. */
const LONGEST_READ = 200_000

type TextRule = Omit<Rule, 'check'> & { check(answer: TextAnswer): Finding[] }

interface TextAnswer {
  text: string
  words: number
  request: ReturnType<typeof readRequest>
  type: string | null
  /** Words the request itself has; a long question wants more than a word. */
  requestWords: number
}

const REFUSAL =
  /^\W*(i'?m sorry|sorry,|i (?:can(?:'|no)t|am unable|won't)|as an ai\b|unfortunately,? i (?:can|am)|es tut mir leid|lo siento|je suis désolé)/i

/** Code is asked for, not only spoken about: “explain what a query plan is” wants prose. */
const ASKS_FOR_CODE =
  /\b(show|write|give|provide|share|add|include|implement|refactor|rewrite|fix|with|need|want)\b[^.?!\n]{0,50}\b(code|functions?|snippets?|quer(y|ies)|commands?|regex|scripts?|class|method|sql)\b|\bhow (do|can|would|should) (i|you|we|one) (write|implement|code)\b|\b(code|usage) (example|sample)s?\b/i

const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'empty-answer',
    dimension: 'completeness',
    severity: 'fatal',
    weight: 98,
    alsoWeighs: { codeQuality: 95, functionality: 98, performance: 90 },
    reason: 'An answer without words answers nothing.',
    check: ({ words }) => (words === 0 ? [{ message: 'The answer is empty' }] : []),
  },
  {
    name: 'refusal',
    dimension: 'functionality',
    severity: 'major',
    weight: 75,
    alsoWeighs: { completeness: 70, codeQuality: 20 },
    reason: 'A refusal is no answer, however well it is put.',
    check: ({ text, words }) =>
      words < 120 && REFUSAL.test(text) ? [{ message: 'The answer declines' }] : [],
  },
  {
    name: 'too-short',
    dimension: 'completeness',
    severity: 'major',
    weight: 55,
    alsoWeighs: { functionality: 35 },
    reason: 'A review, a document or a design takes more than a sentence.',
    check({ words, type, requestWords }) {
      const expected = expectedWords(type, requestWords)
      if (words === 0 || words >= expected) return []
      return [
        { message: `${words} words where about ${expected} are to be expected`, share: 1 - words / expected },
      ]
    },
  },
  {
    name: 'off-topic',
    dimension: 'functionality',
    severity: 'major',
    weight: 60,
    alsoWeighs: { completeness: 50 },
    reason: 'An answer that never names what was asked about answers something else.',
    check({ text, request }) {
      if (request.subjects.length === 0) return []
      const spoken = new Set(splitWords(text).map(stem))
      const coverage =
        request.subjects.filter((subject) => spoken.has(subject)).length / request.subjects.length
      const lack = Math.max(0, 1 - coverage / 0.6)
      return lack === 0 ? [] : [{ message: 'Little of what was asked about is spoken of', share: lack }]
    },
  },
  {
    name: 'cut-off',
    dimension: 'completeness',
    severity: 'major',
    weight: 30,
    alsoWeighs: { codeQuality: 15 },
    reason: 'An answer that ends in the middle lacks its conclusion.',
    check({ text, words }) {
      const fences = text.match(/^\s*```/gm)?.length ?? 0
      const ends = /[.!?:;)\]}"'`*_|>…。！？]\s*$|\n\s*(?:[-*+]|\d+\.|#+)[^\n]*$|[\p{L}\d]\s*$/u
      if (fences % 2 === 1) return [{ message: 'A code block is never closed' }]
      if (words > 40 && (!ends.test(text) || /[,(\-–]\s*$|\b(and|or|the|a|to|of|with)\s*$/i.test(text))) {
        return [{ message: 'The answer ends in the middle of a sentence' }]
      }
      return []
    },
  },
  {
    name: 'unstructured',
    dimension: 'codeQuality',
    severity: 'minor',
    weight: 22,
    reason: 'A long answer without paragraphs, headings or lists is hard to use.',
    check({ text, words }) {
      if (words < 150) return []
      const parts = text.split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#+)\s)/).length
      return parts >= words / 160 ? [] : [{ message: 'A long answer stands in one block' }]
    },
  },
  {
    name: 'repetition',
    dimension: 'codeQuality',
    severity: 'major',
    weight: 45,
    alsoWeighs: { performance: 30, completeness: 15 },
    reason: 'Sentences that come again and again show a model going round in circles.',
    check({ text }) {
      const sentences = text
        .split(/(?<=[.!?])\s+|\n+/)
        .map((sentence) => sentence.trim().toLowerCase())
        .filter((sentence) => sentence.length > 24)
      if (sentences.length < 4) return []
      const repeated = 1 - new Set(sentences).size / sentences.length
      return repeated < 0.2
        ? []
        : [{ message: `${Math.round(repeated * 100)} % of the sentences repeat others`, share: repeated }]
    },
  },
  {
    name: 'no-code-shown',
    dimension: 'functionality',
    severity: 'minor',
    weight: 16,
    reason: 'Where code is asked about, an answer shows some.',
    check({ text, request, type }) {
      const wantsCode = ASKS_FOR_CODE.test(request.text) || type === 'review' || type === 'debug'
      return wantsCode && !/```|`[^`\n]+`|^\s{4}\S/m.test(text) ? [{ message: 'No code is shown' }] : []
    },
  },
  {
    name: 'verbosity',
    dimension: 'performance',
    severity: 'minor',
    weight: 25,
    reason: 'A reader pays for every word.',
    check({ words, type, requestWords }) {
      const most = expectedWords(type, requestWords) * 40 + 600
      return words <= most
        ? []
        : [{ message: `${words} words is long for this request`, share: Math.min(1, words / most - 1) }]
    },
  },
]

function expectedWords(type: string | null, requestWords: number): number {
  const base =
    type === 'documentation' || type === 'architecture'
      ? 120
      : type === 'review'
        ? 60
        : type === 'triage'
          ? 12
          : 15
  return Math.round(base + Math.min(60, requestWords / 4))
}

/**
 * Scores a text answer in the four dimensions of a project: completeness (long enough, whole, on the subject), quality
 * (structure, no repetition), function (it answers), and performance (not longer than it need be). Deterministic.
 */
export function scoreText({ text, request, profile }: ScoreTextInput): ScoreBreakdown {
  const read = text.slice(0, LONGEST_READ).trim()
  const answer: TextAnswer = {
    text: read,
    words: read === '' ? 0 : read.split(/\s+/).length,
    request: readRequest(request),
    type: profile?.type ?? null,
    requestWords: request.trim() === '' ? 0 : request.trim().split(/\s+/).length,
  }
  return weighFindings(TEXT_RULES.map((rule) => ({ rule, findings: rule.check(answer) })))
}
