import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const mutatedState: Rule = {
  name: 'mutated-state',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 16,
  alsoWeighs: { codeQuality: 6 },
  limit: 40,
  reason:
    'React compares state by identity: an array changed in place is the same array, and nothing renders.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const state of facts.states) {
        for (const line of state.mutations.slice(0, 3)) {
          findings.push({ file: file.path, line, message: `State '${state.name}' is changed in place` })
        }
      }
      for (const line of facts.updaterMutations) {
        findings.push({ file: file.path, line, message: 'A state updater changes the state it is given' })
      }
    }
    return findings
  },
}
