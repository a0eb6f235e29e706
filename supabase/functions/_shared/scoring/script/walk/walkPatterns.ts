/** Destructuring patterns and assignments. */
import type { Binding, BindingKind } from '../scope.ts'
import { childOf, childrenOf, isNode, nameOf, type SyntaxNode, textOf } from '../syntaxNode.ts'
import { visit } from './traverse.ts'
import { walkMember } from './walkMembers.ts'
import { declareName, refer, type Visitors, type Walk } from './walkState.ts'
import { walkTypes } from './walkTypes.ts'

/** Declares every name of a pattern; returns the bindings in source order. */
export function collectPattern(walk: Walk, pattern: SyntaxNode, kind: BindingKind): Binding[] {
  switch (pattern.type) {
    case 'Identifier':
      return [declareName(walk, pattern, textOf(pattern, 'name'), kind)]
    case 'ObjectPattern':
      return childrenOf(pattern, 'properties').flatMap((property) =>
        collectChild(walk, property, property.type === 'ObjectProperty' ? 'value' : 'argument', kind),
      )
    case 'ArrayPattern':
      return childrenOf(pattern, 'elements').flatMap((element) => collectPattern(walk, element, kind))
    case 'AssignmentPattern':
      return collectChild(walk, pattern, 'left', kind)
    case 'RestElement':
      return collectChild(walk, pattern, 'argument', kind)
    case 'TSParameterProperty':
      return collectChild(walk, pattern, 'parameter', kind)
    default:
      return []
  }
}

function collectChild(walk: Walk, pattern: SyntaxNode, key: string, kind: BindingKind): Binding[] {
  const child = childOf(pattern, key)
  return child === null ? [] : collectPattern(walk, child, kind)
}

/** Walks the expressions of a pattern: default values, computed keys, type annotations. */
export function walkPatternDefaults(walk: Walk, pattern: SyntaxNode): void {
  const annotation = childOf(pattern, 'typeAnnotation')
  if (annotation !== null) walkTypes(walk, annotation)
  switch (pattern.type) {
    case 'ObjectPattern':
      for (const property of childrenOf(pattern, 'properties')) {
        const key = childOf(property, 'key')
        if (key !== null) {
          if (property.computed === true) visit(walk, key)
          else {
            walk.names.add(nameOf(key))
            walk.memberNames.add(nameOf(key))
          }
        }
        walkDefaultsOf(walk, property, property.type === 'ObjectProperty' ? 'value' : 'argument')
      }
      return
    case 'ArrayPattern':
      for (const element of childrenOf(pattern, 'elements')) walkPatternDefaults(walk, element)
      return
    case 'AssignmentPattern': {
      walkDefaultsOf(walk, pattern, 'left')
      const value = childOf(pattern, 'right')
      if (value !== null) visit(walk, value)
      return
    }
    case 'RestElement':
      walkDefaultsOf(walk, pattern, 'argument')
      return
    case 'TSParameterProperty':
      walkDefaultsOf(walk, pattern, 'parameter')
      return
    default:
  }
}

function walkDefaultsOf(walk: Walk, pattern: SyntaxNode, key: string): void {
  const child = childOf(pattern, key)
  if (child !== null) walkPatternDefaults(walk, child)
}

/** `x = 1`, `x += 1`, `x++`, `x.a = 1`, `[a, b] = pair`. */
function walkAssignment(walk: Walk, node: SyntaxNode): void {
  const target = childOf(node, node.type === 'UpdateExpression' ? 'argument' : 'left')
  const compound = node.type === 'UpdateExpression' || textOf(node, 'operator') !== '='
  if (target !== null) walkTarget(walk, target, compound)
  const value = childOf(node, 'right')
  if (value === null) return
  if (target?.type === 'MemberExpression') {
    walk.destination = { name: nameOf(childOf(target, 'property')), moment: null, effect: null }
  }
  visit(walk, value)
  walk.destination = null
}

function walkTarget(walk: Walk, target: SyntaxNode, alsoRead: boolean): void {
  switch (target.type) {
    case 'Identifier':
      refer(walk, target, textOf(target, 'name'), { isWrite: true })
      if (alsoRead) refer(walk, target, textOf(target, 'name'))
      return
    case 'MemberExpression':
      walkMember(walk, target, true)
      return
    case 'ObjectPattern':
      for (const property of childrenOf(target, 'properties')) {
        const inner = property.type === 'ObjectProperty' ? property.value : property.argument
        if (isNode(inner)) walkTarget(walk, inner, false)
      }
      return
    case 'ArrayPattern':
      for (const element of childrenOf(target, 'elements')) walkTarget(walk, element, false)
      return
    case 'AssignmentPattern': {
      const left = childOf(target, 'left')
      const right = childOf(target, 'right')
      if (left !== null) walkTarget(walk, left, false)
      if (right !== null) visit(walk, right)
      return
    }
    case 'RestElement': {
      const argument = childOf(target, 'argument')
      if (argument !== null) walkTarget(walk, argument, false)
      return
    }
    default:
      visit(walk, target)
  }
}

export const assignmentVisitors: Visitors = {
  AssignmentExpression: walkAssignment,
  UpdateExpression: walkAssignment,
}
