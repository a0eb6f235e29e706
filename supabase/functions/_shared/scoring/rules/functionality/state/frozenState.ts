import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'
import { shareByProportion } from '../../../rule.ts'

export const frozenState: Rule = {
  name: 'state-never-updated',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 17,
  alsoWeighs: { completeness: 5 },
  limit: 60,
  reason: 'State that nothing sets never changes: whatever was meant to happen does not.',
  check(project) {
    const findings: Finding[] = []
    let states = 0
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      states += facts.states.length
      for (const state of facts.states) {
        const place = { file: file.path, line: state.line }
        if (state.setterUses === 0 && state.valueUses > 0 && !(state.isComputed && !state.hasSetter)) {
          findings.push({
            ...place,
            message: `State '${state.name}' is never updated`,
            share: state.hasSetter ? 1 : 0.9,
          })
        } else if (state.valueUses === 0 && state.setterUses > 0 && state.name !== '') {
          findings.push({
            ...place,
            message: `State '${state.name}' is set and never read`,
            severity: 'minor',
            share: 0.3,
          })
        }
      }
    }
    const scale = shareByProportion(findings.length, states)
    return findings.map((finding) => ({ ...finding, share: (finding.share ?? 1) * scale }))
  },
}
