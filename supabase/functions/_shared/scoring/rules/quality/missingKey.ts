import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const missingKey: Rule = {
  name: 'list-without-keys',
  dimension: 'codeQuality',
  severity: 'minor',
  weight: 4,
  alsoWeighs: { performance: 3 },
  limit: 14,
  reason: 'Without keys a list loses track of its items: fields and focus jump when it changes.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      const { count, firstLine } = facts.counts.mapsWithoutKey
      if (count === 0 || !isReachable(project, file)) continue
      findings.push({ file: file.path, line: firstLine, message: 'A list is rendered without keys' })
    }
    return findings
  },
}
