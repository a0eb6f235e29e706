import { evidenceOf } from '../../coverage/projectEvidence.ts'
import { readRequest, stem } from '../../coverage/requestText.ts'
import type { Rule } from '../../rule.ts'

/** Fewer words name no subject. */
const FEWEST_SUBJECTS = 2
/** Of the words of a request, the share that a project made for it speaks. */
const USUAL_COVERAGE = 0.45

export const offTopic: Rule = {
  name: 'off-topic',
  dimension: 'completeness',
  severity: 'major',
  weight: 45,
  alsoWeighs: { functionality: 25 },
  limit: 45,
  reason: 'A project that never speaks of what was asked for is another project.',
  check(project) {
    const { subjects, isEnglish } = readRequest(project.request)
    if (!isEnglish || subjects.length < FEWEST_SUBJECTS || project.files.size === 0) return []
    const evidence = evidenceOf(project)
    const spoken = new Set([...evidence.words].map(stem))
    const coverage = subjects.filter((subject) => spoken.has(subject)).length / subjects.length
    if (coverage >= USUAL_COVERAGE) return []
    const lack = 1 - coverage / USUAL_COVERAGE
    const missing = subjects.filter((subject) => !spoken.has(subject)).slice(0, 5)
    return [
      {
        message: `Little of what was asked for is there: ${missing.join(', ')}`,
        severity: lack > 0.6 ? 'major' : 'minor',
        share: lack * lack,
      },
    ]
  },
}
