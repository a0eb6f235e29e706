/** Calls: hooks, effects, dynamic imports, navigation, and what is only counted. */
import { stubOf } from '../functionBody.ts'
import { countAt, type EffectFact, type ImportFact, type Moment, newImport } from '../moduleFacts.ts'
import {
  calleeName,
  childOf,
  childrenOf,
  isFunctionNode,
  lineOf,
  nameOf,
  pathOf,
  type SyntaxNode,
  textOf,
  unwrap,
} from '../syntaxNode.ts'
import { visit, visitAll } from './traverse.ts'
import { walkMember } from './walkMembers.ts'
import { type Destination, ownerName, refer, type Visitors, type Walk } from './walkState.ts'
import { walkTypes } from './walkTypes.ts'

/** React's, and Svelte's, which clean up with what they return just the same. */
const EFFECT_HOOKS = new Set(['useEffect', 'useLayoutEffect', 'useInsertionEffect', '$effect', 'onMount'])

/** Array methods and hooks whose callback runs at once. */
const IMMEDIATE_CALLERS =
  /^(map|filter|reduce|reduceRight|some|every|find|findIndex|findLast|flatMap|sort|toSorted|forEach|from|useMemo|useState|useReducer|useEffect|useLayoutEffect|memo|forwardRef|observer)$/

/** Callbacks of these run later, on an event, not in the effect that registers them. */
const DEFERRING_CALLERS =
  /^(addEventListener|setInterval|setTimeout|requestAnimationFrame|on|once|subscribe|onSnapshot|onAuthStateChange|onAuthStateChanged|observe|addListener)$/

const MUTATING_METHODS = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'copyWithin',
])

const SUBSCRIBING =
  /^(addEventListener|setInterval|setTimeout|subscribe|onSnapshot|onAuthStateChange|onAuthStateChanged|observe|addListener)$/
const SUBSCRIBING_CLASSES = new Set([
  'WebSocket',
  'EventSource',
  'BroadcastChannel',
  'Worker',
  'AbortController',
])

function walkCall(walk: Walk, node: SyntaxNode): void {
  const destination = walk.destination
  walk.destination = null
  const callee = childOf(node, 'callee')
  if (callee === null) return
  if (callee.type === 'Import') {
    walkImportExpression(walk, node)
    return
  }
  const path = calleeName(node)
  const method = path.slice(path.lastIndexOf('.') + 1)
  const callArguments = childrenOf(node, 'arguments')
  walkCallee(walk, callee, path, method)
  recordCall(walk, node, path, callArguments)
  recordMethod(walk, callee, path, method, lineOf(node))
  recordSpecial(walk, node, path, method, callArguments)
  const isRouter = /^create\w*Router$|^useRoutes$/.test(method)
  if (isRouter) walk.routeDepth++
  walkArguments(walk, node, method, callArguments, destination)
  if (isRouter) walk.routeDepth--
  for (const key of ['typeArguments', 'typeParameters']) {
    const types = childOf(node, key)
    if (types !== null) walkTypes(walk, types)
  }
}

function walkCallee(walk: Walk, callee: SyntaxNode, path: string, method: string): void {
  if (callee.type === 'Identifier') refer(walk, callee, path, { position: 'call' })
  else if (callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression') {
    walkMember(walk, callee, MUTATING_METHODS.has(method))
  } else {
    if (isFunctionNode(callee)) {
      walk.destination = { name: '', moment: walk.current?.moment ?? 'load', effect: null }
    }
    visit(walk, callee)
  }
}

function recordCall(walk: Walk, node: SyntaxNode, path: string, callArguments: readonly SyntaxNode[]): void {
  if (path === '') return
  for (let context = walk.current; context !== null; context = context.parent) context.fact.calls.add(path)
  walk.current?.effect?.calls.add(path)
  walk.calls.push({
    callee: path,
    line: lineOf(node),
    arguments: callArguments.length,
    hasSpread: callArguments.some((argument) => argument.type === 'SpreadElement'),
    moment: walk.current?.moment ?? 'load',
    taken: null,
  })
}

function recordMethod(walk: Walk, callee: SyntaxNode, path: string, method: string, line: number): void {
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return
  if (callee.computed === true) return
  const own = path.replace(/^(window|globalThis|self)\.(?=[^.]+\.)/, '')
  const root = own.split('.')[0] ?? ''
  walk.methods.push({ method, line, receiver: root, isDirect: own === `${root}.${method}` && root !== '' })
}

