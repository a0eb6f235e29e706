import { findFunction } from '../../../graph/findFunction.ts'
import { isTypeScript } from '../../../graph/moduleGraph.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const wrongCall: Rule = {
  name: 'wrong-call',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 22,
  alsoWeighs: { codeQuality: 10 },
  limit: 50,
  reason: 'A function called without what it needs throws, or works on undefined.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!project.reachedFromEntries.has(file.path)) continue
      for (const { callee, line, arguments: given, hasSpread } of facts.calls) {
        if (hasSpread || callee.includes('.') || callee.startsWith('new ')) continue
        const called = findFunction(project, file.path, facts, callee)
        if (called === null || called.fact.kind === 'component') continue
        const { requiredParameters } = called.fact
        // Without types an absent argument may be meant; none at all hardly is.
        const needed = isTypeScript(called.file) ? requiredParameters : Math.min(1, requiredParameters)
        if (given >= needed) continue
        findings.push({
          file: file.path,
          line,
          message: `'${callee}' needs ${requiredParameters} arguments and is given ${given}`,
        })
      }
    }
    return findings
  },
}
