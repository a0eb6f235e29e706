/** Functions and classes: their parameters, what they return, whether they do anything. */
import { endingOf, isNothing, rendersJsx, stubOf } from '../functionBody.ts'
import type { FunctionFact, Moment, PropsFact } from '../moduleFacts.ts'
import { type Binding, closeScope, newBinding } from '../scope.ts'
import {
  childOf,
  childrenOf,
  isNode,
  lineOf,
  literalKeys,
  nameOf,
  type SyntaxNode,
  unwrap,
} from '../syntaxNode.ts'
import { propsOf } from './propsOf.ts'
import { visit, visitAll, visitChild } from './traverse.ts'
import { collectPattern, walkPatternDefaults } from './walkPatterns.ts'
import { declareName, type FunctionContext, inScope, type Visitors, type Walk } from './walkState.ts'
import { walkTypes } from './walkTypes.ts'

const COMPONENT_NAME = /^[A-Z]/
const HOOK_NAME = /^use[A-Z0-9]/

function walkFunction(walk: Walk, node: SyntaxNode): void {
  const destination = walk.destination
  walk.destination = null
  const identifier = childOf(node, 'id')
  if (node.type === 'FunctionDeclaration' && identifier !== null) {
    const binding = declareName(walk, identifier, nameOf(identifier), 'function')
    walkBody(walk, node, nameOf(identifier), destination?.moment ?? null, null, (fact) =>
      walk.functionBindings.push({ binding, fact }),
    )
    return
  }
  const key = childOf(node, 'key')
  if (key !== null) {
    if (node.computed === true) visit(walk, key)
    else {
      walk.names.add(nameOf(key))
      walk.memberNames.add(nameOf(key))
    }
  }
  const name = nameOf(identifier) || nameOf(key) || destination?.name || ''
  const mutations = walkBody(
    walk,
    node,
    name,
    destination?.moment ?? null,
    destination?.effect ?? null,
    () => {},
  )
  if (destination?.isUpdater === true) walk.updaterMutations.push(...mutations)
}

/** Returns the lines where a parameter is changed in place. */
function walkBody(
  walk: Walk,
  node: SyntaxNode,
  name: string,
  moment: Moment | null,
  effect: FunctionContext['effect'],
  bind: (fact: FunctionFact) => void,
): number[] {
  const fact = functionFact(walk, node, name)
  walk.functions.push(fact)
  walk.factOf.set(node, fact)
  bind(fact)
  const outer = walk.current
  const outerElement = walk.element
  const context: FunctionContext = {
    fact,
    parent: outer,
    moment: moment ?? momentOf(name, outer),
    conditionalDepth: 0,
    returnedEarly: false,
    returnedKeys: new Set(),
    effect: effect ?? outer?.effect ?? null,
    isEffectBody: effect !== null,
  }
  walk.current = context
  if (outer === null || name !== '') walk.element = null
  const parameters: Binding[] = []
  inScope(walk, true, closeScope, () => {
    const identifier = childOf(node, 'id')
    if (node.type === 'FunctionExpression' && identifier !== null) {
      declareName(walk, identifier, nameOf(identifier), 'namespace')
    }
    if (node.type !== 'ArrowFunctionExpression')
      walk.scope.bindings.set('arguments', newBinding('arguments', 'namespace', 0))
    visitAll(walk, childrenOf(node, 'decorators'))
    for (const parameter of childrenOf(node, 'params')) {
      const bindings = collectPattern(walk, parameter, 'parameter')
      parameters.push(...bindings)
      if (fact.props !== null) bindProps(walk, fact.props, parameter, bindings)
    }
    for (const parameter of childrenOf(node, 'params')) walkPatternDefaults(walk, parameter)
    const returnType = childOf(node, 'returnType')
    if (returnType !== null) walkTypes(walk, returnType)
    const body = childOf(node, 'body')
    if (body?.type === 'BlockStatement') visitAll(walk, childrenOf(body, 'body'))
    else if (body !== null) {
      recordReturn(context, body)
      visit(walk, body)
    }
    if ((walk.scope.bindings.get('arguments')?.valueUses ?? 0) > 0) fact.maximumParameters = Infinity
  })
  finish(context)
  walk.current = outer
  walk.element = outerElement
  return parameters.flatMap(({ mutations }) => mutations ?? [])
}

/** Connects the props taken apart in a parameter with the names they are bound to. */
function bindProps(walk: Walk, props: PropsFact, parameter: SyntaxNode, bindings: readonly Binding[]): void {
  const pattern = parameter.type === 'AssignmentPattern' ? childOf(parameter, 'left') : parameter
  if (pattern?.type !== 'ObjectPattern') return
  for (const property of childrenOf(pattern, 'properties')) {
    const value = childOf(property, 'value')
    const local = nameOf(value?.type === 'AssignmentPattern' ? childOf(value, 'left') : value)
    const binding = bindings.find(({ name }) => name === local)
    const prop = props.names.get(nameOf(childOf(property, 'key')))
    if (binding !== undefined && prop !== undefined) walk.propBindings.push({ prop, binding })
  }
}

