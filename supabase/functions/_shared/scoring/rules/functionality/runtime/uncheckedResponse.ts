import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const uncheckedResponse: Rule = {
  name: 'unchecked-response',
  dimension: 'functionality',
  severity: 'minor',
  weight: 5,
  limit: 14,
  reason: '`fetch` resolves for errors too: a response that nobody checks shows an error as data.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      const call = facts.calls.find(({ callee }) => callee === 'fetch' || callee === 'window.fetch')
      if (call === undefined || facts.words.has('ok') || facts.words.has('status')) continue
      findings.push({
        file: file.path,
        line: call.line,
        message: 'A response is used without checking whether it succeeded',
      })
    }
    return findings
  },
}
