import { isOwnCode } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

/** Characters of code; about 400 and 120 lines. */
const GIANT = 12_000
const LARGE = 3_500
/** Of all own code: a project in one file is not organised. */
const LARGEST_SHARE = 0.65

export const giantFile: Rule = {
  name: 'giant-file',
  dimension: 'performance',
  severity: 'minor',
  perPart: true,
  weight: 9,
  alsoWeighs: { codeQuality: 3 },
  limit: 27,
  reason: 'One file with everything in it cannot be split, cached or read.',
  check(project) {
    const findings: Finding[] = []
    const sizes = [...project.files.values()]
      .filter((file) => isOwnCode(file) && isReachable(project, file))
      .map((file) => ({ file, size: file.scripts.reduce((sum, facts) => sum + facts.size, 0) }))
    const total = sizes.reduce((sum, { size }) => sum + size, 0)
    for (const { file, size } of sizes) {
      const dominates = size > LARGE && size > total * LARGEST_SHARE
      const isData = file.scripts.every((facts) => facts.functions.length < 3)
      if ((size < GIANT && !dominates) || isData || project.isFragment) continue
      const share = dominates ? 1 : Math.min(1, size / GIANT / 2)
      findings.push({
        file: file.path,
        message: `The file holds ${Math.round(size / 1000)},000 characters of code`,
        share,
      })
    }
    return findings
  },
}
