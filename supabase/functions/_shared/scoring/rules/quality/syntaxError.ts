import { isNeededToStart } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const syntaxError: Rule = {
  name: 'syntax-error',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 60,
  alsoWeighs: { functionality: 50, completeness: 20 },
  reason: 'A bundler stops at the first file that does not parse, and a browser never runs it.',
  check(project) {
    const findings: Finding[] = []
    for (const file of project.files.values()) {
      const problem = file.scripts.flatMap((facts) => facts.problems)[0]
      if (problem === undefined) continue
      const loaded = isNeededToStart(project, file)
      findings.push({
        file: file.path,
        line: problem.line,
        message: problem.message,
        severity: loaded ? 'fatal' : 'minor',
        share: loaded ? 1 : 0.04,
      })
    }
    return findings
  },
}
