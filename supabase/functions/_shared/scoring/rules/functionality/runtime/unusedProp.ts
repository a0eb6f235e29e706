import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const unusedProp: Rule = {
  name: 'unused-prop',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 12,
  alsoWeighs: { completeness: 4 },
  limit: 34,
  reason: 'A component that takes a handler and never calls it leaves its parent waiting.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const { kind, props, name: component, line } of facts.functions) {
        if (props === null || (kind !== 'component' && !/^[A-Z]/.test(component))) continue
        for (const [name, { used }] of props.names) {
          if (used || name === 'children') continue
          const isHandler = /^on[A-Z]/.test(name)
          findings.push({
            file: file.path,
            line,
            message: `'${component}' takes '${name}' and never uses it`,
            severity: isHandler ? 'major' : 'minor',
            share: isHandler ? 1 : 0.35,
          })
        }
      }
    }
    return findings
  },
}
