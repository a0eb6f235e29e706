import type { SourceFile } from '../../graph/projectModel.ts'
import { isNeededToStart } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'

const FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*[\w+#.-]*[^\n`]*$/

export const markdownFence: Rule = {
  name: 'markdown-fence',
  dimension: 'codeQuality',
  severity: 'fatal',
  weight: 45,
  alsoWeighs: { functionality: 30 },
  reason:
    'A fence left over from the model’s answer is not code, even where it happens to parse as a template literal.',
  check(project) {
    const findings: Finding[] = []
    for (const file of project.files.values()) {
      const line = fenceLine(file)
      if (line === null) continue
      const loaded = isNeededToStart(project, file) || file.path.endsWith('package.json')
      findings.push({
        file: file.path,
        line,
        message: 'A Markdown fence is left in the file',
        severity: loaded ? 'fatal' : 'minor',
        share: loaded ? 1 : 0.3,
      })
    }
    return findings
  },
}

/** Line of the first fence outside comments, or null. Markdown and plain texts may hold fences. */
function fenceLine(file: SourceFile): number | null {
  if (file.language === 'text' || !/`{3}|~{3}/.test(file.text)) return null
  const commented = commentedLines(file)
  const lines = file.text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (!commented.has(index + 1) && FENCE.test(line) && !isInsideTemplate(lines, index)) return index + 1
  }
  return null
}

function commentedLines(file: SourceFile): Set<number> {
  const lines = new Set<number>()
  for (const facts of file.scripts) {
    for (const { text, line } of facts.comments) {
      const height = text.split('\n').length
      for (let offset = 0; offset < height; offset++) lines.add(line + offset)
    }
  }
  return lines
}

/** Escaped back-ticks nearby: the fence belongs to a text the program holds on purpose. */
function isInsideTemplate(lines: readonly string[], index: number): boolean {
  return lines.slice(Math.max(0, index - 20), index + 20).some((line) => line.includes('\\`'))
}