function momentOf(name: string, outer: FunctionContext | null): Moment {
  if (outer === null || outer.fact.name === '') {
    if (COMPONENT_NAME.test(name) || HOOK_NAME.test(name) || name === 'default') return 'render'
  }
  return 'call'
}

function functionFact(walk: Walk, node: SyntaxNode, name: string): FunctionFact {
  const parameters = childrenOf(node, 'params').filter((parameter) => nameOf(parameter) !== 'this')
  const hasRest = parameters.some((parameter) => parameter.type === 'RestElement')
  return {
    name,
    line: lineOf(node),
    kind: 'function',
    requiredParameters: parameters.filter(isRequired).length,
    maximumParameters: hasRest ? Infinity : parameters.length,
    size: walk.measure.size(node.start, node.end),
    stub: stubOf(childOf(node, 'body')),
    returns: { jsx: 0, nothing: 0, other: 0 },
    ending: null,
    jsx: { elements: 0, components: 0, expressions: 0, attributes: 0, handlers: 0, text: '' },
    returnedKeys: null,
    props: COMPONENT_NAME.test(name) || name === 'default' ? propsOf(walk, node) : null,
    hooks: [],
    conditionalHooks: [],
    throwsUnimplemented: false,
    calls: new Set(),
    statementCalls: new Set(),
    uses: -1,
    async: node.async === true,
    isNested: walk.current !== null,
  }
}

function isRequired(parameter: SyntaxNode): boolean {
  return (
    parameter.type !== 'AssignmentPattern' && parameter.type !== 'RestElement' && parameter.optional !== true
  )
}

function finish(context: FunctionContext): void {
  const { fact, returnedKeys } = context
  const { jsx, other } = fact.returns
  if (other > 0 && jsx === 0 && returnedKeys !== null && returnedKeys.size > 0)
    fact.returnedKeys = returnedKeys
  if (HOOK_NAME.test(fact.name)) fact.kind = 'hook'
  else if (
    (COMPONENT_NAME.test(fact.name) || fact.name === 'default') &&
    context.parent?.fact.name !== fact.name
  ) {
    if (jsx > 0 || fact.jsx.elements > 0 || fact.hooks.length > 0) fact.kind = 'component'
  }
}

/** `return x` in a function: what comes out of it. */
function walkReturn(walk: Walk, node: SyntaxNode): void {
  const { current } = walk
  const argument = childOf(node, 'argument')
  if (current !== null) {
    recordReturn(current, argument)
    if (current.conditionalDepth === 0) current.fact.ending = endingOf(unwrap(argument))
    if (current.conditionalDepth > 0) current.returnedEarly = true
  }
  visitChild(walk, node, 'argument')
}

function recordReturn(context: FunctionContext, value: SyntaxNode | null): void {
  const returned = unwrap(value)
  const { returns } = context.fact
  if (context.isEffectBody && context.effect !== null && returned !== null && !isNothing(returned)) {
    context.effect.returnsCleanup = true
  }
  if (returned === null || isNothing(returned)) {
    returns.nothing++
    return
  }
  if (rendersJsx(returned)) returns.jsx++
  else returns.other++
  const keys = returned.type === 'ObjectExpression' ? literalKeys(returned) : null
  if (keys === null) context.returnedKeys = null
  else if (context.returnedKeys !== null) for (const key of keys) context.returnedKeys.add(key)
}

function walkClass(walk: Walk, node: SyntaxNode): void {
  walk.destination = null
  const identifier = childOf(node, 'id')
  if (identifier !== null) {
    declareName(
      walk,
      identifier,
      nameOf(identifier),
      node.type === 'ClassDeclaration' ? 'lexical' : 'namespace',
    )
  }
  if (node.declare === true) return
  const superClass = childOf(node, 'superClass')
  if (superClass !== null) visit(walk, superClass)
  visitAll(walk, childrenOf(node, 'decorators'))
  for (const key of ['superTypeParameters', 'superTypeArguments']) {
    const types = childOf(node, key)
    if (types !== null) walkTypes(walk, types)
  }
  for (const heritage of childrenOf(node, 'implements')) walkTypes(walk, heritage)
  const body = childOf(node, 'body')
  if (body === null) return
  for (const member of childrenOf(body, 'body')) {
    if (member.type === 'TSDeclareMethod' || member.type === 'TSIndexSignature') continue
    if (isNode(member) && member.type.startsWith('TS')) walkTypes(walk, member)
    else visit(walk, member)
  }
}

export const functionVisitors: Visitors = {
  FunctionDeclaration: walkFunction,
  FunctionExpression: walkFunction,
  ArrowFunctionExpression: walkFunction,
  ObjectMethod: walkFunction,
  ClassMethod: walkFunction,
  ClassPrivateMethod: walkFunction,
  ClassDeclaration: walkClass,
  ClassExpression: walkClass,
  ReturnStatement: walkReturn,
}
