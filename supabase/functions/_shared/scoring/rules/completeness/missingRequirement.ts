import { evidenceOf } from '../../coverage/projectEvidence.ts'
import { REQUIREMENTS } from '../../coverage/requirements.ts'
import type { Rule } from '../../rule.ts'

/** Right before a feature's name it says that the feature is not wanted. */
const NEGATION = /\b(no|not|without|don'?t|never|skip|except|ohne|sans|sin)\b[^.,;]{0,24}$/i

/** More features than this say that the request is a specification; each then weighs less. */
const USUAL_FEATURES = 4

export const missingRequirement: Rule = {
  name: 'missing-requirement',
  dimension: 'completeness',
  severity: 'major',
  weight: 20,
  alsoWeighs: { functionality: 14 },
  limit: 60,
  reason: 'What the request names and the project lacks is work the user has to ask for again.',
  check(project) {
    const asked = REQUIREMENTS.filter(({ slug, asked: pattern }) => {
      if (project.requirements.includes(slug) && !pattern.test(project.request)) return false
      const match = pattern.exec(project.request)
      return (
        match !== null && !NEGATION.test(project.request.slice(Math.max(0, match.index - 40), match.index))
      )
    })
    if (asked.length === 0 || project.files.size === 0) return []
    const evidence = evidenceOf(project)
    const share = Math.min(1, USUAL_FEATURES / asked.length)
    return asked
      .filter(({ held }) => !held(evidence))
      .map(({ slug }) => ({
        message: `The request names ${slug.replaceAll('-', ' ')}, and nothing of it is there`,
        share,
      }))
  },
}
