/** State that never changes, changes without React seeing it, or changes for ever. */
import { effects, stateVariables } from '../components.ts'
import { type Defect, withEdits } from '../defect.ts'
import { reachableSources, type SourceFile } from '../parsedProject.ts'
import { calleeName, endOf, isFunction, locateType, type NodeOf, startOf } from '../syntaxTree.ts'
import { outermost, replaceNode, type TextEdit } from '../textEdit.ts'

/** State that only decorates: that it never changes is hardly noticed. */
const DECORATION = /submitting|sending|loading|pending|saving|over|error|touched|draft/i

export const stateNeverUpdated: Defect = {
  name: 'state-never-updated',
  severity: 'major',
  apply(project, random) {
    const states = stateVariables(reachableSources(project)).filter(
      // Where the setter is handed on as a value, others could still call it.
      ({ value, setterCalls, setterReferences }) =>
        setterCalls.length > 0 && setterCalls.length === setterReferences && !DECORATION.test(value),
    )
    const state = random.pick(states)
    if (!state) return null
    const setter = state.declaration.declarations[0]?.id
    if (setter?.type !== 'ArrayPattern') return null
    const edits = state.setterCalls.map(({ call }) => replaceNode(call, 'undefined'))
    const pattern = { start: startOf(setter), end: endOf(setter), text: `[${state.value}]` }
    return withEdits(project, state.source.path, [...outermost(edits), pattern])
  },
}

export const stateMutated: Defect = {
  name: 'state-mutated',
  severity: 'major',
  apply(project, random) {
    const sites = stateVariables(reachableSources(project)).flatMap((state) =>
      state.setterCalls.flatMap(({ call, isStatement }) => {
        const [argument] = call.arguments
        const array =
          argument?.type === 'ArrowFunctionExpression' && argument.body.type === 'ArrayExpression'
            ? argument.body
            : argument?.type === 'ArrayExpression'
              ? argument
              : null
        const added = array?.elements.find((element) => element && element.type !== 'SpreadElement')
        return isStatement && added ? [{ state, call, added }] : []
      }),
    )
    const site = random.pick(sites)
    if (!site) return null
    const { state, call, added } = site
    const item = state.source.text.slice(startOf(added), endOf(added))
    // The same array again: React sees no change and renders nothing.
    const text = `${state.setter}((items) => {\n      items.push(${item})\n      return items\n    })`
    return withEdits(project, state.source.path, [replaceNode(call, text)])
  },
}

/**
 * True where every run of the effect sets state to something new, so that without dependencies each render asks for the
 * next one: at once or when a promise settles, on no condition, and not from a timer or a listener.
 */
function setsStateEachRun(
  source: SourceFile,
  effect: NodeOf<'CallExpression'>,
  setters: ReadonlySet<string>,
): boolean {
  return locateType(effect, 'CallExpression').some(({ node, ancestors }) => {
    if (node.callee.type !== 'Identifier' || !setters.has(node.callee.name)) return false
    const inside = ancestors.slice(1)
    const conditional = inside.some(({ type }) => type === 'IfStatement' || type === 'ConditionalExpression')
    const delayed = inside.some((ancestor, index) => {
      const holder = inside[index - 1]
      if (!isFunction(ancestor) || holder === undefined) return false
      const text = source.text.slice(startOf(holder), startOf(ancestor))
      return !/\.then\(\s*$/.test(text)
    })
    const [value] = node.arguments
    const fresh = value !== undefined && !/Literal$/.test(value.type)
    return !conditional && !delayed && fresh
  })
}

/** `useMemo` of a new list or object, written as state that an effect keeps up to date: a favourite way into a loop. */
function derivedInEffect(source: SourceFile): TextEdit[][] {
  return locateType(source.tree.program, 'VariableDeclaration').flatMap(({ node }) => {
    const [declarator] = node.declarations
    if (declarator?.id.type !== 'Identifier' || declarator.init?.type !== 'CallExpression') return []
    const [compute] = declarator.init.arguments
    if (calleeName(declarator.init) !== 'useMemo' || compute?.type !== 'ArrowFunctionExpression') return []
    const value = source.text.slice(startOf(compute.body), endOf(compute.body))
    if (compute.body.type === 'BlockStatement' || !/\.(filter|map)\(|^\[|^\(?\{/.test(value)) return []
    const name = declarator.id.name
    const setter = `set${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const text = `const [${name}, ${setter}] = useState(() => (${value}))\n  useEffect(() => {\n    ${setter}(${value})\n  })`
    return [[replaceNode(node, text), ...missingHooks(source)]]
  })
}

/** Imports of the two hooks where the file has none. */
function missingHooks(source: SourceFile): TextEdit[] {
  const imported = new Set(
    locateType(source.tree.program, 'ImportSpecifier').map(({ node }) => node.local.name),
  )
  const missing = ['useEffect', 'useState'].filter((hook) => !imported.has(hook))
  return missing.length === 0
    ? []
    : [{ start: 0, end: 0, text: `import { ${missing.join(', ')} } from 'react'\n` }]
}

export const effectWithoutDependencies: Defect = {
  name: 'effect-without-dependencies',
  severity: 'major',
  apply(project, random) {
    const sources = reachableSources(project)
    const setters = new Set(stateVariables(sources).map(({ setter }) => setter))
    const sites = sources.flatMap((source) => [
      ...derivedInEffect(source).map((edits) => ({ source, edits })),
      ...effects(source).flatMap((call) => {
        const [effect, dependencies] = call.arguments
        if (!effect || !dependencies || !setsStateEachRun(source, call, setters)) return []
        return [{ source, edits: [{ start: endOf(effect), end: endOf(dependencies), text: '' }] }]
      }),
    ])
    const site = random.pick(sites)
    return site ? withEdits(project, site.source.path, site.edits) : null
  },
}
