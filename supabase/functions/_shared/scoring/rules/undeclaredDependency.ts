import { bringsAlong } from '../packages/bringsAlong.ts'
import { isLoaded } from '../project/loading.ts'
import { packageOf } from '../project/manifest.ts'
import { isErased } from '../project/moduleGraph.ts'
import type { Project, ProjectRoot, ResolvedImport, SourceFile } from '../project/projectModel.ts'
import type { Finding, Rule } from '../rule.ts'

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
    for (const file of project.files.values()) {
      if (file.purpose === 'edge' || file.purpose === 'test' || file.root.manifest === null) continue
      if (file.purpose === 'config' && !isLoaded(project, file)) continue
      const reported = new Set<string>()
      for (const resolved of project.imports.get(file.path) ?? []) {
        const finding = judge(project, file, resolved)
        if (finding === null || reported.has(finding.message)) continue
        reported.add(finding.message)
        findings.push(finding)
      }
    }
    return findings
  },
}

function judge(project: Project, file: SourceFile, { fact, resolution }: ResolvedImport): Finding | null {
  if (resolution.kind !== 'package' || fact.typeOnly || fact.optional || isErased(file, fact)) return null
  const name = packageOf(resolution.specifier)
  if (isInstalled(project, file.root, name)) return null
  const loaded = isLoaded(project, file)
  return {
    file: file.path,
    line: fact.line,
    message: `'${name}' is not among the dependencies`,
    severity: loaded ? 'fatal' : 'minor',
    share: loaded ? 1 : 0.02,
  }
}

function isInstalled(project: Project, root: ProjectRoot, name: string): boolean {
  if (name === '' || name.startsWith('@types/')) return true
  // In a workspace any manifest may bring it, hoisted to the top.
  for (const { manifest, directory } of project.roots) {
    if (
      manifest === null ||
      !(root.directory === directory || directory === '' || root.directory === '' || manifest.workspaces)
    )
      continue
    if (manifest.dependencies.has(name) || manifest.name === name) return true
    if (bringsAlong(manifest.dependencies, name)) return true
  }
  return false
}
