/** React components and their parts, found in the tree. */
import type { BlockStatement, Expression } from '@babel/types'
import { componentSources, type ParsedProject, type SourceFile } from './parsedProject.ts'
import { calleeName, type FunctionNode, isFunction, locate, locateType, type NodeOf } from './syntaxTree.ts'

export interface Component {
  source: SourceFile
  name: string
  function: FunctionNode
  body: BlockStatement
  /** What its last return gives: the element it renders. */
  rendered: Expression
  /** That return statement. */
  returned: NodeOf<'ReturnStatement'>
}

/** Components of the files that run, with a block body and JSX in its last return. */
export function components(project: ParsedProject): Component[] {
  return componentSources(project).flatMap(componentsOf)
}

export function componentsOf(source: SourceFile): Component[] {
  return locate(source.tree.program).flatMap(({ node, ancestors }) => {
    if (!isFunction(node) || node.body.type !== 'BlockStatement') return []
    const name = functionName(node, ancestors.at(-1))
    const returned = node.body.body.filter((statement) => statement.type === 'ReturnStatement').at(-1)
    if (!/^[A-Z]/.test(name) || !returned?.argument) return []
    const rendered = returned.argument
    if (rendered.type !== 'JSXElement' && rendered.type !== 'JSXFragment') return []
    return [{ source, name, function: node, body: node.body, rendered, returned }]
  })
}

function functionName(
  node: Component['function'],
  parent: { type: string; id?: unknown } | undefined,
): string {
  if (node.type === 'FunctionDeclaration') return node.id?.name ?? 'Anonymous'
  const id = parent?.type === 'VariableDeclarator' ? (parent.id as { name?: string }) : undefined
  return id?.name ?? ''
}

/** Components with some substance, by length of what they render: those whose loss is felt. */
export function mainComponents(project: ParsedProject): Component[] {
  const all = components(project)
  const size = ({ rendered }: Component): number => (rendered.end ?? 0) - (rendered.start ?? 0)
  const largest = Math.max(0, ...all.map(size))
  return all.filter((component) => size(component) >= Math.max(350, largest * 0.35))
}

export interface StateVariable {
  source: SourceFile
  value: string
  setter: string
  declaration: NodeOf<'VariableDeclaration'>
  /** Calls of the setter in the file. */
  setterCalls: { call: NodeOf<'CallExpression'>; isStatement: boolean }[]
  /** References to the setter in all, the declaration left out. */
  setterReferences: number
}

/** `const [value, setValue] = useState(…)` in the files that run. */
export function stateVariables(sources: readonly SourceFile[]): StateVariable[] {
  return sources.flatMap((source) =>
    locateType(source.tree.program, 'VariableDeclaration').flatMap(({ node }) => {
      const [declarator] = node.declarations
      if (declarator?.id.type !== 'ArrayPattern' || declarator.init?.type !== 'CallExpression') return []
      const [value, setter] = declarator.id.elements
      if (
        calleeName(declarator.init) !== 'useState' ||
        value?.type !== 'Identifier' ||
        setter?.type !== 'Identifier'
      )
        return []
      const setterCalls = locateType(source.tree.program, 'CallExpression')
        .filter(({ node: call }) => call.callee.type === 'Identifier' && call.callee.name === setter.name)
        .map(({ node: call, ancestors }) => ({
          call,
          isStatement: ancestors.at(-1)?.type === 'ExpressionStatement',
        }))
      const references = locateType(source.tree.program, 'Identifier').filter(
        (each) => each.node.name === setter.name,
      )
      return [
        {
          source,
          value: value.name,
          setter: setter.name,
          declaration: node,
          setterCalls,
          setterReferences: references.length - 1,
        },
      ]
    }),
  )
}

/** Calls of `useEffect` and `useLayoutEffect`. */
export function effects(source: SourceFile): NodeOf<'CallExpression'>[] {
  return locateType(source.tree.program, 'CallExpression')
    .map(({ node }) => node)
    .filter((call) => /^use(Layout)?Effect$/.test(calleeName(call) ?? ''))
}
