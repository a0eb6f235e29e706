/** A script's text to its facts: parse, walk once, resolve names, let the tree go. */
import { measureCode } from './codeMeasure.ts'
import { isGlobalName } from './globalNames.ts'
import { lexImports } from './lexImports.ts'
import { countAt, emptyCounts, type ImportFact, type ModuleFacts, type UndefinedName } from './moduleFacts.ts'
import { type ParsedScript, type ParseScriptInput, parseScript } from './parseScript.ts'
import type { Reference } from './scope.ts'
import { childOf, childrenOf, isNode, lineOf, type SyntaxNode } from './syntaxNode.ts'
import { walkProgram } from './walk/walkScript.ts'
import { startWalk, type Walk } from './walk/walkState.ts'
import { indexWords, splitWords } from './wordIndex.ts'

export interface AnalyzeScriptInput extends ParseScriptInput {
  /** Line of the first character in the file it was cut from; 1 for whole files. */
  startLine?: number
}

/** Facts of one script; `parsed` is false where only its imports could be read. Never throws. */
export function analyzeScript(input: AnalyzeScriptInput): ModuleFacts {
  const padded = { ...input, text: '\n'.repeat((input.startLine ?? 1) - 1) + input.text }
  return analyze(padded)
}

function analyze(input: ParseScriptInput): ModuleFacts {
  const parsed = parseScript(input)
  if (parsed.program === null) return lexedFacts(input, parsed)
  let walked: ReturnType<typeof walkProgram>
  try {
    walked = walkProgram(parsed.program, input.typescript, measureCode(input.text))
  } catch (error) {
    // Deeper than the stack: the parser's loops bear chains that a recursive walk does not.
    if (!(error instanceof RangeError)) throw error
    return lexedFacts(input, parsed)
  }
  const { walk, undeclared } = walked
  collectDuplicates(walk, parsed.program)
  markLazyImports(walk, parsed.program)
  return toFacts(walk, input, parsed, undeclared)
}

/** Facts of a script that is not parsed, for its length or its project's: imports and words. */
export function skimScript(input: ParseScriptInput): ModuleFacts {
  const facts = lexedFacts(input, { program: null, comments: [], problems: [] })
  return { ...facts, words: new Set(splitWords(input.text.slice(0, LONGEST_SKIMMED))) }
}

/** UTF-16 units whose words are read. */
const LONGEST_SKIMMED = 40_000

function lexedFacts(input: ParseScriptInput, parsed: ParsedScript): ModuleFacts {
  const walk = startWalk(input.typescript, measureCode(''), () => null)
  return {
    ...toFacts(walk, input, parsed, []),
    parsed: false,
    imports: lexImports(input.text, input.typescript),
    counts: emptyCounts(),
  }
}

function toFacts(
  walk: Walk,
  input: ParseScriptInput,
  parsed: ParsedScript,
  undefinedReferences: readonly Reference[],
): ModuleFacts {
  for (const { binding, name } of walk.importBindings) {
    name.valueUses = binding.valueUses + binding.writes
    name.typeUses = binding.typeUses
    name.members = binding.members ?? new Map()
    if (name.valueUses + name.typeUses === 0 && name.local !== 'React')
      countAt(walk.counts.unusedImports, name.line)
  }
  for (const { binding, fact } of walk.functionBindings) fact.uses = binding.valueUses
  for (const { prop, binding } of walk.propBindings) {
    prop.vital = binding.calls > 0 || binding.members !== null
    prop.used = binding.valueUses > 0
  }
  for (const { fact, value, setter } of walk.states) {
    fact.valueUses = value?.valueUses ?? 0
    fact.setterUses = setter?.valueUses ?? 0
    fact.mutations = value?.mutations ?? []
  }
  const index = indexWords(walk.names, walk.strings)
  return {
    parsed: true,
    problems: [
      ...parsed.problems,
      ...walk.duplicateExports.map(({ name, line }) => ({ line, message: `'${name}' is exported twice` })),
    ],
    redeclared: walk.redeclared,
    imports: walk.imports,
    exports: walk.exports,
    commonJs: walk.commonJs,
    undefinedNames: undefinedNames(undefinedReferences),
    unusedTaken: walk.takenBindings
      .filter(({ binding }) => binding.valueUses === 0)
      .map(({ binding, hook }) => ({ name: binding.name, hook, line: binding.line })),
    topLevelNames: new Set(walk.scope.bindings.keys()),
    functions: walk.functions,
    states: walk.states.map((state) => state.fact),
    updaterMutations: walk.updaterMutations,
    effects: walk.effects,
    interactive: walk.interactive,
    handlers: walk.handlers,
    components: walk.components,
    calls: walk.calls,
    methods: walk.methods,
    memberNames: walk.memberNames,
    contexts: walk.contexts,
    routes: walk.routes,
    linkTargets: walk.linkTargets,
    objectKeys: walk.objectKeys,
    classNames: walk.classNames,
    duplicates: walk.duplicates,
    comments: parsed.comments,
    counts: walk.counts,
    words: index.words,
    texts: index.texts,
    size: walk.measure.size(0, input.text.length),
    elementIds: walk.elementIds,
  }
}

