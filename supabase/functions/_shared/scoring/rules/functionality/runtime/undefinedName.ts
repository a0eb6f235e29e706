import type { Project, SourceFile } from '../../../graph/projectModel.ts'
import { scriptsOf } from '../../../graph/projectModel.ts'
import { isNeededToStart } from '../../../graph/reachability.ts'
import { isElision } from '../../../reading/elision.ts'
import type { Finding, Rule } from '../../../rule.ts'
import { isTestGlobal } from '../../../script/globalNames.ts'
import type { ModuleFacts, UndefinedName } from '../../../script/moduleFacts.ts'

export const undefinedName: Rule = {
  name: 'undefined-name',
  dimension: 'functionality',
  severity: 'major',
  weight: 75,
  alsoWeighs: { codeQuality: 35, completeness: 25 },
  limit: 92,
  reason:
    'An undefined name throws where it is used; at render that leaves a blank page, as bad as a failed build.',
  check(project) {
    const findings: Finding[] = []
    const shared = sharedNames(project)
    for (const { file, facts } of scriptsOf(project)) {
      if (file.purpose === 'edge' || file.purpose === 'declaration') continue
      const isPage = file.language === 'html' || isClassicScript(project, file)
      if (isPage && loadsForeignScripts(project)) continue
      for (const undefinedName of facts.undefinedNames) {
        if (isExcused(file, undefinedName, facts) || (isPage && shared.has(undefinedName.name))) continue
        findings.push(judge(project, file, facts, undefinedName))
      }
    }
    return findings
  },
}

function judge(
  project: Project,
  file: SourceFile,
  facts: ModuleFacts,
  undefinedName: UndefinedName,
): Finding {
  const { name, line, position, owner } = undefinedName
  const what =
    /^use[A-Z]/.test(name) && position === 'call'
      ? `Hook '${name}' is used but not imported`
      : `'${name}' is not defined`
  const place = { file: file.path, line, message: what }
  if (!isNeededToStart(project, file)) return { ...place, severity: 'minor', share: 0.02 }
  const moment = momentOf(undefinedName, owner, facts)
  if (moment === 'call') return { ...place, share: 0.35 }
  return facts.comments.some(({ text }) => isElision(text)) ? { ...place, severity: 'fatal' } : place
}

/** A function called while rendering breaks the render with what breaks in it. */
function momentOf(undefinedName: UndefinedName, owner: string, facts: ModuleFacts): UndefinedName['moment'] {
  if (undefinedName.moment !== 'call' || owner === '') return undefinedName.moment
  const caller = facts.calls.find(({ callee, moment }) => callee === owner && moment !== 'call')
  return caller?.moment ?? 'call'
}

function isExcused(file: SourceFile, { name }: UndefinedName, facts: ModuleFacts): boolean {
  if (file.purpose === 'test' && isTestGlobal(name)) return true
  if (file.purpose === 'config' || file.purpose === 'test') return true
  // Replaced while building: `__BUILD_DATE__`.
  if (/^__\w+__$/.test(name)) return true
  // JSX of the old transform needs React in scope; the new one, which every current setup uses, does not.
  if (name === 'React') return facts.imports.length === 0
  return file.root.metaFramework === 'nuxt'
}

/** Classic scripts of one page share what they declare. */
function sharedNames(project: Project): Set<string> {
  const names = new Set<string>()
  for (const { file, facts } of scriptsOf(project)) {
    if (file.language === 'html' || isClassicScript(project, file))
      for (const name of facts.topLevelNames) names.add(name)
  }
  return names
}

function isClassicScript(project: Project, file: SourceFile): boolean {
  return (
    file.root.bundler === 'none' &&
    file.root.framework === 'html' &&
    file.language === 'script' &&
    (project.imports.get(file.path)?.length ?? 0) === 0
  )
}

/** Scripts from elsewhere define names nobody here can know. */
function loadsForeignScripts(project: Project): boolean {
  for (const file of project.files.values()) {
    for (const tag of file.markup?.tags ?? []) {
      if (tag.name === 'script' && /^(https?:)?\/\//.test(tag.attributes.get('src') ?? '')) return true
    }
  }
  return false
}
