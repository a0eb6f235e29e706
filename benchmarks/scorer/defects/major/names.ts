/** Names used without being declared or imported. */
import { components } from '../components.ts'
import { type Defect, withEdits } from '../defect.ts'
import { reachableSources, type SourceFile } from '../parsedProject.ts'
import { calleeName, isFunction, locate, locateType, startOf } from '../syntaxTree.ts'
import { removeRange, replaceNode } from '../textEdit.ts'

/** Names the file declares in any scope. */
function declaredNames(source: SourceFile): Set<string> {
  return new Set(locateType(source.tree.program, 'Identifier').map(({ node }) => node.name))
}

export const undefinedIdentifier: Defect = {
  name: 'undefined-identifier',
  severity: 'major',
  apply(project, random) {
    for (const component of random.shuffle(components(project))) {
      const names = declaredNames(component.source)
      // Read while rendering, not inside a handler: the component cannot appear at all.
      const references = locate(component.rendered).filter(({ node, ancestors }) => {
        const parent = ancestors.at(-1)
        return (
          node.type === 'Identifier' &&
          (parent?.type === 'JSXExpressionContainer' ||
            (parent?.type === 'MemberExpression' && parent.object === node) ||
            parent?.type === 'ConditionalExpression') &&
          !ancestors.some(isFunction) &&
          node.name !== 'undefined'
        )
      })
      const chosen = random.pick(references)
      if (chosen?.node.type !== 'Identifier') continue
      const absent = `${chosen.node.name}Data`
      if (!names.has(absent))
        return withEdits(project, component.source.path, [replaceNode(chosen.node, absent)])
    }
    return null
  },
}

export const hookNotImported: Defect = {
  name: 'hook-not-imported',
  severity: 'major',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) => {
      const called = new Set(
        locateType(source.tree.program, 'CallExpression').map(({ node }) => calleeName(node)),
      )
      return locateType(source.tree.program, 'ImportSpecifier')
        .filter(
          ({ node }) =>
            /^(use[A-Z]\w*|ref|computed|watch|onMounted|reactive)$/.test(node.local.name) &&
            called.has(node.local.name),
        )
        .map((located) => ({ source, ...located }))
    })
    const site = random.pick(sites)
    const declaration = site?.ancestors.at(-1)
    if (!site || declaration?.type !== 'ImportDeclaration') return null
    const { source, node } = site
    if (declaration.specifiers.length === 1) {
      return withEdits(project, source.path, [
        removeRange(source.text, startOf(declaration), declaration.end ?? 0),
      ])
    }
    const first = declaration.specifiers[0] === node
    const start = startOf(node)
    const end = node.end ?? 0
    const comma = source.text.slice(0, start).trimEnd().lastIndexOf(',')
    const edit = first
      ? { start, end: source.text.indexOf(',', end) + 2, text: '' }
      : { start: comma, end, text: '' }
    return withEdits(project, source.path, [edit])
  },
}
