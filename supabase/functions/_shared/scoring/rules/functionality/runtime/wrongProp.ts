import { findFunction } from '../../../graph/findFunction.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'
import type { ComponentUse, ModuleFacts, PropsFact } from '../../../script/moduleFacts.ts'

/** Given by React or harmless on anything. */
const ALWAYS_ALLOWED = /^(key|ref|children|className|style|id|data-.*|aria-.*|slot)$/

export const wrongProp: Rule = {
  name: 'wrong-prop',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 24,
  alsoWeighs: { codeQuality: 10 },
  limit: 50,
  reason: 'A prop under another name never arrives: the component goes without what it needs.',
  check(project) {
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const use of facts.components) {
        if (use.hasSpread || use.name.includes('.')) continue
        const component = findFunction(project, file.path, facts, use.name)
        if (component?.fact.props == null || component.file.purpose === 'library') continue
        const finding = judge(use, component.fact.props, facts)
        if (finding !== null) findings.push({ file: file.path, line: use.line, ...finding })
      }
    }
    return findings
  },
}

function judge(
  use: ComponentUse,
  props: PropsFact,
  facts: ModuleFacts,
): Omit<Finding, 'file' | 'line'> | null {
  if (facts.problems.length > 0) return null
  const given = (name: string) => use.attributes.has(name) || (name === 'children' && use.hasChildren)
  const missing = [...props.names].filter(
    ([name, prop]) => !prop.hasDefault && !given(name) && (prop.required || prop.vital),
  )
  const unknown = props.closed
    ? [...use.attributes].filter((name) => !props.names.has(name) && !ALWAYS_ALLOWED.test(name))
    : []
  const vital = missing.find(([, prop]) => prop.vital && (prop.required || !props.typed))
  const [missed] = vital ?? missing.find(([, prop]) => prop.required) ?? []
  if (missed !== undefined && unknown.length > 0) {
    return { message: `'${use.name}' is given '${unknown[0]}' and not '${missed}'` }
  }
  if (vital !== undefined)
    return {
      message: `'${use.name}' is not given '${vital[0]}', which it needs`,
      share: props.typed ? 0.8 : 0.5,
    }
  if (missed !== undefined) return { message: `'${use.name}' is not given '${missed}'`, share: 0.35 }
  if (unknown.length > 0)
    return { message: `'${use.name}' knows no '${unknown[0]}'`, severity: 'minor', share: 0.15 }
  return null
}
