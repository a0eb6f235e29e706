/** Type positions: they bind and use type names, and leave no trace at run time. */
import { countAt } from '../moduleFacts.ts'
import { childOf, childrenOf, eachChild, lineOf, nameOf, type SyntaxNode, textOf } from '../syntaxNode.ts'
import { visit, visitAll, visitChildren } from './traverse.ts'
import { declareName, refer, type Walk } from './walkState.ts'

/** Declarations and expressions of TypeScript that hold values; false where `node` is a plain type. */
export function walkTypeDeclaration(walk: Walk, node: SyntaxNode): boolean {
  switch (node.type) {
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration': {
      const identifier = childOf(node, 'id')
      const name = nameOf(identifier)
      if (identifier !== null) declareName(walk, identifier, name, 'type')
      walk.typeShapes.set(name, node)
      eachChild(node, (child, key) => {
        if (key !== 'id') walkTypes(walk, child)
      })
      return true
    }
    case 'TSEnumDeclaration': {
      const identifier = childOf(node, 'id')
      if (identifier !== null) {
        declareName(walk, identifier, nameOf(identifier), node.declare === true ? 'type' : 'namespace')
      }
      const members = childOf(node, 'body')
      for (const member of childrenOf(members ?? node, 'members')) {
        walk.names.add(nameOf(childOf(member, 'id')))
        const initializer = childOf(member, 'initializer')
        // Members may refer to each other by bare name, so only literals are read.
        if (initializer?.type === 'StringLiteral') visit(walk, initializer)
      }
      return true
    }
    case 'TSModuleDeclaration': {
      const identifier = childOf(node, 'id')
      if (identifier?.type === 'Identifier') declareName(walk, identifier, nameOf(identifier), 'namespace')
      const body = childOf(node, 'body')
      if (body !== null && node.declare !== true && identifier?.type === 'Identifier') {
        visitAll(walk, childrenOf(body, 'body'))
      }
      return true
    }
    case 'TSDeclareFunction': {
      const identifier = childOf(node, 'id')
      if (identifier !== null) declareName(walk, identifier, nameOf(identifier), 'type')
      return true
    }
    case 'TSImportEqualsDeclaration': {
      const identifier = childOf(node, 'id')
      if (identifier !== null) declareName(walk, identifier, nameOf(identifier), 'namespace')
      return true
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion': {
      const expression = childOf(node, 'expression')
      const annotation = childOf(node, 'typeAnnotation')
      if (expression !== null) visit(walk, expression)
      if (annotation !== null) walkTypes(walk, annotation)
      return true
    }
    case 'TSInstantiationExpression': {
      const expression = childOf(node, 'expression')
      if (expression !== null) visit(walk, expression)
      return true
    }
    case 'TSNonNullExpression':
    case 'TSExportAssignment':
      visitChildren(walk, node)
      return true
    case 'TSParameterProperty':
      visitChildren(walk, node)
      return true
    default:
      return false
  }
}

/** Walks a type: names in it count as uses of a type, `any` is counted. */
export function walkTypes(walk: Walk, node: SyntaxNode): void {
  switch (node.type) {
    case 'TSAnyKeyword':
      countAt(walk.counts.any, lineOf(node))
      return
    case 'TSTypeReference': {
      const name = childOf(node, 'typeName')
      if (name !== null) referToType(walk, name)
      eachChild(node, (child, key) => {
        if (key !== 'typeName') walkTypes(walk, child)
      })
      return
    }
    case 'TSTypeQuery': {
      const name = childOf(node, 'exprName')
      if (name !== null) referToType(walk, name)
      return
    }
    case 'TSClassImplements':
    case 'TSInterfaceHeritage':
    case 'TSExpressionWithTypeArguments': {
      const expression = childOf(node, 'expression')
      if (expression !== null) referToType(walk, expression)
      eachChild(node, (child, key) => {
        if (key !== 'expression') walkTypes(walk, child)
      })
      return
    }
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      walk.memberNames.add(nameOf(childOf(node, 'key')))
      break
    case 'TSTypeAnnotation':
      walk.counts.typeAnnotations++
      break
    case 'TSLiteralType':
    case 'StringLiteral':
      return
    case 'Identifier': {
      const annotation = childOf(node, 'typeAnnotation')
      if (annotation !== null) walkTypes(walk, annotation)
      return
    }
    case 'TSTypePredicate': {
      const annotation = childOf(node, 'typeAnnotation')
      if (annotation !== null) walkTypes(walk, annotation)
      return
    }
    default:
  }
  eachChild(node, (child, key) => {
    if (key !== 'key' && key !== 'label' && key !== 'parameterName') walkTypes(walk, child)
  })
}

/** The left-most name of `A.B.C`. */
function referToType(walk: Walk, name: SyntaxNode): void {
  let current: SyntaxNode | null = name
  while (current !== null && current.type !== 'Identifier') {
    current = childOf(current, 'left') ?? childOf(current, 'object') ?? childOf(current, 'expression')
  }
  if (current !== null) refer(walk, current, textOf(current, 'name'), { isType: true })
}
