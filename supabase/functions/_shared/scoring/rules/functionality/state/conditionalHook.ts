import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const conditionalHook: Rule = {
  name: 'conditional-hook',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 18,
  alsoWeighs: { codeQuality: 8 },
  limit: 36,
  reason: 'React counts hooks by their order: one that is skipped throws when its condition changes.',
  check(project) {
    const findings: Finding[] = []
    if (project.main.framework !== 'react' && project.main.framework !== 'next') return findings
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const fact of facts.functions) {
        for (const { name, line } of fact.conditionalHooks.slice(0, 3)) {
          findings.push({
            file: file.path,
            line,
            message: `'${name}' is not called on every render`,
            share: 0.6,
          })
        }
      }
    }
    return findings
  },
}
