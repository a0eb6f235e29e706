/** JSX: elements a user acts on, handlers, components and what they are given, routes, visible text. */
import { stubOf } from '../functionBody.ts'
import {
  calleeName,
  childOf,
  childrenOf,
  isFunctionNode,
  lineOf,
  nameOf,
  type SyntaxNode,
  textOf,
  unwrap,
} from '../syntaxNode.ts'
import { visit, visitAll } from './traverse.ts'
import { type ElementContext, ownerName, refer, type Visitors, type Walk } from './walkState.ts'

const INTERACTIVE = new Set(['button', 'input', 'select', 'textarea', 'form', 'a'])

/** Components that act for what stands inside them. */
const DELEGATING =
  /(Link|Trigger|Close|Label|Item|Button|Slot|Upload|Drop|Action|Cancel|Popover|Tooltip|Disclosure|Menu|Listbox|Tab)/

const ROUTE_ATTRIBUTES = new Set(['element', 'component', 'Component', 'render', 'lazy', 'loader'])

function walkJsxElement(walk: Walk, node: SyntaxNode): void {
  walk.destination = null
  const opening = childOf(node, 'openingElement')
  const fact = walk.current?.fact
  if (opening === null) {
    visitAll(walk, childrenOf(node, 'children'))
    return
  }
  const nameNode = childOf(opening, 'name')
  const name = jsxPath(nameNode)
  const isIntrinsic = /^[a-z]/.test(name) && !name.includes('.')
  const attributes = readAttributes(opening)
  walk.counts.elements++
  if (fact !== undefined) {
    fact.jsx.elements++
    if (!isIntrinsic) fact.jsx.components++
    fact.jsx.attributes += attributes.names.size + Number(attributes.hasSpread)
  }
  if (attributes.names.has('className') || attributes.names.has('class') || attributes.names.has('style')) {
    walk.counts.elementsStyled++
  }
  const children = childrenOf(node, 'children')
  const hasChildren = children.some(
    (child) => child.type !== 'JSXText' || textOf(child, 'value').trim() !== '',
  )
  if (isIntrinsic) recordInteractive(walk, opening, name, attributes)
  else recordComponent(walk, opening, nameNode, name, attributes, hasChildren)
  const outer = walk.element
  // An element handed to a component as a prop, `trigger={<Button />}`, is wired by it.
  if (!isIntrinsic) walk.element = { name, delegates: true, isForm: outer?.isForm ?? false, parent: outer }
  for (const attribute of childrenOf(opening, 'attributes')) walkAttribute(walk, attribute)
  walk.element = elementContext(name, isIntrinsic, attributes, outer)
  for (const child of children) walkJsxChild(walk, child)
  walk.element = outer
}

interface Attributes {
  /** Name → literal value, or null where it is an expression or absent. */
  names: Map<string, string | null>
  hasSpread: boolean
}

function readAttributes(opening: SyntaxNode): Attributes {
  const names = new Map<string, string | null>()
  let hasSpread = false
  for (const attribute of childrenOf(opening, 'attributes')) {
    if (attribute.type === 'JSXSpreadAttribute') hasSpread = true
    else names.set(attributeName(attribute), literalValue(childOf(attribute, 'value')))
  }
  return { names, hasSpread }
}

function attributeName(attribute: SyntaxNode): string {
  const name = childOf(attribute, 'name')
  if (name?.type === 'JSXNamespacedName') {
    return `${nameOf(childOf(name, 'namespace'))}:${nameOf(childOf(name, 'name'))}`
  }
  return nameOf(name)
}

function literalValue(value: SyntaxNode | null): string | null {
  const expression = value?.type === 'JSXExpressionContainer' ? childOf(value, 'expression') : value
  return expression?.type === 'StringLiteral' ? textOf(expression, 'value') : null
}

function jsxPath(name: SyntaxNode | null): string {
  if (name === null) return ''
  if (name.type === 'JSXMemberExpression')
    return `${jsxPath(childOf(name, 'object'))}.${nameOf(childOf(name, 'property'))}`
  return nameOf(name)
}

