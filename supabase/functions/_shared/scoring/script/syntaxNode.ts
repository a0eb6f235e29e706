/** The parser's tree, as the walker reads it: nodes are read by key, so that one small walk can treat every type alike. */

export interface SyntaxNode {
  type: string
  start: number
  end: number
  loc?: { start: { line: number } } | null
  [key: string]: unknown
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** The child node under `key`, or null. */
export function childOf(node: SyntaxNode, key: string): SyntaxNode | null {
  const value = node[key]
  return isNode(value) ? value : null
}

const NO_CHILDREN: SyntaxNode[] = []

/** The child nodes under `key`, not to be changed; holes and other values are left out. */
export function childrenOf(node: SyntaxNode, key: string): SyntaxNode[] {
  const value = node[key]
  if (!Array.isArray(value) || value.length === 0) return NO_CHILDREN
  return value.every(isNode) ? value : value.filter(isNode)
}

export function textOf(node: SyntaxNode, key: string): string {
  const value = node[key]
  return typeof value === 'string' ? value : ''
}

export function lineOf(node: SyntaxNode): number {
  return node.loc?.start.line ?? 1
}

/** Name of an identifier or JSX identifier, value of a string literal; '' for anything else. */
export function nameOf(node: SyntaxNode | null): string {
  if (node === null) return ''
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return textOf(node, 'name')
  if (node.type === 'StringLiteral') return textOf(node, 'value')
  return ''
}

const WRAPPERS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'ParenthesizedExpression',
])

/** The expression without the type assertions around it, which leave no trace at run time. */
export function unwrap(node: SyntaxNode | null): SyntaxNode | null {
  let current = node
  while (current !== null && WRAPPERS.has(current.type)) current = childOf(current, 'expression')
  return current
}

/** Keys of a node that hold no child to walk into. */
const SKIPPED_KEYS = new Set([
  'type',
  'start',
  'end',
  'loc',
  'errors',
  'extra',
  'range',
  'comments',
  'tokens',
])

/** Calls `visit` with each direct child, in source order of the node's keys. */
export function eachChild(node: SyntaxNode, visit: (child: SyntaxNode, key: string) => void): void {
  for (const key in node) {
    if (SKIPPED_KEYS.has(key)) continue
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item, key)
    } else if (isNode(value)) {
      visit(value, key)
    }
  }
}

export function isFunctionNode(node: SyntaxNode): boolean {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}

/** `f` or `a.b.f` as written; '' for anything that is no plain path of names. */
export function calleeName(call: SyntaxNode): string {
  return pathOf(childOf(call, 'callee'))
}

/** A plain path of names as written: `a.b.f`, `this.f`; '' for any other expression. */
export function pathOf(node: SyntaxNode | null): string {
  if (node === null) return ''
  if (node.type === 'Identifier') return textOf(node, 'name')
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'Super') return 'super'
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return ''
  if (node.computed === true) return ''
  return `${pathOf(childOf(node, 'object'))}.${nameOf(childOf(node, 'property'))}`
}

/** Keys of an object literal; null where a spread or a computed key leaves them open. */
export function literalKeys(object: SyntaxNode): Set<string> | null {
  const keys = new Set<string>()
  for (const property of childrenOf(object, 'properties')) {
    if (property.type === 'SpreadElement' || property.computed === true) return null
    keys.add(nameOf(childOf(property, 'key')))
  }
  return keys
}
