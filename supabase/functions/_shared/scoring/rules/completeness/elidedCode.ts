import { isOwnCode, type Project, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import { findElidedEdit } from '../../reading/elidedEdit.ts'
import { isElision } from '../../reading/elision.ts'
import type { Finding, Rule } from '../../rule.ts'

/** An edit that loses this share of a file's lines behind a remark destroys what its user had. */
const FATAL_LOSS = 0.3

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
    const findings = elidedEdits(project)
    const diagnosed = new Set(findings.map(({ file }) => file))
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (diagnosed.has(file.path)) continue
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
      if (diagnosed.has(file.path)) continue
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

/** Edited files of any type in which a remark stands for content that was there before. */
function elidedEdits({ before, changed, files }: Project): Finding[] {
  const findings: Finding[] = []
  for (const path of changed ?? []) {
    // A file may be called `constructor`, which every object has.
    const old = before !== null && Object.hasOwn(before, path) ? before[path] : undefined
    const file = files.get(path)
    if (old === undefined || file === undefined) continue
    const elided = findElidedEdit(old, file.text)
    if (elided === null) continue
    findings.push({
      file: path,
      line: elided.line,
      message: `The edit leaves out what the file had: “${elided.remark.slice(0, 60)}”`,
      ...(elided.lostShare >= FATAL_LOSS ? { severity: 'fatal' as const } : { share: 0.5 }),
    })
  }
  return findings
}