function recordSpecial(
  walk: Walk,
  node: SyntaxNode,
  path: string,
  method: string,
  callArguments: readonly SyntaxNode[],
): void {
  const line = lineOf(node)
  const first = callArguments[0] ?? null
  if (method === 'addEventListener') recordListener(walk, line, callArguments[1] ?? null)
  if (/^console\.(log|debug|info|dir|table|trace)$/.test(path)) countAt(walk.counts.console, line)
  if (SUBSCRIBING.test(method)) walk.current?.effect?.subscriptions.push(method)
  if (/^use[A-Z]/.test(method) && (path === method || path.startsWith('React.')))
    recordHook(walk, method, line)
  if (/^(createElement|h|jsx|jsxs)$/.test(method) && first !== null) recordElement(walk, first, line)
  if (path === 'require' && first?.type === 'StringLiteral') addDynamicImport(walk, node, first, 'require')
  if ((method === 'getElementById' || method === 'querySelector') && first?.type === 'StringLiteral') {
    const selector = textOf(first, 'value')
    if (method === 'getElementById') walk.elementIds.push({ id: selector, line })
    else if (/^#[\w-]+$/.test(selector)) walk.elementIds.push({ id: selector.slice(1), line })
  }
  if (
    /^(navigate|push|replace|redirect|redirectTo|navigateTo)$/.test(method) &&
    first?.type === 'StringLiteral'
  ) {
    const target = textOf(first, 'value')
    if (target.startsWith('/')) walk.linkTargets.push({ path: target, line })
  }
  if (method === 'map' || method === 'flatMap') {
    const keyless = first !== null && isFunctionNode(first) ? keylessElement(first) : null
    if (keyless !== null) countAt(walk.counts.mapsWithoutKey, lineOf(keyless))
  }
}

/** `createElement(Component, …)` renders it as `<Component …>` does; what it is given is not read. */
function recordElement(walk: Walk, component: SyntaxNode, line: number): void {
  const name = pathOf(component)
  if (!/^[A-Z]/.test(name) && !name.includes('.')) return
  const owner = ownerName(walk)
  walk.components.push({ name, line, attributes: new Set(), hasSpread: true, hasChildren: true, owner })
}

/** The function given to `addEventListener`, as a handler like any in markup. */
function recordListener(walk: Walk, line: number, listener: SyntaxNode | null): void {
  if (listener === null) return
  walk.handlers.push({
    attribute: 'addEventListener',
    line,
    name: nameOf(listener),
    stub: isFunctionNode(listener) ? stubOf(childOf(listener, 'body')) : null,
    missing: false,
    calledAtRender: false,
  })
}

function recordHook(walk: Walk, hook: string, line: number): void {
  const { current } = walk
  if (current === null) return
  current.fact.hooks.push(hook)
  const isNestedFunction =
    current.parent !== null && current.fact.name !== '' && !/^(use)?[A-Z]/.test(current.fact.name)
  if (hook !== 'use' && (current.conditionalDepth > 0 || current.returnedEarly || isNestedFunction)) {
    current.fact.conditionalHooks.push({ name: hook, line })
  }
}

function walkArguments(
  walk: Walk,
  node: SyntaxNode,
  method: string,
  callArguments: readonly SyntaxNode[],
  destination: Destination | null,
): void {
  const effect = EFFECT_HOOKS.has(method) ? startEffect(walk, node, method, callArguments) : null
  const moment: Moment | null = IMMEDIATE_CALLERS.test(method) ? (walk.current?.moment ?? 'load') : null
  const outerEffect = walk.current?.effect ?? null
  const defers = outerEffect !== null && DEFERRING_CALLERS.test(method)
  if (defers && walk.current !== null) walk.current.effect = null
  const isWrapper = /^(memo|forwardRef|observer|useCallback|debounce|throttle)$/.test(method)
  callArguments.forEach((argument, index) => {
    if (isFunctionNode(argument)) {
      const isNamed = isWrapper && index === 0 && destination !== null
      const rendersAtOnce = isNamed && method !== 'useCallback' && /^[A-Z]/.test(destination.name)
      walk.destination = {
        name: isNamed ? destination.name : '',
        moment: rendersAtOnce ? 'render' : moment,
        effect: index === 0 ? effect : null,
        isUpdater: index === 0 && /^set[A-Z]/.test(method) && method === calleeName(node),
      }
    }
    visit(walk, argument)
    walk.destination = null
  })
  if (defers && walk.current !== null) walk.current.effect = outerEffect
}

function startEffect(
  walk: Walk,
  node: SyntaxNode,
  hook: string,
  callArguments: readonly SyntaxNode[],
): EffectFact {
  const body = childOf(callArguments[0] ?? node, 'body')
  const effect: EffectFact = {
    line: lineOf(node),
    hook,
    hasDependencies: callArguments.length > 1,
    calls: new Set(),
    subscriptions: [],
    returnsCleanup: false,
    empty: body?.type === 'BlockStatement' && childrenOf(body, 'body').length === 0,
  }
  walk.effects.push(effect)
  return effect
}

/** `import('../../project/x')`, as a call or as an expression of its own. */
function walkImportExpression(walk: Walk, node: SyntaxNode): void {
  const source = childOf(node, 'source') ?? childrenOf(node, 'arguments')[0] ?? null
  if (source?.type === 'StringLiteral') addDynamicImport(walk, node, source, 'dynamic')
  else if (source !== null) visit(walk, source)
}

function addDynamicImport(walk: Walk, node: SyntaxNode, source: SyntaxNode, kind: ImportFact['kind']): void {
  walk.imports.push({
    ...newImport(textOf(source, 'value'), lineOf(node), kind),
    optional: walk.tryDepth > 0,
  })
}

function walkNew(walk: Walk, node: SyntaxNode): void {
  walk.destination = null
  const callee = childOf(node, 'callee')
  const name = nameOf(callee)
  if (callee !== null) {
    if (callee.type === 'Identifier') refer(walk, callee, name, { position: 'call' })
    else visit(walk, callee)
  }
  if (name !== '') {
    walk.calls.push({
      callee: `new ${name}`,
      line: lineOf(node),
      arguments: childrenOf(node, 'arguments').length,
      hasSpread: false,
      moment: walk.current?.moment ?? 'load',
      taken: null,
    })
  }
  if (SUBSCRIBING_CLASSES.has(name)) walk.current?.effect?.subscriptions.push(name)
  if (
    name === 'Error' &&
    /not (yet )?implemented|unimplemented|todo/i.test(nameOf(childrenOf(node, 'arguments')[0] ?? null))
  ) {
    const owner = ownerName(walk)
    for (let context = walk.current; context !== null; context = context.parent) {
      if (context.fact.name === owner) context.fact.throwsUnimplemented = true
    }
  }
  visitAll(walk, childrenOf(node, 'arguments'))
  for (const key of ['typeArguments', 'typeParameters']) {
    const types = childOf(node, key)
    if (types !== null) walkTypes(walk, types)
  }
}

/** The element a list callback returns without a key, or null. */
function keylessElement(callback: SyntaxNode): SyntaxNode | null {
  const body = childOf(callback, 'body')
  if (body === null) return null
  if (body.type !== 'BlockStatement') return keylessIn(body)
  for (const statement of childrenOf(body, 'body')) {
    if (statement.type !== 'ReturnStatement') continue
    const argument = childOf(statement, 'argument')
    const found = argument === null ? null : keylessIn(argument)
    if (found !== null) return found
  }
  return null
}

function keylessIn(expression: SyntaxNode): SyntaxNode | null {
  const node = unwrap(expression)
  if (node === null) return null
  if (node.type === 'JSXFragment') return node
  if (node.type === 'LogicalExpression') return keylessChild(node, 'right')
  if (node.type === 'ConditionalExpression')
    return keylessChild(node, 'consequent') ?? keylessChild(node, 'alternate')
  if (node.type !== 'JSXElement') return null
  const opening = childOf(node, 'openingElement')
  const hasKey = childrenOf(opening ?? node, 'attributes').some(
    (attribute) => attribute.type === 'JSXSpreadAttribute' || nameOf(childOf(attribute, 'name')) === 'key',
  )
  return hasKey ? null : node
}

function keylessChild(node: SyntaxNode, key: string): SyntaxNode | null {
  const child = childOf(node, key)
  return child === null ? null : keylessIn(child)
}

export const callVisitors: Visitors = {
  CallExpression: walkCall,
  OptionalCallExpression: walkCall,
  NewExpression: walkNew,
  ImportExpression: walkImportExpression,
}
