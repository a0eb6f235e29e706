import { scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const missingElement: Rule = {
  name: 'missing-element',
  dimension: 'functionality',
  severity: 'major',
  weight: 24,
  limit: 60,
  reason: 'A script that looks for an element the page does not have fails at its first use.',
  check(project) {
    if (project.main.framework !== 'html' || project.isFragment) return []
    const ids = new Set<string>()
    let writesMarkup = ''
    for (const file of project.files.values()) {
      for (const tag of file.markup?.tags ?? []) ids.add(tag.attributes.get('id') ?? '')
      if (file.language === 'script' || file.language === 'html') writesMarkup += file.text
    }
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, (other) => project.reachedFromEntries.has(other.path))) {
      for (const { id, line } of facts.elementIds) {
        if (
          ids.has(id) ||
          new RegExp(
            `id\\s*=\\s*[\`"'\\\\]*${id.replace(/\W/g, '\\$&')}\\b|['"]id['"]\\s*,\\s*['"]${id.replace(/\W/g, '\\$&')}`,
          ).test(writesMarkup)
        )
          continue
        findings.push({ file: file.path, line, message: `The page has no element with the id '${id}'` })
      }
    }
    return findings
  },
}
