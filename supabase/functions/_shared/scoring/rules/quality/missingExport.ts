import { exportsOf } from '../../graph/exportsOf.ts'
import { isTypeScript } from '../../graph/moduleGraph.ts'
import type { Project, ResolvedImport, SourceFile } from '../../graph/projectModel.ts'
import { isNeededToStart } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'
import type { ImportedName } from '../../script/moduleFacts.ts'

export const missingExport: Rule = {
  name: 'missing-export',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 45,
  alsoWeighs: { functionality: 40, completeness: 15 },
  limit: 80,
  reason: 'Bundlers link imports to exports by name: one that the other file lacks stops the build.',
  check(project) {
    const findings: Finding[] = []
    for (const file of project.files.values()) {
      if (file.purpose === 'edge' || file.purpose === 'test') continue
      for (const resolved of project.imports.get(file.path) ?? [])
        findings.push(...judge(project, file, resolved))
    }
    return findings
  },
}

function judge(project: Project, file: SourceFile, { fact, resolution }: ResolvedImport): Finding[] {
  if (resolution.kind !== 'file' || fact.typeOnly) return []
  // What names nothing lacks nothing; a chain of `export *` would be followed from each of its files.
  if (fact.names.length === 0 && fact.kind !== 'dynamic') return []
  const exported = exportsOf(project, resolution.path)
  if (exported === null) return []
  const loaded = isNeededToStart(project, file)
  const place = { file: file.path }
  if (fact.kind === 'dynamic' && fact.usesDefault && !exported.has('default')) {
    const message = `'${fact.specifier}' has no default export for lazy() to render`
    return [
      { ...place, line: fact.line, message, severity: loaded ? 'major' : 'minor', share: loaded ? 0.6 : 0.1 },
    ]
  }
  const findings: Finding[] = []
  for (const name of fact.names) {
    if (!isLinked(file, fact.kind, name) || exported.has(name.imported) || name.imported === '*') continue
    findings.push({
      ...place,
      line: name.line,
      message: describe(name, fact.specifier, exported),
      severity: loaded ? 'fatal' : 'minor',
      share: loaded ? 1 : 0.03,
    })
  }
  return findings
}

/** Names that remain after TypeScript has erased what is only a type. */
function isLinked(file: SourceFile, kind: string, name: ImportedName): boolean {
  if (name.typeOnly) return false
  return kind === 'reexport'
    ? !isTypeScript(file) || name.valueUses > 0
    : name.valueUses > 0 || !isTypeScript(file)
}

function describe(name: ImportedName, specifier: string, exported: ReadonlySet<string>): string {
  if (name.imported === 'default') return `'${specifier}' has no default export`
  if (exported.has('default') && exported.size === 1) {
    return `'${specifier}' exports no '${name.imported}', only a default`
  }
  return `'${specifier}' exports no '${name.imported}'`
}
