/** What one script says of itself, independent of the project around it: extracted once, then the tree is let go. */

/** When code runs: `load` with the module, `render` with the component, `call` later (a handler, an effect, a function). */
export type Moment = 'load' | 'render' | 'call'

export interface ImportedName {
  /** `default`, `*` or the exported name. */
  imported: string
  local: string
  line: number
  typeOnly: boolean
  valueUses: number
  typeUses: number
  /** Members read from it, `local.member`, with their first line. */
  members: Map<string, number>
}

export interface ImportFact {
  specifier: string
  line: number
  kind: 'static' | 'reexport' | 'dynamic' | 'require'
  typeOnly: boolean
  /** Empty for a side-effect import, and for `export * from`. */
  names: ImportedName[]
  /** `export * from`. */
  isWildcard: boolean
  /** In a `try` or behind `.catch`: the code expects it may be absent. */
  optional: boolean
  /** The importer renders the module's default export: `lazy(() => import('../project/x'))`. */
  usesDefault: boolean
}

/** An import of nothing by name yet: what its statement adds is set on it. */
export function newImport(
  specifier: string,
  line: number,
  kind: ImportFact['kind'],
  typeOnly = false,
): ImportFact {
  return {
    specifier,
    line,
    kind,
    typeOnly,
    names: [],
    isWildcard: false,
    optional: false,
    usesDefault: false,
  }
}

export interface ExportFact {
  line: number
  isType: boolean
  /** Name of the local binding it stands for; null for an expression or another module's export. */
  local: string | null
}

export interface UndefinedName {
  name: string
  line: number
  moment: Moment
  /** Where it stands: a called function, a JSX tag, or any other value. */
  position: 'call' | 'jsx' | 'value'
  /** Name of the nearest named function around it; '' at the top level. */
  owner: string
}

/** What a component takes. */
export interface PropFact {
  required: boolean
  hasDefault: boolean
  /** The component calls it, reads from it or renders it: without it, it throws. */
  vital: boolean
  /** False where it is taken apart from the props and then not used. */
  used: boolean
}

export interface PropsFact {
  names: Map<string, PropFact>
  /** False where a rest element, an inherited type or an unknown type lets other props in. */
  closed: boolean
  /** True where requiredness comes from a type. */
  typed: boolean
}

export interface FunctionFact {
  /** '' where anonymous. */
  name: string
  line: number
  kind: 'component' | 'hook' | 'function'
  /** Parameters without default, `?` or rest. */
  requiredParameters: number
  /** Infinity with a rest parameter or where `arguments` is read. */
  maximumParameters: number
  /** Characters of code in it, counted so that formatting does not change them. */
  size: number
  /** Nothing in its body, or only logging and `preventDefault`. */
  stub: 'empty' | 'logs' | null
  returns: { jsx: number; nothing: number; other: number }
  /** What its unconditional return gives: an element with nothing in it, an element with this text alone, nothing. */
  ending: { kind: 'bare' | 'text' | 'nothing' | 'more'; text: string } | null
  /** Elements, expressions and visible text of the JSX written directly in it. */
  jsx: {
    elements: number
    components: number
    expressions: number
    attributes: number
    handlers: number
    text: string
  }
  /** Keys of the object literal it returns, where every return is one without spread. */
  returnedKeys: Set<string> | null
  props: PropsFact | null
  /** Hooks called directly in it. */
  hooks: string[]
  /** Hooks called behind a condition or in a loop, against React's rule. */
  conditionalHooks: { name: string; line: number }[]
  /** It throws a "not implemented" error. */
  throwsUnimplemented: boolean
  /** Functions called in it by name, nested functions included. */
  calls: Set<string>
  /** Of those, the ones whose result nobody takes. */
  statementCalls: Set<string>
  /** References to its name in this module; -1 where nothing binds it. */
  uses: number
  async: boolean
  /** It stands inside another function. */
  isNested: boolean
}

export interface StateFact {
  name: string
  setter: string
  line: number
  valueUses: number
  setterUses: number
  /** Lines where it is changed in place: `items.push(x)`, `user.name = …`. */
  mutations: number[]
  /** The setter is in the pattern at all. */
  hasSetter: boolean
  /** The initial value is made by a function or a constructor, which state without setter is a way to keep. */
  isComputed: boolean
}

export interface EffectFact {
  line: number
  hook: string
  hasDependencies: boolean
  /** Local functions called in it, outside returned functions. */
  calls: Set<string>
  /** Subscriptions it opens: `addEventListener`, `setInterval`, … */
  subscriptions: string[]
  returnsCleanup: boolean
  empty: boolean
}

