import type { Project, SourceFile } from '../../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'
import { shareByProportion } from '../../../rule.ts'
import type { InteractiveElement, ModuleFacts } from '../../../script/moduleFacts.ts'

export const inertElement: Rule = {
  name: 'inert-element',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 22,
  alsoWeighs: { completeness: 6 },
  limit: 80,
  reason: 'A button, form or field without a handler looks alive and does nothing.',
  check(project) {
    const findings: Finding[] = []
    let total = 0
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      const wired = wiredByScript(project, file)
      for (const element of facts.interactive) {
        if (element.tag === 'a') continue
        total++
        const problem = wired(element) ? null : problemOf(element, facts)
        if (problem !== null) findings.push({ file: file.path, line: element.line, message: problem })
      }
    }
    const share = shareByProportion(findings.length, total)
    return findings.map((finding) => ({ ...finding, share }))
  },
}

function problemOf(element: InteractiveElement, facts: ModuleFacts): string | null {
  const { tag, handlers, attributes, hasSpread, insideForm, delegated } = element
  if (hasSpread || handlers.length > 0 || attributes.has('ref') || attributes.has('bind:this')) return null
  if (attributes.has('disabled') && attributes.get('disabled') !== null) return null
  const type = attributes.get('type')
  if (tag === 'button') {
    if (
      delegated ||
      attributes.has('formAction') ||
      attributes.has('popovertarget') ||
      attributes.has('commandfor')
    )
      return null
    if (insideForm && type !== 'button') return null
    return type === 'submit' || type === 'reset' ? null : 'A button does nothing'
  }
  if (tag === 'form') {
    const submits = attributes.has('action') || attributes.get('method') === 'dialog'
    return submits ? null : 'A form is not handled when it is submitted'
  }
  const controlled = ['value', 'checked'].some(
    (name) => attributes.has(name) && attributes.get(name) === null,
  )
  const fixed =
    ['hidden', 'submit', 'button', 'reset', 'image'].includes(type ?? '') ||
    (type === 'radio' && !attributes.has('checked')) ||
    attributes.has('readOnly') ||
    attributes.has('readonly') ||
    attributes.has('disabled')
  if (controlled && !fixed && facts.counts.elements > 0) return 'A field shows a value and cannot be changed'
  return null
}

/** On plain pages scripts find elements and wire them; only a page that no script listens to has inert ones. */
function wiredByScript(project: Project, file: SourceFile): (element: InteractiveElement) => boolean {
  if (file.language !== 'html') return () => false
  let listens = false
  let submits = false
  for (const { facts } of scriptsOf(project, (other) => project.reachedFromEntries.has(other.path))) {
    if (facts.handlers.some(({ attribute }) => attribute === 'addEventListener')) listens = true
    if (facts.words.has('onclick') || facts.words.has('onsubmit') || facts.words.has('onchange'))
      listens = true
    if (facts.texts.has('submit')) submits = true
  }
  if (listens) return (element) => element.tag !== 'form' || submits || element.handlers.length > 0
  return (element) => element.tag !== 'button' && element.tag !== 'form'
}
