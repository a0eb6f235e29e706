import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const effectCleanup: Rule = {
  name: 'effect-without-cleanup',
  dimension: 'functionality',
  severity: 'minor',
  weight: 6,
  limit: 18,
  reason: 'Timers and listeners that outlive their component leak, and fire into what is gone.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const { subscriptions, returnsCleanup, line } of facts.effects) {
        const [first] = subscriptions
        if (first === undefined || returnsCleanup || facts.words.has('destroy')) continue
        const share = subscriptions.every((name) => name === 'setTimeout') ? 0.85 : 1
        findings.push({
          file: file.path,
          line,
          message: `An effect opens ${first} and never closes it`,
          share,
        })
      }
    }
    return findings
  },
}
