/** Scopes and bindings of one script; names are resolved when a scope closes, so that hoisting needs no second pass. */
import type { Moment } from './moduleFacts.ts'

export type BindingKind = 'import' | 'lexical' | 'variable' | 'function' | 'parameter' | 'type' | 'namespace'

export interface Binding {
  name: string
  kind: BindingKind
  line: number
  valueUses: number
  typeUses: number
  writes: number
  /** `binding.member` read or called, with the first line. */
  members: Map<string, number> | null
  /** Lines where the value is changed in place: `x.push(…)`, `x.a = …`. */
  mutations: number[] | null
  /** Called, or rendered as a tag. */
  calls: number
}

export interface Reference {
  name: string
  line: number
  moment: Moment
  position: 'call' | 'jsx' | 'value'
  isType: boolean
  /** Under `typeof`, which accepts undeclared names. */
  guarded: boolean
  isWrite: boolean
  mutates: boolean
  member: string | null
  /** Name of the nearest named function around it; '' at the top level. */
  owner: string
}

export interface Scope {
  parent: Scope | null
  /** Functions and the module take `var` declarations. */
  isFunction: boolean
  bindings: Map<string, Binding>
  references: Reference[]
}

export function openScope(parent: Scope | null, isFunction: boolean): Scope {
  return { parent, isFunction, bindings: new Map(), references: [] }
}

/** Resolves what this scope declares and hands the rest to its parent; returns what nobody declared, at the root. */
export function closeScope(scope: Scope): Reference[] {
  const open: Reference[] = []
  for (const reference of scope.references) {
    const binding = scope.bindings.get(reference.name)
    if (binding === undefined) open.push(reference)
    else use(binding, reference)
  }
  scope.references = []
  if (scope.parent === null) return open
  for (const reference of open) scope.parent.references.push(reference)
  return []
}

function use(binding: Binding, reference: Reference): void {
  if (reference.isType) binding.typeUses++
  else if (reference.isWrite) binding.writes++
  else binding.valueUses++
  if (reference.position !== 'value') binding.calls++
  if (reference.mutates) {
    binding.mutations ??= []
    binding.mutations.push(reference.line)
  }
  if (reference.member !== null) {
    binding.members ??= new Map()
    if (!binding.members.has(reference.member)) binding.members.set(reference.member, reference.line)
  }
}

export function newBinding(name: string, kind: BindingKind, line: number): Binding {
  return { name, kind, line, valueUses: 0, typeUses: 0, writes: 0, members: null, mutations: null, calls: 0 }
}

/**
 * Declares `name`; returns the binding and whether two values of that name now stand in one scope. A type beside a
 * value is no clash; an import beside a local value is one, though bundlers let TypeScript files shadow it.
 */
export function declare(
  scope: Scope,
  name: string,
  kind: BindingKind,
  line: number,
): { binding: Binding; clashes: boolean } {
  const target = kind === 'variable' ? functionScopeOf(scope) : scope
  const existing = target.bindings.get(name)
  if (existing === undefined) {
    const binding = newBinding(name, kind, line)
    target.bindings.set(name, binding)
    return { binding, clashes: false }
  }
  const clashes = clash(existing.kind, kind, target.parent === null)
  if (existing.kind === 'type') existing.kind = kind
  return { binding: existing, clashes }
}

function clash(first: BindingKind, second: BindingKind, atTopLevel: boolean): boolean {
  if (first === 'type' || second === 'type' || first === 'namespace' || second === 'namespace') return false
  if (first === 'lexical' || second === 'lexical') return true
  if (first === 'import' || second === 'import') return true
  if (first === 'function' && second === 'function') return atTopLevel
  if (atTopLevel && (first === 'function' || second === 'function')) return true
  return false
}

function functionScopeOf(scope: Scope): Scope {
  let current = scope
  while (!current.isFunction && current.parent !== null) current = current.parent
  return current
}