/** One entry per name and owner, the most harmful moment first. */
function undefinedNames(references: readonly Reference[]): UndefinedName[] {
  const found = new Map<string, UndefinedName>()
  for (const { name, line, moment, position, owner, isType, guarded } of references) {
    if (isType || guarded || isGlobalName(name)) continue
    const key = `${name} ${owner}`
    const existing = found.get(key)
    if (existing === undefined || harm(moment) > harm(existing.moment)) {
      found.set(key, { name, line, moment, position, owner })
    }
  }
  return [...found.values()]
}

function harm(moment: UndefinedName['moment']): number {
  return moment === 'load' ? 2 : moment === 'render' ? 1 : 0
}

/** Smaller pieces repeat by nature: table cells, form rows. Characters of code. */
const SMALLEST_DUPLICATE = 260

/** Functions and elements large enough that a second copy is a copy, not a coincidence. */
function collectDuplicates(walk: Walk, program: SyntaxNode): void {
  const stack = [...childrenOf(program, 'body')]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const size = walk.measure.size(node.start, node.end)
    if (size < SMALLEST_DUPLICATE) continue
    const body =
      node.type.endsWith('FunctionExpression') || node.type === 'FunctionDeclaration'
        ? childOf(node, 'body')
        : null
    const piece = body?.type === 'BlockStatement' ? body : node.type === 'JSXElement' ? node : null
    if (piece !== null) {
      walk.duplicates.push({
        hash: walk.measure.hash(piece.start, piece.end),
        size: walk.measure.size(piece.start, piece.end),
        start: piece.start,
        end: piece.end,
        line: lineOf(piece),
      })
    }
    for (const key of DESCENDED_KEYS) {
      const child = node[key]
      if (isNode(child)) stack.push(child)
      else if (Array.isArray(child)) for (const item of child) if (isNode(item)) stack.push(item)
    }
  }
}

const DESCENDED_KEYS = [
  'body',
  'declaration',
  'declarations',
  'init',
  'argument',
  'arguments',
  'expression',
  'children',
  'consequent',
  'alternate',
  'right',
  'block',
  'properties',
  'value',
]

/** `lazy(() => import('../project/x'))` renders the default export of `./x`. */
function markLazyImports(walk: Walk, program: SyntaxNode): void {
  const lazyLines = new Set(
    walk.calls.filter(({ callee }) => /(^|\.)lazy$/.test(callee)).map(({ line }) => line),
  )
  if (lazyLines.size === 0) return
  for (const fact of walk.imports) {
    if (fact.kind === 'dynamic' && isPlainLazy(program, fact)) fact.usesDefault = true
  }
}

function isPlainLazy(program: SyntaxNode, fact: ImportFact): boolean {
  for (const statement of childrenOf(program, 'body')) {
    const declaration = childOf(statement, 'declaration') ?? statement
    for (const declarator of childrenOf(declaration, 'declarations')) {
      const call = childOf(declarator, 'init')
      const loader = call === null ? undefined : childrenOf(call, 'arguments')[0]
      const body = loader === undefined ? null : childOf(loader, 'body')
      const source =
        body === null ? null : (childOf(body, 'source') ?? childrenOf(body, 'arguments')[0] ?? null)
      if (body !== null && source !== null && lineOf(body) === fact.line && source.value === fact.specifier)
        return true
    }
  }
  return false
}
