/** Handlers that are not connected, or do nothing. */
import type { BlockStatement } from '@babel/types'
import { type Defect, type DefectResult, withEdits, withEditsIn } from '../defect.ts'
import { handlerAttributes, type TextRange, templateHandlers, wiring } from '../markup.ts'
import { type ParsedProject, reachableSources, type SourceFile } from '../parsedProject.ts'
import { attributeName, endOf, isFunction, locate, locateType, startOf } from '../syntaxTree.ts'
import { outermost, removeRange, type TextEdit } from '../textEdit.ts'

const removal = (source: SourceFile, range: TextRange): TextEdit =>
  removeRange(source.text, range.start + (source.text[range.start] === ' ' ? 1 : 0), range.end)

/** Handlers of comfort: closing on Escape, keys, focus. Without them a project still does what it is for. */
const COMFORT = /^on(Cancel|Blur|Focus|Key|Drag|Mouse|Close)|@(blur|focus|key)|onkey|onblur|onfocus/

export const handlerNotWired: Defect = {
  name: 'handler-not-wired',
  severity: 'major',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) => [
      ...handlerAttributes(source)
        .filter(
          (attribute) =>
            attribute.value?.type === 'JSXExpressionContainer' &&
            attribute.value.expression.type === 'Identifier' &&
            !COMFORT.test(attributeName(attribute)),
        )
        .map((attribute) => ({ source, range: { start: startOf(attribute), end: endOf(attribute) } })),
      ...templateHandlers(source)
        .filter((range) => !COMFORT.test(source.text.slice(range.start, range.end)))
        .map((range) => ({ source, range })),
    ])
    const site = random.pick(sites)
    return site ? withEdits(project, site.source.path, [removal(site.source, site.range)]) : null
  },
}

export const allHandlersRemoved: Defect = {
  name: 'all-handlers-removed',
  severity: 'major',
  apply: (project) =>
    withEditsIn(
      project,
      new Map(
        reachableSources(project).map((source) => [
          source.path,
          outermost(wiring(source).map((range) => removal(source, range))),
        ]),
      ),
    ),
}

/** Bodies of functions that a handler attribute or a template names, or that stand in the attribute itself. */
function handlerBodies(source: SourceFile): BlockStatement[] {
  const named = new Set<string>()
  const bodies: BlockStatement[] = []
  for (const { value } of handlerAttributes(source)) {
    if (value?.type !== 'JSXExpressionContainer') continue
    if (value.expression.type === 'Identifier') named.add(value.expression.name)
    for (const { node } of locate(value.expression)) {
      if (node.type === 'CallExpression' && node.callee.type === 'Identifier') named.add(node.callee.name)
    }
  }
  for (const range of templateHandlers(source)) {
    for (const match of source.text.slice(range.start, range.end).matchAll(/[A-Za-z_$][\w$]*/g))
      named.add(match[0])
  }
  for (const { node } of locateType(source.tree.program, 'CallExpression')) {
    const [, listener] = node.arguments
    const listens = node.callee.type === 'MemberExpression' && node.callee.property.type === 'Identifier'
    if (
      !listens ||
      listener === undefined ||
      !source.text.slice(startOf(node), endOf(node)).includes('addEventListener')
    )
      continue
    if (listener.type === 'Identifier') named.add(listener.name)
    else if (isFunction(listener) && listener.body.type === 'BlockStatement') bodies.push(listener.body)
  }
  for (const { node, ancestors } of locate(source.tree.program)) {
    if (!isFunction(node) || node.body.type !== 'BlockStatement') continue
    const parent = ancestors.at(-1)
    const name =
      node.type === 'FunctionDeclaration'
        ? node.id?.name
        : parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier'
          ? parent.id.name
          : undefined
    if (name !== undefined && named.has(name)) bodies.push(node.body)
  }
  return bodies.filter((body) => body.body.length > 0)
}

export const handlersEmptied: Defect = {
  name: 'handlers-emptied',
  severity: 'major',
  apply(project: ParsedProject): DefectResult | null {
    const edits = new Map<string, TextEdit[]>()
    for (const source of reachableSources(project)) {
      const emptied = handlerBodies(source).map((body) => ({
        start: startOf(body),
        end: endOf(body),
        text: '{}',
      }))
      edits.set(source.path, outermost(emptied))
    }
    return withEditsIn(project, edits)
  },
}
