/** What the body of a function does and gives back, read from its tree alone. */
import type { FunctionFact } from './moduleFacts.ts'
import { calleeName, childOf, childrenOf, nameOf, type SyntaxNode, textOf } from './syntaxNode.ts'

/** What a function's unconditional return gives. */
export function endingOf(value: SyntaxNode | null): FunctionFact['ending'] {
  if (value === null || isNothing(value)) return { kind: 'nothing', text: '' }
  const isElement = value.type === 'JSXElement'
  if (!isElement && value.type !== 'JSXFragment') return { kind: 'more', text: '' }
  const children = childrenOf(value, 'children')
  if (children.some(({ type }) => type !== 'JSXText')) return { kind: 'more', text: '' }
  const text = children.map((child) => textOf(child, 'value').trim()).join(' ')
  const opening = isElement ? childOf(value, 'openingElement') : null
  const isPlain =
    opening === null ||
    (/^[a-z]/.test(nameOf(childOf(opening, 'name'))) && childrenOf(opening, 'attributes').length === 0)
  if (text !== '') return { kind: 'text', text }
  return { kind: isPlain ? 'bare' : 'more', text: '' }
}

/** `null`, `undefined`, `void 0`. */
export function isNothing(node: SyntaxNode): boolean {
  return (
    node.type === 'NullLiteral' ||
    nameOf(node) === 'undefined' ||
    (node.type === 'UnaryExpression' &&
      textOf(node, 'operator') === 'void' &&
      childOf(node, 'argument')?.type === 'NumericLiteral')
  )
}

/** The expression is, or may be, an element. */
export function rendersJsx(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return true
    case 'ConditionalExpression': {
      const branches = [childOf(node, 'consequent'), childOf(node, 'alternate')]
      return branches.some((branch) => branch !== null && rendersJsx(branch))
    }
    case 'LogicalExpression': {
      const right = childOf(node, 'right')
      return right !== null && rendersJsx(right)
    }
    case 'CallExpression':
      return /(^|\.)(createElement|createPortal|cloneElement|jsx|jsxs|h)$/.test(calleeName(node))
    default:
      return false
  }
}

/** Whether a body does nothing a user would notice. `stopPropagation` alone is something: it keeps a dialog open. */
export function stubOf(body: SyntaxNode | null): FunctionFact['stub'] {
  if (body === null) return null
  if (body.type !== 'BlockStatement') {
    if (isNothing(body)) return 'empty'
    return isLogging(body) ? 'logs' : null
  }
  let logs = false
  for (const statement of childrenOf(body, 'body')) {
    const argument = statement.type === 'ReturnStatement' ? childOf(statement, 'argument') : null
    const expression = statement.type === 'ExpressionStatement' ? childOf(statement, 'expression') : argument
    if (statement.type === 'EmptyStatement') continue
    if (statement.type === 'ReturnStatement' && (argument === null || isNothing(argument))) continue
    if (expression === null) return null
    if (isLogging(expression)) logs = true
    else if (
      !/(^|\.)preventDefault$/.test(expression.type === 'CallExpression' ? calleeName(expression) : '')
    )
      return null
  }
  return logs ? 'logs' : 'empty'
}

function isLogging(expression: SyntaxNode): boolean {
  return expression.type === 'CallExpression' && calleeName(expression).startsWith('console.')
}
