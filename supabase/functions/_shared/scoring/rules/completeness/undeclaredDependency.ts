import { isErased } from '../../graph/moduleGraph.ts'
import type { Project, ProjectRoot, ResolvedImport, SourceFile } from '../../graph/projectModel.ts'
import { isNeededToStart, isOptionalImport } from '../../graph/reachability.ts'
import { isTransitiveDependency } from '../../packages/transitivePackages.ts'
import { packageOf } from '../../reading/manifest.ts'
import type { Finding, Rule } from '../../rule.ts'

export const undeclaredDependency: Rule = {
  name: 'undeclared-dependency',
  dimension: 'completeness',
  severity: 'fatal',
  weight: 40,
  alsoWeighs: { codeQuality: 25, functionality: 30 },
  limit: 75,
  reason: 'What package.json does not name is not installed, and the build stops at its import.',
  check(project) {
    const findings: Finding[] = []
    const lesser = new Set<string>()
    for (const file of project.files.values()) {
      if (file.purpose === 'edge' || file.purpose === 'test' || file.root.manifest === null) continue
      if (file.purpose === 'config' && !isNeededToStart(project, file)) continue
      const reported = new Set<string>()
      for (const resolved of project.imports.get(file.path) ?? []) {
        const finding = judge(project, file, resolved)
        if (finding === null || reported.has(finding.message)) continue
        // What still builds is told once, however many files import it.
        if (finding.severity === 'minor') {
          if (lesser.has(finding.message)) continue
          lesser.add(finding.message)
        }
        reported.add(finding.message)
        findings.push(finding)
      }
    }
    return findings
  },
}

function judge(project: Project, file: SourceFile, { fact, resolution }: ResolvedImport): Finding | null {
  if (resolution.kind !== 'package' || fact.typeOnly || isOptionalImport(file, fact) || isErased(file, fact))
    return null
  const name = packageOf(resolution.specifier)
  const { isDeclared, isBrought } = installation(project, file.root, name)
  if (isDeclared) return null
  const place = { file: file.path, line: fact.line }
  if (isBrought) {
    const message = `'${name}' is installed only because another dependency needs it`
    return { ...place, message, severity: 'minor', share: 0.08 }
  }
  const message = `'${name}' is not among the dependencies`
  return isNeededToStart(project, file)
    ? { ...place, message }
    : { ...place, message, severity: 'minor', share: 0.08 }
}

function installation(
  project: Project,
  root: ProjectRoot,
  name: string,
): { isDeclared: boolean; isBrought: boolean } {
  if (name === '' || name.startsWith('@types/')) return { isDeclared: true, isBrought: false }
  let isBrought = false
  // In a workspace any manifest may bring it, hoisted to the top.
  for (const { manifest, directory } of project.roots) {
    if (
      manifest === null ||
      !(root.directory === directory || directory === '' || root.directory === '' || manifest.workspaces)
    )
      continue
    if (manifest.dependencies.has(name) || manifest.name === name)
      return { isDeclared: true, isBrought: false }
    isBrought ||= isTransitiveDependency(manifest.dependencies, name)
  }
  return { isDeclared: false, isBrought }
}
