/** Pages loaded with the first one although they were split off. */
import type { Node } from '@babel/types'
import { type Defect, withEdits } from '../defect.ts'
import { reachableSources, type SourceFile } from '../parsedProject.ts'
import { calleeName, endOf, isFunction, locateType, startOf } from '../syntaxTree.ts'
import type { TextEdit } from '../textEdit.ts'

/** Specifier of `() => import('…')`, with nothing done to what it gives. */
function importedBy(node: Node | null | undefined): string | null {
  if (!node || !isFunction(node) || node.body.type !== 'ImportExpression') return null
  return node.body.source.type === 'StringLiteral' ? node.body.source.value : null
}

/** `const Page = lazy(() => import('…'))` becomes `import Page from '…'`. */
function reactEdits(source: SourceFile): TextEdit[] {
  return locateType(source.tree.program, 'VariableDeclaration').flatMap(({ node }) => {
    const [declarator] = node.declarations
    if (declarator?.init?.type !== 'CallExpression' || declarator.id.type !== 'Identifier') return []
    const argument = declarator.init.arguments[0]
    const specifier = calleeName(declarator.init) === 'lazy' ? importedBy(argument) : null
    return specifier === null
      ? []
      : [{ start: startOf(node), end: endOf(node), text: `import ${declarator.id.name} from '${specifier}'` }]
  })
}

/** `component: () => import('…')` of a Vue route becomes a name imported at the top. */
function vueEdits(source: SourceFile): TextEdit[] {
  const edits: TextEdit[] = []
  for (const { node } of locateType(source.tree.program, 'ObjectProperty')) {
    const specifier =
      node.key.type === 'Identifier' && node.key.name === 'component' ? importedBy(node.value) : null
    if (specifier === null) continue
    const name = `Page${edits.length + 1}`
    edits.push({ start: startOf(node.value), end: endOf(node.value), text: name })
    edits.push({ start: 0, end: 0, text: `import ${name} from '${specifier}'\n` })
  }
  const insertions = edits.filter(({ end }) => end === 0)
  const replacements = edits.filter(({ end }) => end !== 0)
  return insertions.length === 0
    ? []
    : [...replacements, { start: 0, end: 0, text: insertions.map(({ text }) => text).join('') }]
}

export const lazyRoutesMissing: Defect = {
  name: 'lazy-routes-missing',
  severity: 'minor',
  apply(project) {
    for (const source of reachableSources(project)) {
      const edits = [...reactEdits(source), ...vueEdits(source)]
      if (edits.length > 0) return withEdits(project, source.path, edits)
    }
    return null
  },
}
