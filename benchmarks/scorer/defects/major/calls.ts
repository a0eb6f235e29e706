/** Calls that cannot do what they should. */
import { type Defect, withEdits } from '../defect.ts'
import { type ParsedProject, reachableSources } from '../parsedProject.ts'
import { endOf, type FunctionNode, isFunction, locateType, startOf } from '../syntaxTree.ts'

/** Functions at the top of a file that throw when called without their first argument, because they read from it. */
function functionsWithParameters(project: ParsedProject): Map<string, Set<string>> {
  const byFile = new Map<string, Set<string>>()
  for (const source of reachableSources(project)) {
    const names = new Set<string>()
    for (const statement of source.tree.program.body) {
      const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      if (declaration?.type === 'FunctionDeclaration' && declaration.id && readsFirstArgument(declaration)) {
        names.add(declaration.id.name)
      }
      if (declaration?.type !== 'VariableDeclaration') continue
      for (const { id, init } of declaration.declarations) {
        if (id.type === 'Identifier' && init && isFunction(init) && readsFirstArgument(init))
          names.add(id.name)
      }
    }
    byFile.set(source.path, names)
  }
  return byFile
}

function readsFirstArgument(declared: FunctionNode): boolean {
  const [first] = declared.params
  if (first?.type === 'ObjectPattern') return true
  if (first?.type !== 'Identifier' || first.optional === true) return false
  return locateType(declared.body, 'MemberExpression').some(
    ({ node }) => node.object.type === 'Identifier' && node.object.name === first.name,
  )
}

export const callWithoutArguments: Defect = {
  name: 'call-without-arguments',
  severity: 'major',
  apply(project, random) {
    const declared = functionsWithParameters(project)
    const sites = reachableSources(project).flatMap((source) => {
      const imported = project.imports
        .filter((edge) => edge.from === source.path && edge.target !== null && !edge.typeOnly)
        .flatMap((edge) =>
          (edge.declaration?.specifiers ?? [])
            .filter((specifier) => declared.get(edge.target ?? '')?.has(specifier.local.name))
            .map((specifier) => specifier.local.name),
        )
      const known = new Set([...imported, ...(declared.get(source.path) ?? [])])
      return locateType(source.tree.program, 'CallExpression')
        .map(({ node }) => node)
        .filter(
          (call) =>
            call.callee.type === 'Identifier' &&
            known.has(call.callee.name) &&
            !/^([A-Z]|use[A-Z])/.test(call.callee.name) &&
            call.arguments.length > 0,
        )
        .map((call) => ({ source, call }))
    })
    const site = random.pick(sites)
    if (!site) return null
    const edit = { start: endOf(site.call.callee), end: endOf(site.call), text: '()' }
    return withEdits(project, site.source.path, [edit])
  },
}

const MISSPELT: Readonly<Record<string, string>> = {
  map: 'mapAll',
  filter: 'filterBy',
  find: 'findOne',
  preventDefault: 'preventDefaults',
  trim: 'trimAll',
  toLowerCase: 'toLowercase',
  reduce: 'reduceBy',
  setItem: 'saveItem',
}

export const methodMisspelt: Defect = {
  name: 'method-misspelt',
  severity: 'major',
  apply(project, random) {
    const sites = reachableSources(project).flatMap((source) =>
      locateType(source.tree.program, 'CallExpression').flatMap(({ node: { callee } }) =>
        callee.type === 'MemberExpression' &&
        callee.property.type === 'Identifier' &&
        callee.property.name in MISSPELT
          ? [{ source, property: callee.property }]
          : [],
      ),
    )
    const site = random.pick(sites)
    if (!site) return null
    const { property, source } = site
    const edit = {
      start: startOf(property),
      end: endOf(property),
      text: MISSPELT[property.name] ?? property.name,
    }
    return withEdits(project, source.path, [edit])
  },
}
