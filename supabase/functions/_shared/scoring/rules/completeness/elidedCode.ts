import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import { isElision } from '../../reading/elision.ts'
import type { Finding, Rule } from '../../rule.ts'

export const elidedCode: Rule = {
  name: 'elided-code',
  dimension: 'completeness',
  severity: 'major',
  perPart: true,
  weight: 22,
  alsoWeighs: { functionality: 16 },
  limit: 45,
  reason: '“… the rest stays the same” stands where code should be: what it names is not there.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      for (const { text, line } of facts.comments) {
        if (!isElision(text)) continue
        const share = isReachable(project, file) ? 1 : 0.1
        findings.push({
          file: file.path,
          line,
          message: `Code is left out: “${text.trim().slice(0, 60)}”`,
          share,
        })
      }
    }
    for (const file of project.files.values()) {
      if (
        file.language !== 'css' &&
        file.language !== 'html' &&
        file.language !== 'vue' &&
        file.language !== 'svelte'
      )
        continue
      for (const match of file.text.matchAll(/\/\*([^*]{1,160})\*\/|<!--([^>]{1,160}?)-->/g)) {
        const text = match[1] ?? match[2] ?? ''
        if (!/\.{3}|…/.test(text) || !isElision(text)) continue
        findings.push({
          file: file.path,
          message: `Code is left out: “${text.trim().slice(0, 60)}”`,
          share: 0.5,
        })
      }
    }
    return findings
  },
}
