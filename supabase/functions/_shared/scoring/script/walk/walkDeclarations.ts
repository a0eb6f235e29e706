/** Imports, exports and variable declarations. */
import { type ExportFact, type ImportedName, type ImportFact, newImport } from '../moduleFacts.ts'
import type { Binding } from '../scope.ts'
import {
  calleeName,
  childOf,
  childrenOf,
  isFunctionNode,
  lineOf,
  literalKeys,
  nameOf,
  type SyntaxNode,
  textOf,
  unwrap,
} from '../syntaxNode.ts'
import { visit } from './traverse.ts'
import { collectPattern, walkPatternDefaults } from './walkPatterns.ts'
import { declareName, type Visitors, type Walk } from './walkState.ts'

function walkImport(walk: Walk, node: SyntaxNode): void {
  const wholeIsType = textOf(node, 'importKind') === 'type'
  const fact = importFact(node, 'static', wholeIsType)
  for (const specifier of childrenOf(node, 'specifiers')) {
    const local = childOf(specifier, 'local')
    if (local === null) continue
    const typeOnly = wholeIsType || textOf(specifier, 'importKind') === 'type'
    const name: ImportedName = {
      imported: importedName(specifier),
      local: nameOf(local),
      line: lineOf(specifier),
      typeOnly,
      valueUses: 0,
      typeUses: 0,
      members: new Map(),
    }
    fact.names.push(name)
    walk.importBindings.push({ binding: declareName(walk, local, name.local, 'import'), name })
  }
  walk.imports.push(fact)
}

function importedName(specifier: SyntaxNode): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default'
  if (specifier.type === 'ImportNamespaceSpecifier') return '*'
  return nameOf(childOf(specifier, 'imported'))
}

function importFact(node: SyntaxNode, kind: ImportFact['kind'], typeOnly: boolean): ImportFact {
  return newImport(nameOf(childOf(node, 'source')), lineOf(node), kind, typeOnly)
}

function walkExport(walk: Walk, node: SyntaxNode): void {
  const line = lineOf(node)
  if (node.type === 'ExportAllDeclaration') {
    const fact = importFact(node, 'reexport', textOf(node, 'exportKind') === 'type')
    walk.imports.push({ ...fact, isWildcard: true })
    return
  }
  if (node.type === 'ExportDefaultDeclaration') {
    walkDefaultExport(walk, node)
    return
  }
  const wholeIsType = textOf(node, 'exportKind') === 'type'
  const declaration = childOf(node, 'declaration')
  if (declaration !== null) {
    const isType = wholeIsType || isTypeDeclaration(declaration)
    visit(walk, declaration)
    for (const name of declaredNames(declaration)) addExport(walk, name, { line, isType, local: name })
    return
  }
  const source = childOf(node, 'source')
  if (source === null) {
    for (const specifier of childrenOf(node, 'specifiers')) exportLocal(walk, specifier, wholeIsType)
    return
  }
  const fact = importFact(node, 'reexport', wholeIsType)
  for (const specifier of childrenOf(node, 'specifiers')) {
    const isNamespace = specifier.type === 'ExportNamespaceSpecifier'
    const isType = wholeIsType || textOf(specifier, 'exportKind') === 'type'
    const exported = nameOf(childOf(specifier, 'exported'))
    fact.names.push({
      imported: isNamespace ? '*' : nameOf(childOf(specifier, 'local')),
      local: exported,
      line: lineOf(specifier),
      typeOnly: isType,
      valueUses: isType ? 0 : 1,
      typeUses: 0,
      members: new Map(),
    })
    addExport(walk, exported, { line: lineOf(specifier), isType, local: null })
  }
  walk.imports.push(fact)
}

function exportLocal(walk: Walk, specifier: SyntaxNode, wholeIsType: boolean): void {
  const local = nameOf(childOf(specifier, 'local'))
  const line = lineOf(specifier)
  const isType = wholeIsType || textOf(specifier, 'exportKind') === 'type'
  addExport(walk, nameOf(childOf(specifier, 'exported')), { line, isType, local })
  walk.scope.references.push({
    name: local,
    line,
    moment: 'load',
    owner: '',
    position: 'value',
    isType,
    guarded: false,
    isWrite: false,
    mutates: false,
    member: null,
  })
}

