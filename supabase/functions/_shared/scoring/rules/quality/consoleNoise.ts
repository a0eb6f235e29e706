import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

/** A server says that it listens; that is no noise. */
const TOLERATED = 1

export const consoleNoise: Rule = {
  name: 'console-noise',
  dimension: 'codeQuality',
  severity: 'minor',
  weight: 3,
  limit: 16,
  reason: 'Debugging output left behind drowns what matters.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      const { count, firstLine } = facts.counts.console
      const noise = file.root.framework === 'node' ? count - TOLERATED : count
      if (noise <= 0 || !isReachable(project, file)) continue
      const share = Math.min(2, noise / 2)
      findings.push({
        file: file.path,
        line: firstLine,
        message: `${noise} console calls are left behind`,
        share,
      })
    }
    return findings
  },
}