/** An intrinsic element a user acts on. */
export interface InteractiveElement {
  tag: string
  line: number
  handlers: string[]
  attributes: Map<string, string | null>
  hasSpread: boolean
  /** Something around it acts for it: a link, a trigger, a label, a form with a submit handler, an element with a handler. */
  delegated: boolean
  insideForm: boolean
}

export interface HandlerUse {
  attribute: string
  line: number
  /** Name of the function passed; '' where it is written inline. */
  name: string
  /** For an inline function: what its body does. */
  stub: 'empty' | 'logs' | null
  /** `onClick={undefined}` and the like. */
  missing: boolean
  /** `onClick={handle()}`: called at render, its result is the handler. */
  calledAtRender: boolean
}

export interface ComponentUse {
  /** As written: `TodoItem`, `Dialog.Root`. */
  name: string
  line: number
  attributes: Set<string>
  hasSpread: boolean
  hasChildren: boolean
  /** Name of the nearest named function around it; '' at the top level. */
  owner: string
}

export interface CallUse {
  callee: string
  line: number
  arguments: number
  hasSpread: boolean
  moment: Moment
  /** Keys taken from the result: `const { a, b } = callee()`. */
  taken: string[] | null
}

/** `receiver.method()`. */
export interface MethodUse {
  method: string
  line: number
  /** Left-most name of the receiver, '' where it is no name. */
  receiver: string
  /** The receiver is that name alone. */
  isDirect: boolean
}

export interface ContextFact {
  name: string
  line: number
  /** createContext was given something other than undefined or null. */
  hasDefault: boolean
}

export interface RouteFact {
  path: string | null
  /** Its path is an expression. */
  isComputed?: boolean
  line: number
  hasComponent: boolean
  hasChildren: boolean
}

export interface CountedLines {
  count: number
  firstLine: number
}

export interface DuplicateCandidate {
  hash: number
  size: number
  start: number
  end: number
  line: number
}

/** Facts that only count; each with the first line it was seen at. */
export interface ModuleCounts {
  any: CountedLines
  console: CountedLines
  mapsWithoutKey: CountedLines
  unusedImports: CountedLines
  elementsStyled: number
  elements: number
  emptyCatches: CountedLines
  typeAnnotations: number
}

export interface ModuleFacts {
  /** False where only the lexer could read it: nothing but `imports` and `words` is known. */
  parsed: boolean
  problems: { line: number; message: string }[]
  redeclared: { name: string; line: number }[]
  imports: ImportFact[]
  exports: Map<string, ExportFact>
  /** `module.exports`, `exports.x`: the set of exports is open. */
  commonJs: boolean
  undefinedNames: UndefinedName[]
  /** Names taken apart from a hook's result and never used. */
  unusedTaken: { name: string; hook: string; line: number }[]
  /** Names declared at the top level, which classic scripts share. */
  topLevelNames: Set<string>
  functions: FunctionFact[]
  states: StateFact[]
  /** Lines where `setX((previous) => …)` changes `previous` in place. */
  updaterMutations: number[]
  effects: EffectFact[]
  interactive: InteractiveElement[]
  handlers: HandlerUse[]
  components: ComponentUse[]
  calls: CallUse[]
  methods: MethodUse[]
  /** Names that objects, classes and types of this module give to members. */
  memberNames: Set<string>
  contexts: ContextFact[]
  routes: RouteFact[]
  /** Targets of links and navigation written as literals. */
  linkTargets: { path: string; line: number }[]
  /** Keys of object literals bound to a name at the top level, where none is spread in. */
  objectKeys: Map<string, Set<string>>
  classNames: Set<string>
  duplicates: DuplicateCandidate[]
  comments: { text: string; line: number; isBlock: boolean }[]
  counts: ModuleCounts
  /** Lower-case words of identifiers, strings and visible text; comments are not among them. */
  words: Set<string>
  /** Lower-case visible texts and string literals, white space collapsed. */
  texts: Set<string>
  /** Characters of code, counted so that formatting does not change them. */
  size: number
  /** Elements looked up by id: `getElementById('x')`, `querySelector('#x')`. */
  elementIds: { id: string; line: number }[]
}

function none(): CountedLines {
  return { count: 0, firstLine: 0 }
}

export function emptyCounts(): ModuleCounts {
  return {
    any: none(),
    console: none(),
    mapsWithoutKey: none(),
    unusedImports: none(),
    elementsStyled: 0,
    elements: 0,
    emptyCatches: none(),
    typeAnnotations: 0,
  }
}

export function countAt(counted: CountedLines, line: number): void {
  if (counted.count === 0) counted.firstLine = line
  counted.count++
}