function elementContext(
  name: string,
  isIntrinsic: boolean,
  attributes: Attributes,
  parent: ElementContext | null,
): ElementContext {
  const acts = ['onClick', 'onMouseDown', 'onPointerDown', 'asChild', 'htmlFor'].some((key) =>
    attributes.names.has(key),
  )
  const delegates =
    (parent?.delegates ?? false) ||
    acts ||
    name === 'label' ||
    name === 'a' ||
    (!isIntrinsic && DELEGATING.test(name))
  const isForm = (parent?.isForm ?? false) || name === 'form' || (!isIntrinsic && /form/i.test(name))
  return { name, delegates, isForm, parent }
}

function recordInteractive(walk: Walk, opening: SyntaxNode, tag: string, attributes: Attributes): void {
  walk.names.add(tag)
  const handlers = [...attributes.names.keys()].filter((name) => /^on[A-Z]/.test(name))
  if (walk.current !== null) walk.current.fact.jsx.handlers += handlers.length
  if (!INTERACTIVE.has(tag)) return
  walk.interactive.push({
    tag,
    line: lineOf(opening),
    handlers,
    attributes: attributes.names,
    hasSpread: attributes.hasSpread,
    delegated: walk.element?.delegates ?? false,
    insideForm: walk.element?.isForm ?? false,
  })
}

/** Attributes by which a button component is something else, or is wired elsewhere. */
const WIRED_OTHERWISE = [
  'asChild',
  'as',
  'component',
  'href',
  'to',
  'ref',
  'form',
  'formAction',
  'action',
  'commandfor',
]

/** A field component takes its value and its handler as the element does. */
function recordField(walk: Walk, opening: SyntaxNode, attributes: Attributes): void {
  walk.interactive.push({
    tag: 'input',
    line: lineOf(opening),
    handlers: [...attributes.names.keys()].filter((name) => /^(on|set|handle)[A-Z]/.test(name)),
    attributes: attributes.names,
    hasSpread: attributes.hasSpread,
    delegated: walk.element?.delegates ?? false,
    insideForm: walk.element?.isForm ?? false,
  })
}

/** `<Button>` of any library is a button; components of other names may bring their own handler. */
function recordButton(walk: Walk, opening: SyntaxNode, attributes: Attributes): void {
  const handlers = [...attributes.names.keys()].filter((name) => /^on[A-Z]|^(handle|action)/.test(name))
  walk.interactive.push({
    tag: 'button',
    line: lineOf(opening),
    handlers: handlers.length > 0 ? handlers : WIRED_OTHERWISE.filter((name) => attributes.names.has(name)),
    attributes: attributes.names,
    hasSpread: attributes.hasSpread,
    delegated: walk.element?.delegates ?? false,
    insideForm: walk.element?.isForm ?? false,
  })
}

function recordComponent(
  walk: Walk,
  opening: SyntaxNode,
  nameNode: SyntaxNode | null,
  name: string,
  attributes: Attributes,
  hasChildren: boolean,
): void {
  const root = name.split('.')[0] ?? ''
  if (nameNode !== null && root !== '' && !root.includes(':') && root !== 'this') {
    const member = name.includes('.') ? (name.split('.')[1] ?? null) : null
    refer(walk, nameNode, root, { position: 'jsx', member })
  }
  if (walk.current !== null) {
    walk.current.fact.jsx.handlers += [...attributes.names.keys()].filter((key) =>
      /^on[A-Z]/.test(key),
    ).length
  }
  if (name === 'Button' || name === 'IconButton') recordButton(walk, opening, attributes)
  if (name === 'Input' || name === 'Textarea') recordField(walk, opening, attributes)
  walk.components.push({
    name,
    line: lineOf(opening),
    attributes: new Set(attributes.names.keys()),
    hasSpread: attributes.hasSpread,
    hasChildren,
    owner: ownerName(walk),
  })
  if (name === 'Route') {
    const names = [...attributes.names.keys()]
    walk.routes.push({
      path: attributes.names.has('index') ? '' : (attributes.names.get('path') ?? null),
      isComputed: attributes.names.get('path') === null,
      line: lineOf(opening),
      hasComponent: attributes.hasSpread || names.some((key) => ROUTE_ATTRIBUTES.has(key)),
      hasChildren,
    })
  }
  const target = attributes.names.get('to') ?? attributes.names.get('href')
  if (typeof target === 'string' && target.startsWith('/'))
    walk.linkTargets.push({ path: target, line: lineOf(opening) })
}

