/** Event handlers wherever a framework keeps them: JSX attributes, Vue and Svelte templates, `addEventListener` in plain scripts. */

import type { SourceFile } from './parsedProject.ts'
import type { NodeOf } from './syntaxTree.ts'
import { attributeName, endOf, locateType, startOf } from './syntaxTree.ts'

export interface TextRange {
  start: number
  end: number
}

const EVENT = /^on[A-Z]/

/** JSX attributes that hand over a handler, as `onClick={save}`. */
export function handlerAttributes(source: SourceFile): NodeOf<'JSXAttribute'>[] {
  return locateType(source.tree.program, 'JSXAttribute')
    .map(({ node }) => node)
    .filter(
      (attribute) =>
        EVENT.test(attributeName(attribute)) && attribute.value?.type === 'JSXExpressionContainer',
    )
}

/** Handlers in the template of a Vue or Svelte component, as `@click="save"` and `onclick={save}`. */
export function templateHandlers(source: SourceFile): TextRange[] {
  if (!/\.(vue|svelte)$/.test(source.path)) return []
  const pattern = source.path.endsWith('.vue') ? /\s(?:@|v-on:)[\w.:-]+="[^"]*"/g : /\son:?[a-z]+=\{/g
  const ranges: TextRange[] = []
  for (const match of source.text.matchAll(pattern)) {
    const { index } = match
    if (index >= source.script.start && index < source.script.end) continue
    const end = source.path.endsWith('.vue')
      ? index + match[0].length
      : closingBrace(source.text, index + match[0].length)
    ranges.push({ start: index, end })
  }
  return ranges
}

/** Offset after the brace that closes the one before `start`. */
function closingBrace(text: string, start: number): number {
  let depth = 1
  let offset = start
  for (; offset < text.length && depth > 0; offset++) {
    if (text[offset] === '{') depth++
    if (text[offset] === '}') depth--
  }
  return offset
}

/** `element.addEventListener(…)` as statements of their own, and event properties set in a script. */
function listenerStatements(source: SourceFile): NodeOf<'ExpressionStatement'>[] {
  return locateType(source.tree.program, 'ExpressionStatement')
    .map(({ node }) => node)
    .filter(
      ({ expression }) =>
        expression.type === 'CallExpression' &&
        expression.callee.type === 'MemberExpression' &&
        expression.callee.property.type === 'Identifier' &&
        expression.callee.property.name === 'addEventListener',
    )
}

/** Everything that wires a handler in one file. */
export function wiring(source: SourceFile): TextRange[] {
  const toRange = (node: NodeOf<'JSXAttribute' | 'ExpressionStatement'>): TextRange => ({
    start: startOf(node),
    end: endOf(node),
  })
  const listeners = /\.(jsx|tsx|vue|svelte)$/.test(source.path) ? [] : listenerStatements(source)
  return [...handlerAttributes(source).map(toRange), ...templateHandlers(source), ...listeners.map(toRange)]
}
