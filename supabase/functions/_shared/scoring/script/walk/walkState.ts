/** What the walk over one script carries with it. */
import type { CodeMeasure } from '../codeMeasure.ts'
import {
  type CallUse,
  type ComponentUse,
  type ContextFact,
  type DuplicateCandidate,
  type EffectFact,
  type ExportFact,
  emptyCounts,
  type FunctionFact,
  type HandlerUse,
  type ImportedName,
  type ImportFact,
  type InteractiveElement,
  type MethodUse,
  type ModuleCounts,
  type Moment,
  type PropFact,
  type RouteFact,
  type StateFact,
} from '../moduleFacts.ts'
import { type Binding, type BindingKind, declare, openScope, type Reference, type Scope } from '../scope.ts'
import { lineOf, type SyntaxNode } from '../syntaxNode.ts'

/** A function being walked. */
export interface FunctionContext {
  fact: FunctionFact
  parent: FunctionContext | null
  moment: Moment
  /** How many branches or loops stand around the current node inside this function. */
  conditionalDepth: number
  returnedEarly: boolean
  /** Null once a return was not a plain object literal. */
  returnedKeys: Set<string> | null
  effect: EffectFact | null
  /** The function given to an effect hook: its own returns are cleanups. */
  isEffectBody: boolean
}

/** An element being walked, for what it does on behalf of its children. */
export interface ElementContext {
  name: string
  delegates: boolean
  isForm: boolean
  parent: ElementContext | null
}

/** Where an expression goes: what names an anonymous function, and when it runs. */
export interface Destination {
  name: string
  moment: Moment | null
  effect: EffectFact | null
  /** The function is given to a state setter. */
  isUpdater?: boolean
}

export interface PendingState {
  fact: StateFact
  value: Binding | null
  setter: Binding | null
}

/** Reads one node and descends into it as far as its type asks for. */
export type Visitor = (walk: Walk, node: SyntaxNode) => void

/** Node type → visitor. */
export type Visitors = Readonly<Record<string, Visitor>>

export interface Walk {
  typescript: boolean
  measure: CodeMeasure
  /** The visitor of a node type, or null where its children are visited. */
  visitorOf(type: string): Visitor | null
  scope: Scope
  current: FunctionContext | null
  element: ElementContext | null
  destination: Destination | null
  tryDepth: number
  /** Inside route definitions, where an object with a path is a route. */
  routeDepth: number

  names: Set<string>
  strings: Set<string>
  imports: ImportFact[]
  importBindings: { binding: Binding; name: ImportedName }[]
  exports: Map<string, ExportFact>
  duplicateExports: { name: string; line: number }[]
  commonJs: boolean
  redeclared: { name: string; line: number }[]
  functions: FunctionFact[]
  factOf: WeakMap<SyntaxNode, FunctionFact>
  /** Types that variables declare for the function they hold. */
  declaredTypes: WeakMap<SyntaxNode, SyntaxNode>
  functionBindings: { binding: Binding; fact: FunctionFact }[]
  states: PendingState[]
  updaterMutations: number[]
  effects: EffectFact[]
  interactive: InteractiveElement[]
  handlers: HandlerUse[]
  components: ComponentUse[]
  calls: CallUse[]
  methods: MethodUse[]
  memberNames: Set<string>
  takenBindings: { binding: Binding; hook: string }[]
  /** Names bound by a component's destructured first parameter. */
  propBindings: { prop: PropFact; binding: Binding }[]
  contexts: ContextFact[]
  routes: RouteFact[]
  linkTargets: { path: string; line: number }[]
  objectKeys: Map<string, Set<string>>
  typeShapes: Map<string, SyntaxNode>
  classNames: Set<string>
  duplicates: DuplicateCandidate[]
  counts: ModuleCounts
  elementIds: { id: string; line: number }[]
}

export function startWalk(typescript: boolean, measure: CodeMeasure, visitorOf: Walk['visitorOf']): Walk {
  return {
    typescript,
    measure,
    visitorOf,
    scope: openScope(null, true),
    current: null,
    element: null,
    destination: null,
    tryDepth: 0,
    routeDepth: 0,
    names: new Set(),
    strings: new Set(),
    imports: [],
    importBindings: [],
    exports: new Map(),
    duplicateExports: [],
    commonJs: false,
    redeclared: [],
    functions: [],
    factOf: new WeakMap(),
    declaredTypes: new WeakMap(),
    functionBindings: [],
    states: [],
    updaterMutations: [],
    effects: [],
    interactive: [],
    handlers: [],
    components: [],
    calls: [],
    methods: [],
    memberNames: new Set(),
    takenBindings: [],
    propBindings: [],
    contexts: [],
    routes: [],
    linkTargets: [],
    objectKeys: new Map(),
    typeShapes: new Map(),
    classNames: new Set(),
    duplicates: [],
    counts: emptyCounts(),
    elementIds: [],
  }
}

export function declareName(walk: Walk, node: SyntaxNode, name: string, kind: BindingKind): Binding {
  walk.names.add(name)
  const line = lineOf(node)
  const { binding, clashes } = declare(walk.scope, name, kind, line)
  if (clashes) walk.redeclared.push({ name, line })
  return binding
}

/** Name of the nearest named function around the current node; '' at the top level. */
export function ownerName(walk: Walk): string {
  for (let context = walk.current; context !== null; context = context.parent)
    if (context.fact.name !== '') return context.fact.name
  return ''
}

export function refer(
  walk: Walk,
  node: SyntaxNode,
  name: string,
  details: Partial<
    Pick<Reference, 'position' | 'isType' | 'guarded' | 'isWrite' | 'mutates' | 'member'>
  > = {},
): void {
  walk.names.add(name)
  walk.scope.references.push({
    name,
    line: lineOf(node),
    moment: walk.current?.moment ?? 'load',
    owner: ownerName(walk),
    position: 'value',
    isType: false,
    guarded: false,
    isWrite: false,
    mutates: false,
    member: null,
    ...details,
  })
}

/** Walks inside a scope of its own and gives it back closed, its unresolved names handed on. */
export function inScope(
  walk: Walk,
  isFunction: boolean,
  close: (scope: Scope) => void,
  body: () => void,
): void {
  const outer = walk.scope
  walk.scope = openScope(outer, isFunction)
  body()
  close(walk.scope)
  walk.scope = outer
}
