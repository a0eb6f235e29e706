import { isTypeScript } from '../../graph/moduleGraph.ts'
import { scriptsOf } from '../../graph/projectModel.ts'
import { isNeededToStart } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const duplicateDeclaration: Rule = {
  name: 'duplicate-declaration',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 50,
  alsoWeighs: { functionality: 40 },
  reason: 'Two values of one name in one scope are a syntax error to every bundler and browser.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project)) {
      for (const { name, line } of facts.redeclared) {
        const shadowsImport = facts.imports.some((fact) => fact.names.some(({ local }) => local === name))
        const importedTwice =
          facts.imports.flatMap((fact) => fact.names).filter(({ local }) => local === name).length > 1
        const tolerated = shadowsImport && !importedTwice && isTypeScript(file)
        const loaded = isNeededToStart(project, file)
        findings.push({
          file: file.path,
          line,
          message: `'${name}' is declared twice`,
          severity: !loaded ? 'minor' : tolerated ? 'major' : 'fatal',
          share: !loaded ? 0.02 : tolerated ? 0.2 : 1,
        })
      }
    }
    return findings
  },
}
