import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const unusedImport: Rule = {
  name: 'unused-import',
  dimension: 'codeQuality',
  severity: 'minor',
  weight: 3,
  limit: 16,
  reason: 'Imports nobody uses tell readers of dependencies that are not there.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      const { count, firstLine } = facts.counts.unusedImports
      if (count <= 0 || !isReachable(project, file) || !facts.parsed) continue
      const share = Math.min(2, count / 2)
      findings.push({
        file: file.path,
        line: firstLine,
        message: count === 1 ? 'An import is not used' : `${count} imports are not used`,
        share,
      })
    }
    return findings
  },
}
