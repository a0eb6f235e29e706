/** Types given up. */
import { type Defect, withEditsIn } from '../defect.ts'
import { reachableSources } from '../parsedProject.ts'
import { endOf, locateType, startOf } from '../syntaxTree.ts'
import { outermost, type TextEdit } from '../textEdit.ts'

export const anyEverywhere: Defect = {
  name: 'any-everywhere',
  severity: 'minor',
  apply(project) {
    const edits = new Map<string, TextEdit[]>()
    for (const source of reachableSources(project)) {
      if (!/\.tsx?$/.test(source.path)) continue
      const annotations = locateType(source.tree.program, 'TSTypeAnnotation')
        .filter(
          ({ node, ancestors }) =>
            node.typeAnnotation.type !== 'TSTypePredicate' &&
            !ancestors.some(({ type }) => type === 'TSTypePredicate'),
        )
        .map(({ node }) => ({
          start: startOf(node.typeAnnotation),
          end: endOf(node.typeAnnotation),
          text: 'any',
        }))
      const stateTypes = locateType(source.tree.program, 'TSTypeParameterInstantiation')
        .filter(({ ancestors }) => ancestors.at(-1)?.type === 'CallExpression')
        .flatMap(({ node }) =>
          node.params.map((param) => ({ start: startOf(param), end: endOf(param), text: 'any' })),
        )
      edits.set(source.path, outermost([...annotations, ...stateTypes]))
    }
    const count = [...edits.values()].reduce((sum, each) => sum + each.length, 0)
    return count < 5 ? null : withEditsIn(project, edits)
  },
}

export const typeCheckingOff: Defect = {
  name: 'type-checking-off',
  severity: 'minor',
  apply(project) {
    const typed = reachableSources(project).filter(({ path }) => /\.tsx?$/.test(path))
    if (typed.length < 2) return null
    return withEditsIn(
      project,
      new Map(typed.map(({ path }) => [path, [{ start: 0, end: 0, text: '// @ts-nocheck\n' }]])),
    )
  },
}
