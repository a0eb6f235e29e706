import { readRequest } from '../../coverage/requestText.ts'
import { exportsOf } from '../../graph/exportsOf.ts'
import { scriptsOf } from '../../graph/projectModel.ts'
import { baseNameOf } from '../../reading/paths.ts'
import type { Finding, Rule } from '../../rule.ts'

export const missingModule: Rule = {
  name: 'missing-module',
  dimension: 'completeness',
  severity: 'major',
  weight: 55,
  alsoWeighs: { functionality: 60 },
  reason: 'Code that the request shows imports from the answer: what it imports has to be exported.',
  check(project) {
    const { modules } = readRequest(project.request)
    const findings: Finding[] = []
    const scripts = [...scriptsOf(project, (file) => file.language === 'script')]
    for (const module of modules) {
      const named = scripts.find(({ file }) => baseNameOf(file.path).replace(/\.\w+$/, '') === module.name)
      const only = scripts.length === 1 ? scripts[0] : undefined
      const path = (named ?? only)?.file.path
      const exported = path === undefined ? null : exportsOf(project, path)
      if (path === undefined || exported === null) continue
      if (module.default && !exported.has('default')) {
        findings.push({
          file: path,
          message: `'${module.name}' is imported by its default export and has none`,
        })
      }
      for (const name of module.named) {
        if (!exported.has(name))
          findings.push({ file: path, message: `'${name}' is imported from it and not exported` })
      }
    }
    return findings
  },
}
