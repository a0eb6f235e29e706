/** One walk over a script's tree: resolves names and gathers the facts that rules read. */
import type { CodeMeasure } from '../codeMeasure.ts'
import { countAt } from '../moduleFacts.ts'
import { closeScope, type Reference } from '../scope.ts'
import { calleeName, childOf, childrenOf, lineOf, type SyntaxNode, textOf } from '../syntaxNode.ts'
import { visitAll, visitChild, visitChildren } from './traverse.ts'
import { callVisitors } from './walkCalls.ts'
import { declarationVisitors } from './walkDeclarations.ts'
import { functionVisitors } from './walkFunctions.ts'
import { jsxVisitors } from './walkJsx.ts'
import { memberVisitors } from './walkMembers.ts'
import { assignmentVisitors, collectPattern, walkPatternDefaults } from './walkPatterns.ts'
import { inScope, refer, startWalk, type Visitor, type Visitors, type Walk } from './walkState.ts'
import { walkTypeDeclaration, walkTypes } from './walkTypes.ts'

/**
 * Walks a whole program; returns what was gathered and the references that nothing declares.
 * @throws RangeError where the tree is nested deeper than the stack.
 */
export function walkProgram(
  program: SyntaxNode,
  typescript: boolean,
  measure: CodeMeasure,
): { walk: Walk; undeclared: Reference[] } {
  const walk = startWalk(typescript, measure, visitorOf)
  visitAll(walk, childrenOf(program, 'body'))
  return { walk, undeclared: closeScope(walk.scope) }
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
    if (body !== null) visitAll(walk, childrenOf(body, 'body'))
  })
}

function walkIdentifier(walk: Walk, node: SyntaxNode): void {
  refer(walk, node, textOf(node, 'name'))
}

function walkString(walk: Walk, node: SyntaxNode): void {
  walk.strings.add(textOf(node, 'value'))
}

function walkTemplateText(walk: Walk, node: SyntaxNode): void {
  const value = node.value as { cooked?: string | null } | undefined
  walk.strings.add(value?.cooked ?? '')
}

function walkExpressionStatement(walk: Walk, node: SyntaxNode): void {
  const expression = childOf(node, 'expression')
  if (expression?.type === 'CallExpression') walk.current?.fact.statementCalls.add(calleeName(expression))
  visitChild(walk, node, 'expression')
}

function walkBlock(walk: Walk, node: SyntaxNode): void {
  inScope(walk, false, closeScope, () => visitAll(walk, childrenOf(node, 'body')))
}

function walkScopedBranch(walk: Walk, node: SyntaxNode): void {
  inScope(walk, false, closeScope, () => conditionally(walk, () => visitChildren(walk, node)))
}

function walkCondition(walk: Walk, node: SyntaxNode): void {
  visitChild(walk, node, 'test')
  conditionally(walk, () => {
    visitChild(walk, node, 'consequent')
    visitChild(walk, node, 'alternate')
  })
}

function walkLogical(walk: Walk, node: SyntaxNode): void {
  visitChild(walk, node, 'left')
  conditionally(walk, () => visitChild(walk, node, 'right'))
}

function walkWhile(walk: Walk, node: SyntaxNode): void {
  conditionally(walk, () => visitChildren(walk, node))
}

function walkLabel(walk: Walk, node: SyntaxNode): void {
  visitChild(walk, node, 'body')
}

/** Labels and private names are no references. */
function skip(): void {}

const statementVisitors: Visitors = {
  Identifier: walkIdentifier,
  StringLiteral: walkString,
  TemplateElement: walkTemplateText,
  ExpressionStatement: walkExpressionStatement,
  BlockStatement: walkBlock,
  StaticBlock: walkBlock,
  ForStatement: walkScopedBranch,
  ForInStatement: walkScopedBranch,
  ForOfStatement: walkScopedBranch,
  SwitchStatement: walkScopedBranch,
  IfStatement: walkCondition,
  ConditionalExpression: walkCondition,
  LogicalExpression: walkLogical,
  WhileStatement: walkWhile,
  DoWhileStatement: walkWhile,
  TryStatement: walkTry,
  CatchClause: walkCatch,
  LabeledStatement: walkLabel,
  BreakStatement: skip,
  ContinueStatement: skip,
  MetaProperty: skip,
  PrivateName: skip,
}

const VISITORS: ReadonlyMap<string, Visitor> = new Map(
  Object.entries({
    ...statementVisitors,
    ...memberVisitors,
    ...functionVisitors,
    ...declarationVisitors,
    ...callVisitors,
    ...assignmentVisitors,
    ...jsxVisitors,
  }),
)

function visitorOf(type: string): Visitor | null {
  return VISITORS.get(type) ?? (type.startsWith('TS') || type === 'TypeAnnotation' ? walkTypeNode : null)
}

function walkTypeNode(walk: Walk, node: SyntaxNode): void {
  if (!walkTypeDeclaration(walk, node)) walkTypes(walk, node)
}
