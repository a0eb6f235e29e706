import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'
import type { EffectFact, ModuleFacts } from '../../../script/moduleFacts.ts'

export const effectLoop: Rule = {
  name: 'effect-without-dependencies',
  dimension: 'functionality',
  severity: 'major',
  weight: 45,
  alsoWeighs: { performance: 40, codeQuality: 8 },
  reason:
    'An effect without dependencies runs after every render; setting state in it asks for the next one, without end.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!project.reachedFromEntries.has(file.path)) continue
      for (const effect of facts.effects) {
        if (effect.hasDependencies || !effect.hook.startsWith('use')) continue
        const setter = stateSetIn(effect, facts)
        if (setter === null) continue
        findings.push({
          file: file.path,
          line: effect.line,
          message: `An effect without dependencies calls '${setter}'`,
        })
      }
    }
    return findings
  },
}

/** The setter an effect calls itself or through a function of the same file; null where it sets nothing. */
function stateSetIn(effect: EffectFact, facts: ModuleFacts): string | null {
  const setters = new Set(facts.states.map(({ setter }) => setter).filter((name) => name !== ''))
  for (const callee of effect.calls) if (setters.has(callee)) return callee
  for (const callee of effect.calls) {
    const called = facts.functions.find(({ name }) => name === callee)
    for (const inner of called?.calls ?? []) if (setters.has(inner)) return inner
  }
  return null
}
