import { isErased } from '../../graph/moduleGraph.ts'
import type { Project, ResolvedImport, SourceFile } from '../../graph/projectModel.ts'
import { isNeededToStart, isOptionalImport } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const unresolvedImport: Rule = {
  name: 'unresolved-import',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 40,
  alsoWeighs: { completeness: 40, functionality: 30 },
  limit: 80,
  reason: 'A module that is not there stops the build, however small the rest of the mistake.',
  check(project) {
    const findings: Finding[] = []
    for (const file of project.files.values()) {
      if (file.purpose === 'edge' || file.purpose === 'test') continue
      for (const resolved of project.imports.get(file.path) ?? []) {
        const finding = judge(project, file, resolved)
        if (finding !== null) findings.push(finding)
      }
    }
    return findings
  },
}

function judge(project: Project, file: SourceFile, { fact, resolution }: ResolvedImport): Finding | null {
  if (resolution.kind !== 'missing' && resolution.kind !== 'wrongCase') return null
  if (isOptionalImport(file, fact)) return null
  const message =
    resolution.kind === 'wrongCase'
      ? `'${fact.specifier}' differs from '${resolution.path}' in letter case`
      : `'${fact.specifier}' leads to no file`
  const place = { file: file.path, line: fact.line, message }
  if (isErased(file, fact)) return { ...place, severity: 'minor', share: 0.01 }
  if (!isNeededToStart(project, file)) {
    return project.reachedFromEntries.has(file.path)
      ? { ...place, severity: 'major', share: 0.2 }
      : { ...place, severity: 'minor', share: 0.03 }
  }
  // A component given alone imports from the project it is meant for.
  if (project.isFragment) return { ...place, severity: 'major', share: isStyle(fact.specifier) ? 0.2 : 0.6 }
  return place
}

/** What a test or a page leaves out without harm. */
function isStyle(specifier: string): boolean {
  return /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|woff2?)(\?.*)?$/.test(specifier)
}
