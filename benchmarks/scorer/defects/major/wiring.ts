/** Parts that exist but are not connected: the root, a provider, a route, a page. */
import type { JSXElement } from '@babel/types'
import { type Defect, withEdits } from '../defect.ts'
import { componentSources, type ParsedProject, reachableSources, type SourceFile } from '../parsedProject.ts'
import { attributeName, elementName, endOf, type Located, locateType, startOf } from '../syntaxTree.ts'
import { removeNode, removeRange, replaceNode, type TextEdit } from '../textEdit.ts'

export const rootNotRendered: Defect = {
  name: 'root-not-rendered',
  severity: 'major',
  apply(project) {
    for (const source of reachableSources(project).filter(({ path }) => project.entries.includes(path))) {
      const mount = source.tree.program.body.find(
        (statement) =>
          (statement.type === 'ExpressionStatement' || statement.type === 'VariableDeclaration') &&
          /createRoot\(.*\.render\(|\.mount\(|\bmount\(|\.mount\('/s.test(
            source.text.slice(startOf(statement), endOf(statement)),
          ),
      )
      if (mount) return withEdits(project, source.path, [removeNode(source.text, mount)])
    }
    return null
  },
}

/** Providers without which what is inside throws: routers, stores and contexts of the project. */
function isProvider(element: JSXElement): boolean {
  return /(^|\.)\w*Provider$|^(Browser|Hash|Memory)Router$/.test(elementName(element))
}

export const providerMissing: Defect = {
  name: 'provider-missing',
  severity: 'major',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) =>
      locateType(source.tree.program, 'JSXElement')
        .filter(({ node }) => isProvider(node) && node.closingElement && !elementName(node).includes('.'))
        .map((located) => ({ source, node: located.node })),
    )
    const site = random.pick(sites.filter(({ node }) => onlyElementChild(node) !== null))
    const child = site ? onlyElementChild(site.node) : null
    if (!site || !child) return null
    const { source, node } = site
    return withEdits(project, source.path, [
      replaceNode(node, source.text.slice(startOf(child), endOf(child))),
    ])
  },
}

function onlyElementChild(element: JSXElement): JSXElement | null {
  const children = element.children.filter((child) => child.type !== 'JSXText' || child.value.trim() !== '')
  const [only] = children
  return children.length === 1 && only?.type === 'JSXElement' ? only : null
}

export const routeWithoutComponent: Defect = {
  name: 'route-without-component',
  severity: 'major',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) => [
      ...jsxRoutes(source),
      ...objectRoutes(source),
    ])
    const site = random.pick(sites)
    return site ? withEdits(project, site.source.path, [site.edit]) : null
  },
}

function jsxRoutes(source: SourceFile): { source: SourceFile; edit: TextEdit }[] {
  return locateType(source.tree.program, 'JSXAttribute')
    .filter(({ node, ancestors }) => {
      const opening = ancestors.at(-1)
      const isRoute =
        opening?.type === 'JSXOpeningElement' &&
        opening.name.type === 'JSXIdentifier' &&
        opening.name.name === 'Route'
      const text = source.text.slice(startOf(node), endOf(node))
      return isRoute && attributeName(node) === 'element' && !text.includes('<Navigate')
    })
    .map(({ node }) => ({ source, edit: removeNode(source.text, node) }))
}

function objectRoutes(source: SourceFile): { source: SourceFile; edit: TextEdit }[] {
  return locateType(source.tree.program, 'ObjectProperty').flatMap(({ node, ancestors }) => {
    const route = ancestors.at(-1)
    if (route?.type !== 'ObjectExpression' || node.key.type !== 'Identifier') return []
    const keys = route.properties.flatMap((property) =>
      'key' in property && property.key.type === 'Identifier' ? [property.key.name] : [],
    )
    const isRoute = keys.includes('path') || keys.includes('index')
    return isRoute && /^(element|component|lazy|Component)$/.test(node.key.name) && !keys.includes('children')
      ? [{ source, edit: removeObjectProperty(source.text, node) }]
      : []
  })
}

function removeObjectProperty(text: string, node: { start?: number | null; end?: number | null }): TextEdit {
  const start = node.start ?? 0
  const end = node.end ?? 0
  const before = text.slice(0, start).trimEnd()
  // The comma before goes with the property, so that the rest stays a list.
  return before.endsWith(',') ? { start: before.length - 1, end, text: '' } : removeRange(text, start, end)
}

/** Elements that stand as children of others, so that they can go without leaving a hole in an expression. */
function removableElements(source: SourceFile, name: string): Located<JSXElement>[] | null {
  const elements = locateType(source.tree.program, 'JSXElement').filter(
    ({ node }) => elementName(node) === name,
  )
  const removable = elements.every(({ ancestors }) =>
    /^JSX(Element|Fragment)$/.test(ancestors.at(-1)?.type ?? ''),
  )
  return elements.length > 0 && removable ? elements : null
}

export const componentsUnreachable: Defect = {
  name: 'components-unreachable',
  severity: 'major',
  apply(project: ParsedProject, random) {
    const sites = componentSources(project).flatMap((source) =>
      project.imports.flatMap((edge) => {
        const [specifier] = edge.declaration?.specifiers ?? []
        const size = project.files[edge.target ?? '']?.length ?? 0
        if (
          edge.from !== source.path ||
          !specifier ||
          !edge.declaration ||
          edge.declaration.specifiers.length !== 1
        )
          return []
        if (!/\.[jt]sx$/.test(edge.target ?? '') || size < 1000) return []
        const elements = removableElements(source, specifier.local.name)
        const importers = project.imports.filter(
          (other) => other.target === edge.target && project.reachable.has(other.from),
        )
        return elements && importers.length === 1 ? [{ source, declaration: edge.declaration, elements }] : []
      }),
    )
    const site = random.pick(sites)
    if (!site) return null
    const edits = [site.declaration, ...site.elements.map(({ node }) => node)].map((node) =>
      removeNode(site.source.text, node),
    )
    return withEdits(project, site.source.path, edits)
  },
}
