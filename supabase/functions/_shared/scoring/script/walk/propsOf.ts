/** The props a component takes, from its destructured parameter and its type. */
import type { PropsFact } from '../moduleFacts.ts'
import { childOf, childrenOf, nameOf, type SyntaxNode } from '../syntaxNode.ts'
import type { Walk } from './walkState.ts'

/** Null where the first parameter says nothing: none, or one read as a whole without a type. */
export function propsOf(walk: Walk, component: SyntaxNode): PropsFact | null {
  const parameter = childrenOf(component, 'params')[0]
  if (parameter === undefined) return { names: new Map(), closed: true, typed: false }
  const pattern = parameter.type === 'AssignmentPattern' ? childOf(parameter, 'left') : parameter
  if (pattern === null) return null
  const annotation = childOf(pattern, 'typeAnnotation')
  const declared = walk.declaredTypes.get(component) ?? null
  const typed =
    annotation !== null
      ? shapeOf(walk, childOf(annotation, 'typeAnnotation'))
      : shapeOf(walk, propsArgument(declared))
  const taken = pattern.type === 'ObjectPattern' ? destructured(pattern) : null
  if (typed === null) return annotation === null && declared === null ? taken : open(taken)
  if (taken !== null) {
    for (const [name, prop] of taken.names) {
      const known = typed.names.get(name)
      if (known === undefined) typed.names.set(name, prop)
      else {
        prop.required = known.required
        typed.names.set(name, prop)
      }
    }
  }
  return typed
}

function open(props: PropsFact | null): PropsFact | null {
  return props === null ? null : { ...props, closed: false }
}

/** `P` of `React.FC<P>`. */
function propsArgument(declared: SyntaxNode | null): SyntaxNode | null {
  const reference = declared === null ? null : childOf(declared, 'typeAnnotation')
  if (reference?.type !== 'TSTypeReference') return null
  const parameters = childOf(reference, 'typeArguments') ?? childOf(reference, 'typeParameters')
  return parameters === null ? null : (childrenOf(parameters, 'params')[0] ?? null)
}

function destructured(pattern: SyntaxNode): PropsFact {
  const props: PropsFact = { names: new Map(), closed: true, typed: false }
  for (const property of childrenOf(pattern, 'properties')) {
    if (property.type !== 'ObjectProperty') {
      props.closed = false
      continue
    }
    const hasDefault = childOf(property, 'value')?.type === 'AssignmentPattern'
    props.names.set(nameOf(childOf(property, 'key')), {
      required: false,
      hasDefault,
      vital: false,
      used: true,
    })
  }
  return props
}

/** Members of a type literal or of an interface or alias declared above in the same file. */
function shapeOf(walk: Walk, type: SyntaxNode | null): PropsFact | null {
  if (type === null) return null
  if (type.type === 'TSTypeLiteral') return members(childrenOf(type, 'members'), true)
  if (type.type !== 'TSTypeReference') return null
  const declaration = walk.typeShapes.get(nameOf(childOf(type, 'typeName')))
  if (declaration === undefined) return null
  if (declaration.type === 'TSInterfaceDeclaration') {
    const body = childOf(declaration, 'body')
    const inherits = childrenOf(declaration, 'extends').length > 0
    return body === null ? null : members(childrenOf(body, 'body'), !inherits)
  }
  return shapeOf(walk, childOf(declaration, 'typeAnnotation'))
}

function members(nodes: readonly SyntaxNode[], closed: boolean): PropsFact {
  const props: PropsFact = { names: new Map(), closed, typed: true }
  for (const node of nodes) {
    if (node.type === 'TSIndexSignature') props.closed = false
    const name = nameOf(childOf(node, 'key'))
    if (name !== '')
      props.names.set(name, { required: node.optional !== true, hasDefault: false, vital: false, used: true })
  }
  return props
}
