/** Lists whose items have no keys. */
import { type Defect, withEditsIn } from '../defect.ts'
import { reachableSources, type SourceFile } from '../parsedProject.ts'
import { attributeName, locateType } from '../syntaxTree.ts'
import { removeNode, type TextEdit } from '../textEdit.ts'

function keyEdits(source: SourceFile): TextEdit[] {
  if (source.path.endsWith('.vue')) return matches(source, /\s:key="[^"]*"/g)
  if (source.path.endsWith('.svelte')) return matches(source, /(?<=\{#each [^}]*) \([^()]*\)(?=\})/g)
  return locateType(source.tree.program, 'JSXAttribute')
    .filter(
      // A key outside a list makes a component start afresh; only those in lists are meant here.
      ({ node, ancestors }) => attributeName(node) === 'key' && ancestors.some((each) => isMapCall(each)),
    )
    .map(({ node }) => removeNode(source.text, node))
}

function isMapCall(node: { type: string; callee?: unknown }): boolean {
  if (node.type !== 'CallExpression') return false
  const property = (node.callee as { property?: { name?: string } }).property
  return property?.name === 'map' || property?.name === 'from'
}

function matches(source: SourceFile, pattern: RegExp): TextEdit[] {
  return [...source.text.matchAll(pattern)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
    text: '',
  }))
}

export const keysMissing: Defect = {
  name: 'keys-missing',
  severity: 'minor',
  apply: (project) =>
    withEditsIn(project, new Map(reachableSources(project).map((source) => [source.path, keyEdits(source)]))),
}
