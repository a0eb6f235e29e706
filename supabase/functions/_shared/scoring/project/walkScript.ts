/** One walk over a script's tree: resolves names and gathers the facts that rules read. */
import { closeScope } from './scope.ts'
import { childOf, childrenOf, eachChild, lineOf, nameOf, type SyntaxNode, textOf } from './syntaxNode.ts'
import { calleeName, walkCall, walkImportExpression, walkNew } from './walkCalls.ts'
import { walkExport, walkImport, walkVariables } from './walkDeclarations.ts'
import { walkClass, walkFunction, walkReturn } from './walkFunctions.ts'
import { walkJsxElement, walkJsxText } from './walkJsx.ts'
import { collectPattern, walkAssignment, walkPatternDefaults } from './walkPatterns.ts'
import { countAt, inScope, refer, type Walk } from './walkState.ts'
import { walkTypeDeclaration, walkTypes } from './walkTypes.ts'

export function walkAll(walk: Walk, nodes: readonly SyntaxNode[]): void {
  for (const node of nodes) visit(walk, node)
}

export function visitChild(walk: Walk, node: SyntaxNode, key: string): void {
  const child = childOf(node, key)
  if (child !== null) visit(walk, child)
}

/** Walks a node in expression or statement position. */
export function visit(walk: Walk, node: SyntaxNode): void {
  switch (node.type) {
    case 'Identifier':
      refer(walk, node, textOf(node, 'name'))
      return
    case 'StringLiteral':
      walk.strings.add(textOf(node, 'value'))
      return
    case 'TemplateElement': {
      const value = node.value as { cooked?: string | null } | undefined
      walk.strings.add(value?.cooked ?? '')
      return
    }
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      walkMember(walk, node, false)
      return
    case 'ObjectProperty':
      walkObjectProperty(walk, node)
      return
    case 'ObjectExpression':
      walkObject(walk, node)
      return
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      walkFunction(walk, node)
      return
    case 'ClassDeclaration':
    case 'ClassExpression':
      walkClass(walk, node)
      return
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty':
      walkClassProperty(walk, node)
      return
    case 'VariableDeclaration':
      walkVariables(walk, node)
      return
    case 'ImportDeclaration':
      walkImport(walk, node)
      return
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
      walkExport(walk, node)
      return
    case 'CallExpression':
    case 'OptionalCallExpression':
      walkCall(walk, node)
      return
    case 'NewExpression':
      walkNew(walk, node)
      return
    case 'ImportExpression':
      walkImportExpression(walk, node)
      return
    case 'UnaryExpression':
      walkUnary(walk, node)
      return
    case 'AssignmentExpression':
    case 'UpdateExpression':
      walkAssignment(walk, node)
      return
    case 'ReturnStatement':
      walkReturn(walk, node)
      return
    case 'JSXElement':
    case 'JSXFragment':
      walkJsxElement(walk, node)
      return
    case 'JSXText':
      walkJsxText(walk, node)
      return
    case 'ExpressionStatement': {
      const expression = childOf(node, 'expression')
      if (expression?.type === 'CallExpression') walk.current?.fact.statementCalls.add(calleeName(expression))
      visitChild(walk, node, 'expression')
      return
    }
    case 'BlockStatement':
    case 'StaticBlock':
      inScope(walk, false, closeScope, () => walkAll(walk, childrenOf(node, 'body')))
      return
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'SwitchStatement':
      inScope(walk, false, closeScope, () => conditionally(walk, () => walkChildren(walk, node)))
      return
    case 'IfStatement':
    case 'ConditionalExpression':
      visitChild(walk, node, 'test')
      conditionally(walk, () => {
        visitChild(walk, node, 'consequent')
        visitChild(walk, node, 'alternate')
      })
      return
    case 'LogicalExpression':
      visitChild(walk, node, 'left')
      conditionally(walk, () => visitChild(walk, node, 'right'))
      return
    case 'WhileStatement':
    case 'DoWhileStatement':
      conditionally(walk, () => walkChildren(walk, node))
      return
    case 'TryStatement':
      walkTry(walk, node)
      return
    case 'CatchClause':
      walkCatch(walk, node)
      return
    case 'LabeledStatement':
      visitChild(walk, node, 'body')
      return
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'PrivateName':
      return
    default:
      if (node.type.startsWith('TS') || node.type === 'TypeAnnotation') {
        if (!walkTypeDeclaration(walk, node)) walkTypes(walk, node)
        return
      }
      walkChildren(walk, node)
  }
}

export function walkChildren(walk: Walk, node: SyntaxNode): void {
  eachChild(node, (child) => visit(walk, child))
}

/** Walks what may not run, so that hooks in it are seen as conditional. */
function conditionally(walk: Walk, body: () => void): void {
  if (walk.current === null) {
    body()
    return
  }
  const { current } = walk
  current.conditionalDepth++
  body()
  current.conditionalDepth--
}

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
  walkAll(walk, properties)
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
  walkAll(walk, childrenOf(node, 'decorators'))
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

function walkTry(walk: Walk, node: SyntaxNode): void {
  walk.tryDepth++
  visitChild(walk, node, 'block')
  walk.tryDepth--
  visitChild(walk, node, 'handler')
  visitChild(walk, node, 'finalizer')
}

function walkCatch(walk: Walk, node: SyntaxNode): void {
  const body = childOf(node, 'body')
  if (body !== null && childrenOf(body, 'body').length === 0) countAt(walk.counts.emptyCatches, lineOf(node))
  inScope(walk, false, closeScope, () => {
    const parameter = childOf(node, 'param')
    if (parameter !== null) {
      collectPattern(walk, parameter, 'parameter')
      walkPatternDefaults(walk, parameter)
    }
    if (body !== null) walkAll(walk, childrenOf(body, 'body'))
  })
}
