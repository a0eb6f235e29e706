import { isNeededToStart } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

export const stylesheetError: Rule = {
  name: 'stylesheet-error',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 30,
  alsoWeighs: { completeness: 10 },
  reason: 'PostCSS stops the build at a style sheet it cannot read; a browser alone skips the broken part.',
  check(project) {
    const findings: Finding[] = []
    for (const file of project.files.values()) {
      const problem = file.stylesheet?.problem
      if (problem == null || file.language !== 'css') continue
      const stopsBuild = isNeededToStart(project, file) && file.root.bundler !== 'none'
      findings.push({
        file: file.path,
        line: problem.line,
        message: problem.message,
        severity: stopsBuild ? 'fatal' : 'major',
        share: isNeededToStart(project, file) ? 1 : 0.3,
      })
    }
    return findings
  },
}
