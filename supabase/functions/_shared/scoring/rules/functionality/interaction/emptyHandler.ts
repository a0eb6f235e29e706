import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'
import { shareByProportion } from '../../../rule.ts'
import type { FunctionFact, ModuleFacts } from '../../../script/moduleFacts.ts'

export const emptyHandler: Rule = {
  name: 'empty-handler',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 22,
  alsoWeighs: { completeness: 8 },
  limit: 72,
  reason: 'A handler with nothing in it answers the user with nothing.',
  check(project) {
    const findings: Finding[] = []
    let handlers = 0
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      handlers += facts.handlers.length
      const reported = new Set<string>()
      for (const { line, stub, name, missing, attribute } of facts.handlers) {
        if (attribute === 'addEventListener' && stub === null) continue
        if (stub === null && !missing) continue
        reported.add(name)
        const message = missing ? `${attribute} is given no function` : describe(attribute, stub)
        findings.push({ file: file.path, line, message, share: stub === 'logs' ? 0.6 : 1 })
      }
      for (const fact of facts.functions) {
        if (!isStubbed(fact, facts) || reported.has(fact.name)) continue
        findings.push({
          file: file.path,
          line: fact.line,
          message: `'${fact.name}' has no body`,
          share: fact.stub === 'logs' ? 0.5 : 1,
        })
      }
    }
    const scale = shareByProportion(findings.length, handlers)
    return findings.map((finding) => ({ ...finding, share: (finding.share ?? 1) * scale }))
  },
}

function describe(attribute: string, stub: FunctionFact['stub']): string {
  return stub === 'logs' ? `${attribute} only logs` : `${attribute} does nothing`
}

/** A named function that is used, and does nothing; `noop` says so on purpose. */
function isStubbed(fact: FunctionFact, facts: ModuleFacts): boolean {
  if (
    fact.stub === null ||
    fact.kind !== 'function' ||
    fact.name === '' ||
    (/^(_|noop|default$|[A-Z])/i.test(fact.name) && !/^[a-z]/.test(fact.name))
  )
    return false
  if (/^noop$|^_/.test(fact.name) || fact.returns.other > 0) return false
  const isExported = facts.exports.has(fact.name)
  return fact.uses > 0 || (fact.uses === 0 && isExported)
}
