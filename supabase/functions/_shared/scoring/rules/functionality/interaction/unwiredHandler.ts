import type { Project } from '../../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const unwiredHandler: Rule = {
  name: 'unwired-handler',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 18,
  alsoWeighs: { completeness: 6, codeQuality: 3 },
  limit: 45,
  reason: 'A handler was written and nothing calls it: the action it stands for cannot be taken.',
  check(project) {
    const findings: Finding[] = []
    const markupCode = codeInMarkup(project)
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file) || !facts.parsed) continue
      const isTemplated = file.language === 'vue' || file.language === 'svelte'
      for (const fact of facts.functions) {
        if (fact.uses !== 0 || fact.name === '' || fact.name.startsWith('_')) continue
        if (facts.exports.has(fact.name) || isExportedAs(facts.exports, fact.name)) continue
        const belongs =
          fact.isNested || isTemplated || file.language === 'html' || file.root.framework === 'html'
        if (mentions(markupCode, fact.name)) continue
        const isHandler = /^(handle|on)[A-Z]|(Click|Submit|Change)$/.test(fact.name)
        // An unused function at the top of a module is dead code; inside a component it is an action nobody can take.
        if (!isHandler && (!belongs || fact.kind !== 'function')) continue
        const share = isHandler ? 1 : 0.7
        findings.push({
          file: file.path,
          line: fact.line,
          message: `'${fact.name}' is never used`,
          share,
        })
      }
      for (const { name, hook, line } of facts.unusedTaken) {
        if (!ACTION.test(name) || isTemplated) continue
        findings.push({ file: file.path, line, message: `'${name}' of ${hook}() is never used`, share: 0.6 })
      }
    }
    return findings
  },
}

/** Names of things one does, as against things one reads. */
const ACTION =
  /^(add|append|remove|delete|clear|update|edit|save|create|toggle|set|reset|submit|move|mark|select|start|stop|pause|sign(In|Out|Up)|log(in|out)|increment|decrement|open|close|send|handle|on)([A-Z]|$)/

function isExportedAs(exports: ReadonlyMap<string, { local: string | null }>, name: string): boolean {
  for (const { local } of exports.values()) if (local === name) return true
  return name === 'default'
}

/** Code of attributes on plain pages: `onclick="addTask()"`. */
function codeInMarkup(project: Project): string {
  let code = ''
  for (const file of project.files.values()) {
    if (file.language !== 'html') continue
    for (const tag of file.markup?.tags ?? []) {
      for (const [name, value] of tag.attributes) if (name.startsWith('on')) code += `${value};`
    }
  }
  return code
}

function mentions(code: string, name: string): boolean {
  return code.includes(`${name}(`)
}
