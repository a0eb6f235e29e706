/** Reading a file's syntax tree: parsing, walking, and finding nodes with what encloses them. */
import { parse } from '@babel/parser'
import type { File, Node } from '@babel/types'

/** A node and what encloses it, outermost first. */
export interface Located<T extends Node = Node> {
  node: T
  ancestors: readonly Node[]
}

export type NodeOf<Type extends Node['type']> = Extract<Node, { type: Type }>

/** The tree of a script, or null where it does not parse. TypeScript and JSX are told from the path. */
export function parseScript(path: string, text: string): File | null {
  const typescript = /\.(ts|tsx|mts|cts|vue|svelte)$/.test(path)
  const jsx = /\.(tsx|jsx|js|mjs)$/.test(path)
  try {
    return parse(text, {
      sourceType: 'module',
      tokens: true,
      plugins: [...(typescript ? (['typescript'] as const) : []), ...(jsx ? (['jsx'] as const) : [])],
    })
  } catch {
    // A script that does not parse is an answer here, not an accident: several defects are made to do just that.
    return null
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** Children in source order, comments and tokens left out. */
function childrenOf(node: Node): Node[] {
  const children: Node[] = []
  for (const [key, value] of Object.entries(node)) {
    if (key === 'tokens' || key.endsWith('Comments') || key === 'comments' || key === 'errors') continue
    if (Array.isArray(value)) children.push(...value.filter(isNode))
    else if (isNode(value)) children.push(value)
  }
  return children.sort((first, second) => startOf(first) - startOf(second))
}

/** Every node below `root` (itself included) with its ancestors, in source order. */
export function locate(root: Node): Located[] {
  const found: Located[] = []
  const visit = (node: Node, ancestors: readonly Node[]): void => {
    found.push({ node, ancestors })
    const inner = [...ancestors, node]
    for (const child of childrenOf(node)) visit(child, inner)
  }
  visit(root, [])
  return found
}

/** Every node of one type below `root`. */
export function locateType<Type extends Node['type']>(root: Node, type: Type): Located<NodeOf<Type>>[] {
  return locate(root).filter((located): located is Located<NodeOf<Type>> => located.node.type === type)
}

/** Offsets are null only on nodes that no parser made; ours all come from one. */
export function startOf(node: Node): number {
  return node.start ?? 0
}

export function endOf(node: Node): number {
  return node.end ?? 0
}

export type FunctionNode = NodeOf<'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'>

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** Plain callee name of a call, `useState` for both `useState()` and `React.useState()`. */
export function calleeName(call: NodeOf<'CallExpression'>): string | null {
  if (call.callee.type === 'Identifier') return call.callee.name
  if (call.callee.type === 'MemberExpression' && call.callee.property.type === 'Identifier') {
    return call.callee.property.name
  }
  return null
}

/** Name of a JSX element, `Route` or `Context.Provider`. */
export function elementName(element: NodeOf<'JSXElement'>): string {
  const { name } = element.openingElement
  if (name.type === 'JSXIdentifier') return name.name
  if (name.type === 'JSXMemberExpression') {
    const object = name.object.type === 'JSXIdentifier' ? name.object.name : '…'
    return `${object}.${name.property.name}`
  }
  return `${name.namespace.name}:${name.name.name}`
}

export function attributeName(attribute: NodeOf<'JSXAttribute'>): string {
  return attribute.name.type === 'JSXIdentifier' ? attribute.name.name : attribute.name.name.name
}