function walkAttribute(walk: Walk, attribute: SyntaxNode): void {
  if (attribute.type === 'JSXSpreadAttribute') {
    const argument = childOf(attribute, 'argument')
    if (argument !== null) visit(walk, argument)
    return
  }
  const name = attributeName(attribute)
  walk.names.add(name)
  const value = childOf(attribute, 'value')
  if (value === null) return
  if (name === 'className' || name === 'class') collectClassNames(walk, value)
  const expression = value.type === 'JSXExpressionContainer' ? childOf(value, 'expression') : value
  if (expression === null || expression.type === 'JSXEmptyExpression') return
  const isHandler = /^on[A-Z]/.test(name)
  if (isHandler) recordHandler(walk, name, attribute, expression)
  if (isFunctionNode(expression)) {
    walk.destination = {
      name: '',
      moment: isHandler ? 'call' : (walk.current?.moment ?? 'load'),
      effect: null,
    }
  }
  const outer = walk.element
  visit(walk, expression)
  walk.element = outer
  walk.destination = null
}

function recordHandler(walk: Walk, attribute: string, node: SyntaxNode, expression: SyntaxNode): void {
  const value = unwrap(expression)
  if (value === null) return
  const calledName = value.type === 'CallExpression' ? calleeName(value) : ''
  walk.handlers.push({
    attribute,
    line: lineOf(node),
    name: value.type === 'Identifier' ? nameOf(value) : calledName,
    stub: isFunctionNode(value) ? stubOf(childOf(value, 'body')) : null,
    missing: nameOf(value) === 'undefined' || value.type === 'NullLiteral',
    calledAtRender: calledName !== '',
  })
}

function collectClassNames(walk: Walk, value: SyntaxNode): void {
  const stack = [value]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'StringLiteral') addClassNames(walk, textOf(node, 'value'))
    else if (node.type === 'TemplateElement') {
      const cooked = (node.value as { cooked?: string | null } | undefined)?.cooked
      addClassNames(walk, cooked ?? '')
    } else {
      for (const key of ['expression', 'consequent', 'alternate', 'left', 'right']) {
        const child = childOf(node, key)
        if (child !== null) stack.push(child)
      }
      for (const key of ['quasis', 'expressions', 'arguments', 'elements'])
        stack.push(...childrenOf(node, key))
    }
  }
}

function addClassNames(walk: Walk, text: string): void {
  for (const name of text.split(/\s+/)) if (name !== '') walk.classNames.add(name)
}

function walkJsxChild(walk: Walk, child: SyntaxNode): void {
  if (child.type === 'JSXExpressionContainer') {
    const expression = childOf(child, 'expression')
    if (expression === null || expression.type === 'JSXEmptyExpression') return
    const fact = walk.current?.fact
    if (expression.type === 'StringLiteral') walkText(walk, textOf(expression, 'value'))
    else if (fact !== undefined) fact.jsx.expressions++
    visit(walk, expression)
    return
  }
  visit(walk, child)
}

function walkJsxText(walk: Walk, node: SyntaxNode): void {
  walkText(walk, textOf(node, 'value'))
}

function walkText(walk: Walk, value: string): void {
  const text = value.replace(/\s+/g, ' ').trim()
  if (text === '') return
  walk.strings.add(text)
  const fact = walk.current?.fact
  if (fact !== undefined && fact.jsx.text.length < 400) fact.jsx.text = `${fact.jsx.text} ${text}`.trim()
}

export const jsxVisitors: Visitors = {
  JSXElement: walkJsxElement,
  JSXFragment: walkJsxElement,
  JSXText: walkJsxText,
}
