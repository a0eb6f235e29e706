import { findFunction } from '../../../graph/findFunction.ts'
import type { Project } from '../../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'
import type { FunctionFact, ModuleFacts } from '../../../script/moduleFacts.ts'

export const missingMember: Rule = {
  name: 'missing-member',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 22,
  alsoWeighs: { codeQuality: 10 },
  limit: 60,
  reason: 'A member that the hook or object does not have is undefined, and fails where it is called.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!project.reachedFromEntries.has(file.path)) continue
      for (const { callee, line, taken } of facts.calls) {
        if (taken === null || callee.includes('.')) continue
        const returned = returnedKeys(findFunction(project, file.path, facts, callee)?.fact)
        const missing = returned === null ? undefined : taken.find((key) => !returned.has(key))
        if (missing !== undefined)
          findings.push({ file: file.path, line, message: `'${callee}()' returns no '${missing}'` })
      }
      findings.push(...importedMembers(project, file.path, facts))
    }
    return findings
  },
}

function returnedKeys(fact: FunctionFact | undefined): ReadonlySet<string> | null {
  if (fact === undefined || fact.returns.nothing > 0) return null
  return fact.returnedKeys
}

/** `api.getUsers` where `api` is an object literal of the project that has no such key. */
function importedMembers(project: Project, path: string, facts: ModuleFacts): Finding[] {
  const findings: Finding[] = []
  for (const { fact, resolution } of project.imports.get(path) ?? []) {
    if (resolution.kind !== 'file' || !facts.imports.includes(fact)) continue
    const target = project.files.get(resolution.path)?.scripts[0]
    for (const name of fact.names) {
      const local = target?.exports.get(name.imported)?.local
      const keys = local == null ? undefined : target?.objectKeys.get(local)
      if (keys === undefined || keys.size === 0) continue
      for (const [member, line] of name.members) {
        if (keys.has(member) || member in Object.prototype || /^(prototype|name|length)$/.test(member))
          continue
        findings.push({ file: path, line, message: `'${name.local}' has no '${member}'`, share: 0.8 })
      }
    }
  }
  return findings
}
