/** Another layout of the same code: four spaces for two, double quotes for single, blank lines between statements. */
import type { File } from '@babel/types'
import { endOf, locate, startOf } from '../syntaxTree.ts'
import { applyEdits, type TextEdit } from '../textEdit.ts'

/** Text that means the same. Files without a tree are reformatted where their kind allows it, else left alone. */
export function reformat(path: string, text: string, tree: File | undefined): string {
  if (path.endsWith('.json')) return reformatJson(text)
  if (path.endsWith('.css')) return widen(text)
  if (!tree) return text
  return applyEdits(text, [
    ...quoteEdits(text, tree),
    ...indentEdits(path, text, tree),
    ...blankLineEdits(text, tree),
  ])
}

/** A `tsconfig.json` may hold comments, which JSON does not know: there only the indentation changes. */
function reformatJson(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 4)}\n`
  } catch {
    return widen(text)
  }
}

function widen(text: string): string {
  return text.replace(/^(?: {2})+/gm, (indent) => indent + indent)
}

function quoteEdits(text: string, tree: File): TextEdit[] {
  return locate(tree.program).flatMap(({ node, ancestors }) => {
    if (node.type !== 'StringLiteral' && node.type !== 'DirectiveLiteral') return []
    const source = text.slice(startOf(node), endOf(node))
    if (!source.startsWith("'") || /["\\]/.test(source) || ancestors.at(-1)?.type === 'JSXAttribute')
      return []
    return [{ start: startOf(node), end: endOf(node), text: `"${source.slice(1, -1)}"` }]
  })
}

/** Ranges whose line starts belong to a value, so that their blanks must stay. */
function literalRanges(tree: File): { start: number; end: number }[] {
  const literals = locate(tree.program).filter(
    ({ node, ancestors }) =>
      node.type === 'TemplateLiteral' ||
      (node.type === 'StringLiteral' && ancestors.at(-1)?.type === 'JSXAttribute'),
  )
  return literals.map(({ node }) => ({ start: startOf(node), end: endOf(node) }))
}

function indentEdits(path: string, text: string, tree: File): TextEdit[] {
  const literals = literalRanges(tree)
  const { start = 0, end = text.length } = /\.(vue|svelte)$/.test(path) ? scriptBounds(tree) : {}
  return [...text.matchAll(/^ +(?=\S)/gm)].flatMap(({ index, 0: indent }) => {
    const inLiteral = literals.some((range) => index > range.start && index < range.end)
    if (inLiteral || index < start || index >= end) return []
    return [{ start: index, end: index, text: indent }]
  })
}

function scriptBounds(tree: File): { start: number; end: number } {
  const { body } = tree.program
  return { start: body[0] ? startOf(body[0]) : 0, end: endOf(body.at(-1) ?? tree.program) }
}

function blankLineEdits(text: string, tree: File): TextEdit[] {
  return tree.program.body.flatMap((statement) => {
    const end = endOf(statement)
    if (statement.type === 'ImportDeclaration' || text[end] !== '\n') return []
    return [{ start: end, end, text: '\n' }]
  })
}
