/** Members of objects and classes: reading them, changing them, and the routes that object literals describe. */
import { childOf, childrenOf, lineOf, nameOf, type SyntaxNode, textOf } from '../syntaxNode.ts'
import { visit, visitAll, visitChild } from './traverse.ts'
import { refer, type Visitors, type Walk } from './walkState.ts'
import { walkTypes } from './walkTypes.ts'

/** `mutates`: the member is assigned to or changed by a call. */
export function walkMember(walk: Walk, node: SyntaxNode, mutates: boolean): void {
  const object = childOf(node, 'object')
  const property = childOf(node, 'property')
  const computed = node.computed === true
  const member = computed || property === null ? null : nameOf(property)
  if (member !== null) walk.names.add(member)
  if (object?.type === 'Identifier') {
    const name = textOf(object, 'name')
    refer(walk, object, name, { member, mutates })
    if ((name === 'module' && member === 'exports') || name === 'exports') walk.commonJs = true
  } else if (object?.type === 'MemberExpression' && mutates) walkMember(walk, object, mutates)
  else if (object !== null) visit(walk, object)
  if (computed && property !== null) visit(walk, property)
}

function walkObject(walk: Walk, node: SyntaxNode): void {
  const properties = childrenOf(node, 'properties')
  if (walk.routeDepth > 0) addRoute(walk, node, properties)
  visitAll(walk, properties)
}

const ROUTE_CONTENT = new Set([
  'element',
  'Component',
  'component',
  'components',
  'lazy',
  'loadComponent',
  'loadChildren',
  'redirect',
  'redirectTo',
  'loader',
  'action',
  'page',
  'render',
])

function addRoute(walk: Walk, node: SyntaxNode, properties: readonly SyntaxNode[]): void {
  let path: string | null = null
  let hasComponent = false
  let hasChildren = false
  for (const property of properties) {
    if (property.type === 'SpreadElement') hasComponent = true
    const key = nameOf(childOf(property, 'key'))
    if (key === 'path') path = nameOf(childOf(property, 'value'))
    if (ROUTE_CONTENT.has(key)) hasComponent = true
    if (key === 'children') hasChildren = true
  }
  if (path !== null) walk.routes.push({ path, line: lineOf(node), hasComponent, hasChildren })
}

function walkObjectProperty(walk: Walk, node: SyntaxNode): void {
  const key = childOf(node, 'key')
  if (key !== null) {
    if (node.computed === true) visit(walk, key)
    else if (key.type === 'StringLiteral') walk.strings.add(textOf(key, 'value'))
    else walk.names.add(nameOf(key))
    walk.memberNames.add(nameOf(key))
  }
  const value = childOf(node, 'value')
  if (value === null) return
  walk.destination = { name: nameOf(key), moment: null, effect: null }
  visit(walk, value)
  walk.destination = null
}

function walkClassProperty(walk: Walk, node: SyntaxNode): void {
  const key = childOf(node, 'key')
  if (key !== null && node.computed === true) visit(walk, key)
  walk.memberNames.add(nameOf(key))
  visitAll(walk, childrenOf(node, 'decorators'))
  const annotation = childOf(node, 'typeAnnotation')
  if (annotation !== null) walkTypes(walk, annotation)
  walk.destination = { name: nameOf(key), moment: 'call', effect: null }
  visitChild(walk, node, 'value')
  walk.destination = null
}

function walkUnary(walk: Walk, node: SyntaxNode): void {
  const argument = childOf(node, 'argument')
  if (argument === null) return
  if (textOf(node, 'operator') === 'typeof' && argument.type === 'Identifier') {
    refer(walk, argument, textOf(argument, 'name'), { guarded: true })
    return
  }
  if (textOf(node, 'operator') === 'delete' && argument.type === 'MemberExpression') {
    walkMember(walk, argument, true)
    return
  }
  visit(walk, argument)
}

const walkReadMember = (walk: Walk, node: SyntaxNode): void => walkMember(walk, node, false)

export const memberVisitors: Visitors = {
  MemberExpression: walkReadMember,
  OptionalMemberExpression: walkReadMember,
  ObjectProperty: walkObjectProperty,
  ObjectExpression: walkObject,
  ClassProperty: walkClassProperty,
  ClassPrivateProperty: walkClassProperty,
  ClassAccessorProperty: walkClassProperty,
  UnaryExpression: walkUnary,
}
