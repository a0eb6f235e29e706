/** Descends the tree: each node goes to the visitor of its type, and nodes without one to their children. */
import { childOf, eachChild, type SyntaxNode } from '../syntaxNode.ts'
import type { Walk } from './walkState.ts'

export function visit(walk: Walk, node: SyntaxNode): void {
  const visitor = walk.visitorOf(node.type)
  if (visitor === null) visitChildren(walk, node)
  else visitor(walk, node)
}

export function visitAll(walk: Walk, nodes: readonly SyntaxNode[]): void {
  for (const node of nodes) visit(walk, node)
}

export function visitChild(walk: Walk, node: SyntaxNode, key: string): void {
  const child = childOf(node, key)
  if (child !== null) visit(walk, child)
}

export function visitChildren(walk: Walk, node: SyntaxNode): void {
  eachChild(node, (child) => visit(walk, child))
}
