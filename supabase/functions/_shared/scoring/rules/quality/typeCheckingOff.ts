import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const typeCheckingOff: Rule = {
  name: 'type-checking-off',
  dimension: 'codeQuality',
  severity: 'minor',
  weight: 4,
  limit: 14,
  reason: 'A file that is not checked hides the mistakes it has.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      const comment = facts.comments.find(({ text }) => /@ts-(nocheck|ignore)\b/.test(text))
      if (comment === undefined) continue
      const isWhole = comment.text.includes('@ts-nocheck')
      findings.push({
        file: file.path,
        line: comment.line,
        message: isWhole ? 'Type checking is off for the file' : 'A type error is ignored',
        share: isWhole ? 1 : 0.3,
      })
    }
    return findings
  },
}
