import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const routeWithoutComponent: Rule = {
  name: 'route-without-component',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 24,
  alsoWeighs: { completeness: 14 },
  limit: 60,
  reason: 'A route that renders nothing is a page that is blank.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const { path, isComputed, line, hasComponent, hasChildren } of facts.routes) {
        if (hasComponent || hasChildren || (path === null && isComputed !== true)) continue
        findings.push({ file: file.path, line, message: `The route '${path || 'index'}' has no component` })
      }
    }
    return findings
  },
}
