import { scriptsOf } from '../../graph/projectModel.ts'
import type { Rule } from '../../rule.ts'

export const nothingExported: Rule = {
  name: 'nothing-exported',
  dimension: 'completeness',
  severity: 'major',
  weight: 45,
  alsoWeighs: { functionality: 60, codeQuality: 10 },
  reason: 'A component given as an answer is there to be imported; without an export nobody can.',
  check(project) {
    if (!project.isFragment) return []
    const scripts = [...scriptsOf(project, (file) => file.language === 'script' && file.purpose === 'app')]
    if (
      scripts.length === 0 ||
      scripts.some(({ facts }) => !facts.parsed || facts.commonJs || facts.exports.size > 0)
    )
      return []
    const holdsComponent = scripts.some(({ facts }) =>
      facts.functions.some(({ kind }) => kind === 'component'),
    )
    const starts = scripts.some(({ facts }) =>
      facts.calls.some(({ callee }) => /(^|\.)(render|mount|listen|hydrateRoot)$/.test(callee)),
    )
    return holdsComponent && !starts ? [{ file: scripts[0]?.file.path, message: 'Nothing is exported' }] : []
  },
}
