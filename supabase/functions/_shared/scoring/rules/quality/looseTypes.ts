import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const looseTypes: Rule = {
  name: 'any-type',
  dimension: 'codeQuality',
  severity: 'minor',
  weight: 3,
  limit: 16,
  reason: '`any` switches off what TypeScript is there for.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      const { count, firstLine } = facts.counts.any
      if (count === 0 || !isReachable(project, file)) continue
      const share = Math.min(1, count / 3)
      findings.push({ file: file.path, line: firstLine, message: `'any' is used ${times(count)}`, share })
    }
    return findings
  },
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}