function walkDefaultExport(walk: Walk, node: SyntaxNode): void {
  const declaration = childOf(node, 'declaration')
  const line = lineOf(node)
  const isType = declaration !== null && isTypeDeclaration(declaration)
  const names = declaration === null ? [] : declaredNames(declaration)
  const local = names[0] ?? (declaration?.type === 'Identifier' ? nameOf(declaration) : null)
  if (!isType) addExport(walk, 'default', { line, isType, local })
  if (declaration === null) return
  walk.destination = { name: 'default', moment: null, effect: null }
  visit(walk, declaration)
  walk.destination = null
}

function addExport(walk: Walk, name: string, fact: ExportFact): void {
  const existing = walk.exports.get(name)
  if (existing !== undefined && !existing.isType && !fact.isType && existing.line !== fact.line) {
    walk.duplicateExports.push({ name, line: fact.line })
  }
  if (existing === undefined || existing.isType) walk.exports.set(name, fact)
}

function isTypeDeclaration(declaration: SyntaxNode): boolean {
  return (
    declaration.type === 'TSInterfaceDeclaration' ||
    declaration.type === 'TSTypeAliasDeclaration' ||
    declaration.type === 'TSDeclareFunction' ||
    declaration.declare === true
  )
}

function declaredNames(declaration: SyntaxNode): string[] {
  if (declaration.type === 'VariableDeclaration') {
    return childrenOf(declaration, 'declarations').flatMap((declarator) => {
      const pattern = childOf(declarator, 'id')
      return pattern === null ? [] : patternNames(pattern)
    })
  }
  const name = nameOf(childOf(declaration, 'id'))
  return name === '' ? [] : [name]
}

function patternNames(pattern: SyntaxNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [textOf(pattern, 'name')]
    case 'ObjectPattern':
      return childrenOf(pattern, 'properties').flatMap((property) => {
        const inner = childOf(property, property.type === 'ObjectProperty' ? 'value' : 'argument')
        return inner === null ? [] : patternNames(inner)
      })
    case 'ArrayPattern':
      return childrenOf(pattern, 'elements').flatMap(patternNames)
    case 'AssignmentPattern': {
      const left = childOf(pattern, 'left')
      return left === null ? [] : patternNames(left)
    }
    case 'RestElement': {
      const argument = childOf(pattern, 'argument')
      return argument === null ? [] : patternNames(argument)
    }
    default:
      return []
  }
}

/** Calls that return the function they are given, so that it bears the variable's name. */
const NAMING_WRAPPERS = new Set([
  'memo',
  'forwardRef',
  'observer',
  'useCallback',
  'debounce',
  'throttle',
  'lazy',
])

function walkVariables(walk: Walk, node: SyntaxNode): void {
  const kind = textOf(node, 'kind') === 'var' ? 'variable' : 'lexical'
  const isAmbient = node.declare === true
  for (const declarator of childrenOf(node, 'declarations')) {
    const pattern = childOf(declarator, 'id')
    if (pattern === null) continue
    const bindings = collectPattern(walk, pattern, isAmbient ? 'type' : kind)
    walkPatternDefaults(walk, pattern)
    const value = unwrap(childOf(declarator, 'init'))
    if (value === null) continue
    recordState(walk, pattern, value, bindings)
    recordObjectKeys(walk, pattern, value)
    recordContext(walk, pattern, value)
    const name = pattern.type === 'Identifier' ? textOf(pattern, 'name') : ''
    const isRoutes = value.type === 'ArrayExpression' && /routes?$/i.test(name)
    if (isRoutes) walk.routeDepth++
    const callsBefore = walk.calls.length
    walk.destination = { name, moment: null, effect: null }
    const typeArgument = pattern.type === 'Identifier' ? childOf(pattern, 'typeAnnotation') : null
    if (typeArgument !== null) walk.declaredTypes.set(value, typeArgument)
    visit(walk, value)
    walk.destination = null
    if (isRoutes) walk.routeDepth--
    bindFunction(walk, bindings, value)
    recordTaken(walk, pattern, value, callsBefore)
    const hook = value.type === 'CallExpression' ? calleeName(value) : ''
    if (pattern.type === 'ObjectPattern' && /^use[A-Z]/.test(hook)) {
      for (const binding of bindings) walk.takenBindings.push({ binding, hook })
    }
  }
}

