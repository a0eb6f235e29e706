import type { Project } from '../../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'
import { isBuiltInMember, membersOfGlobal, nearestBuiltIn } from '../../../script/builtInMembers.ts'
import type { MethodUse } from '../../../script/moduleFacts.ts'

export const misspeltMethod: Rule = {
  name: 'unknown-method',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 26,
  alsoWeighs: { codeQuality: 10 },
  limit: 55,
  reason: 'A method that does not exist throws as soon as it is called.',
  check(project) {
    const named = new Set<string>()
    for (const { facts } of scriptsOf(project)) for (const name of facts.memberNames) named.add(name)
    const hasDatabase = project.roots.some(({ manifest }) =>
      DATABASES.test([...(manifest?.dependencies.keys() ?? [])].join(' ')),
    )
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!project.reachedFromEntries.has(file.path)) continue
      const imported = importedFromPackages(project, file.path)
      const reported = new Set<string>()
      for (const use of facts.methods) {
        const problem = reported.has(use.method)
          ? null
          : problemOf(use, { named, imported, topLevelNames: facts.topLevelNames, hasDatabase })
        if (problem === null) continue
        reported.add(use.method)
        findings.push({ file: file.path, line: use.line, message: problem })
      }
    }
    return findings
  },
}

const DATABASES = /mongo|sequelize|typeorm|prisma|knex|drizzle|objection|mikro-orm/

interface Surroundings {
  /** Members that the project itself defines. */
  named: ReadonlySet<string>
  imported: ReadonlySet<string>
  topLevelNames: ReadonlySet<string>
  hasDatabase: boolean
}

/** What packages give may have methods of any name. */
function importedFromPackages(project: Project, path: string): Set<string> {
  const names = new Set<string>()
  for (const { fact, resolution } of project.imports.get(path) ?? []) {
    if (resolution.kind === 'file' && fact.names.every(({ imported }) => imported !== '*')) continue
    for (const { local } of fact.names) names.add(local)
  }
  return names
}

function problemOf(
  { method, receiver, isDirect }: MethodUse,
  { named, imported, topLevelNames, hasDatabase }: Surroundings,
): string | null {
  if (isDirect && !topLevelNames.has(receiver)) {
    const members = membersOfGlobal(receiver)
    if (members !== null) return members.has(method) ? null : `'${receiver}' has no method '${method}'`
  }
  if (imported.has(receiver) || named.has(method) || isBuiltInMember(method)) return null
  const meant = nearestBuiltIn(method, hasDatabase)
  return meant === null ? null : `There is no method '${method}'; '${meant}' may be meant`
}
