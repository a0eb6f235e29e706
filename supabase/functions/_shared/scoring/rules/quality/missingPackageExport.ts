import { isTypeScript } from '../../graph/moduleGraph.ts'
import type { Project, ResolvedImport, SourceFile } from '../../graph/projectModel.ts'
import { isNeededToStart } from '../../graph/reachability.ts'
import { isExportedByPackage } from '../../packages/exportedByPackage.ts'
import { packageOf } from '../../reading/manifest.ts'
import type { Finding, Rule } from '../../rule.ts'

export const missingPackageExport: Rule = {
  name: 'missing-package-export',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 45,
  alsoWeighs: { functionality: 40 },
  limit: 80,
  reason: 'A name that the declared version of a package does not export stops the build at its import.',
  check(project) {
    const findings: Finding[] = []
    for (const file of project.files.values()) {
      if (file.purpose === 'edge' || file.purpose === 'test' || file.purpose === 'config') continue
      for (const resolved of project.imports.get(file.path) ?? [])
        findings.push(...judge(project, file, resolved))
    }
    return findings
  },
}

function judge(project: Project, file: SourceFile, { fact, resolution }: ResolvedImport): Finding[] {
  if (resolution.kind !== 'package' || fact.kind !== 'static' || fact.typeOnly) return []
  const range = file.root.manifest?.dependencies.get(packageOf(fact.specifier)) ?? null
  if (range === null && file.root.manifest !== null) return []
  const findings: Finding[] = []
  for (const { imported, line, typeOnly, valueUses } of fact.names) {
    if (typeOnly || imported === '*' || (valueUses === 0 && isTypeScript(file))) continue
    if (isExportedByPackage(fact.specifier, range, imported) !== false) continue
    const loaded = isNeededToStart(project, file)
    findings.push({
      file: file.path,
      line,
      message: describe(fact.specifier, range, imported),
      severity: !loaded ? 'minor' : project.isFragment ? 'major' : 'fatal',
      share: loaded ? 1 : 0.03,
    })
  }
  return findings
}

function describe(specifier: string, range: string | null, imported: string): string {
  const version = range === null ? '' : ` ${range}`
  return imported === 'default'
    ? `'${specifier}'${version} has no default export`
    : `'${specifier}'${version} exports no '${imported}'`
}
