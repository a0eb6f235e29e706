import { findFunction } from '../../../graph/findFunction.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const handlerCalledAtRender: Rule = {
  name: 'handler-called-at-render',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 22,
  alsoWeighs: { performance: 10 },
  limit: 50,
  reason: '`onClick={save()}` saves while rendering and leaves the click without a handler.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!project.reachedFromEntries.has(file.path)) continue
      const setters = new Set(facts.states.map(({ setter }) => setter))
      for (const { calledAtRender, name, line, attribute } of facts.handlers) {
        if (!calledAtRender) continue
        const called =
          facts.functions.find((fact) => fact.name === name) ??
          findFunction(project, file.path, facts, name)?.fact
        const returnsHandler =
          called === undefined ? !setters.has(name) : called.returns.other > 0 || called.async
        if (returnsHandler && called?.async !== true) continue
        findings.push({ file: file.path, line, message: `${attribute} is given the result of '${name}()'` })
      }
    }
    return findings
  },
}