/** The function that `node` is, or that a naming wrapper around it is given. */
function namedFunctionIn(node: SyntaxNode | null): SyntaxNode | null {
  const value = unwrap(node)
  if (value === null) return null
  if (isFunctionNode(value)) return value
  if (value.type === 'CallExpression' && NAMING_WRAPPERS.has(calleeName(value).replace(/^React\./, ''))) {
    return namedFunctionIn(childrenOf(value, 'arguments')[0] ?? null)
  }
  return null
}

function bindFunction(walk: Walk, bindings: readonly Binding[], value: SyntaxNode): void {
  const binding = bindings[0]
  const named = namedFunctionIn(value)
  const fact = named === null ? undefined : walk.factOf.get(named)
  if (binding !== undefined && fact !== undefined) walk.functionBindings.push({ binding, fact })
}

/** `const [value, setValue] = useState(…)`. */
function recordState(walk: Walk, pattern: SyntaxNode, value: SyntaxNode, bindings: readonly Binding[]): void {
  if (pattern.type !== 'ArrayPattern' || value.type !== 'CallExpression') return
  const hook = calleeName(value).replace(/^.*\./, '')
  if (!/^use[A-Z]\w*(State|Reducer|Storage)$|^use(State|Reducer)$/.test(hook)) return
  const elements = pattern.elements
  if (!Array.isArray(elements)) return
  const hasValue = elements[0] !== null && elements[0] !== undefined
  const hasSetter = elements.length > 1 && elements[1] !== null
  const valueBinding = hasValue ? (bindings[0] ?? null) : null
  const setterBinding = hasSetter ? (bindings[hasValue ? 1 : 0] ?? null) : null
  walk.states.push({
    value: valueBinding,
    setter: setterBinding,
    fact: {
      name: valueBinding?.name ?? '',
      setter: setterBinding?.name ?? '',
      line: lineOf(pattern),
      valueUses: 0,
      setterUses: 0,
      mutations: [],
      hasSetter,
      isComputed: isComputed(unwrap(childrenOf(value, 'arguments')[0] ?? null)),
    },
  })
}

function isComputed(initial: SyntaxNode | null): boolean {
  if (initial === null) return false
  const body = isFunctionNode(initial) ? unwrap(childOf(initial, 'body')) : initial
  if (body?.type === 'NewExpression') return !/^(Set|Map|Date)$/.test(nameOf(childOf(body, 'callee')))
  return body?.type === 'CallExpression' && /(^|\.)(create|make|init|new)/i.test(calleeName(body))
}

function recordObjectKeys(walk: Walk, pattern: SyntaxNode, value: SyntaxNode): void {
  if (walk.current !== null || pattern.type !== 'Identifier' || value.type !== 'ObjectExpression') return
  const keys = literalKeys(value)
  if (keys !== null) walk.objectKeys.set(textOf(pattern, 'name'), keys)
}

function recordContext(walk: Walk, pattern: SyntaxNode, value: SyntaxNode): void {
  if (pattern.type !== 'Identifier' || value.type !== 'CallExpression') return
  if (!/(^|\.)createContext$/.test(calleeName(value))) return
  const argument = unwrap(childrenOf(value, 'arguments')[0] ?? null)
  const isEmpty = argument === null || argument.type === 'NullLiteral' || nameOf(argument) === 'undefined'
  walk.contexts.push({
    name: textOf(pattern, 'name'),
    line: lineOf(value),
    hasDefault: !isEmpty,
  })
}

/** `const { a, b } = useThing()`: the call is the one pushed first while walking it. */
function recordTaken(walk: Walk, pattern: SyntaxNode, value: SyntaxNode, from: number): void {
  if (pattern.type !== 'ObjectPattern' || value.type !== 'CallExpression') return
  const call = walk.calls[from]
  if (call === undefined || call.line !== lineOf(value)) return
  call.taken = childrenOf(pattern, 'properties')
    .filter((property) => property.type === 'ObjectProperty' && property.computed !== true)
    .filter((property) => childOf(property, 'value')?.type !== 'AssignmentPattern')
    .map((property) => nameOf(childOf(property, 'key')))
}

export const declarationVisitors: Visitors = {
  ImportDeclaration: walkImport,
  ExportNamedDeclaration: walkExport,
  ExportDefaultDeclaration: walkExport,
  ExportAllDeclaration: walkExport,
  VariableDeclaration: walkVariables,
}
