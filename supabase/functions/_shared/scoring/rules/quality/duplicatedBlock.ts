import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import type { Finding, Rule } from '../../rule.ts'

export const duplicatedBlock: Rule = {
  name: 'duplicated-block',
  dimension: 'codeQuality',
  severity: 'minor',
  weight: 4,
  limit: 18,
  reason: 'The same code twice is two places to change and one to forget.',
  check(project) {
    const seen = new Map<string, { file: string; line: number }>()
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      const reported: { start: number; end: number }[] = []
      const candidates = [...facts.duplicates].sort(
        (left, right) => left.start - right.start || right.end - left.end,
      )
      for (const { hash, size, line, start, end } of candidates) {
        const key = `${hash}:${size}`
        const first = seen.get(key)
        if (first === undefined) {
          seen.set(key, { file: file.path, line })
          continue
        }
        // What stands inside a copy is part of that copy.
        if (reported.some((outer) => outer.start <= start && end <= outer.end)) continue
        reported.push({ start, end })
        findings.push({
          file: file.path,
          line,
          message: `The same code stands in ${first.file}:${first.line}`,
        })
      }
    }
    return findings
  },
}
