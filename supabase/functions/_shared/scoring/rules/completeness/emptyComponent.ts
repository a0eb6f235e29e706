import type { Project, SourceFile } from '../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import { isReachable } from '../../graph/reachability.ts'
import type { Finding, Rule } from '../../rule.ts'
import type { FunctionFact, ModuleFacts } from '../../script/moduleFacts.ts'
import { splitWords } from '../../script/wordIndex.ts'

const PLACEHOLDER =
  /coming soon|under construction|to be implemented|not (yet )?implemented|\btodo\b|placeholder|lorem ipsum|work in progress|goes here|will (be|go) here|implement(ation)? (this|here|me)/i

const WHOLE_ANSWER = 4

export const emptyComponent: Rule = {
  name: 'empty-component',
  dimension: 'completeness',
  severity: 'major',
  perPart: true,
  weight: 30,
  alsoWeighs: { functionality: 34 },
  limit: 75,
  reason:
    'A component that renders nothing, or only says what should be there, is missing from the application.',
  check(project) {
    const used = usedComponents(project)
    const findings: Finding[] = []
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      if (file.language === 'vue' || file.language === 'svelte') findings.push(...judgeTemplate(file))
      for (const fact of facts.functions) {
        const problem = problemOf(fact, facts)
        if (problem === null || !isShown(fact, facts, used)) continue
        findings.push({ file: file.path, line: fact.line, message: `'${fact.name}' ${problem}` })
      }
    }
    // Where the whole answer is a component or two, an empty one leaves nothing.
    return project.isFragment ? findings.map((finding) => ({ ...finding, share: WHOLE_ANSWER })) : findings
  },
}

function usedComponents(project: Project): Set<string> {
  const used = new Set<string>()
  for (const { facts } of scriptsOf(project)) for (const { name } of facts.components) used.add(name)
  return used
}

/** Rendered somewhere, or a page that its place makes part of the application. */
function isShown(fact: FunctionFact, facts: ModuleFacts, used: ReadonlySet<string>): boolean {
  const isDefault = fact.name === 'default' || facts.exports.get('default')?.local === fact.name
  return isDefault || used.has(fact.name)
}

function problemOf(fact: FunctionFact, facts: ModuleFacts): string | null {
  if (!/^[A-Z]|^default$/.test(fact.name) || fact.isNested || fact.async) return null
  const { returns, jsx } = fact
  if (returns.jsx === 0 && returns.other === 0) {
    if (fact.stub !== null && facts.components.length + returns.nothing > 0) return 'renders nothing'
    // Elements kept in a variable that nothing renders; one that calls something may render them elsewhere.
    const holdsBack = jsx.elements > 0 && fact.hooks.length + fact.calls.size === 0
    const isSilent = holdsBack || (jsx.elements === 0 && !worksUnseen(fact))
    return returns.nothing > 0 && isSilent ? 'always renders nothing' : null
  }
  if (fact.kind !== 'component' || returns.other > 0) return null
  if (returns.jsx > 1 || returns.nothing > 0) return problemOfEnding(fact, facts)
  if (jsx.elements <= 1 && jsx.components + jsx.expressions + jsx.attributes === 0 && jsx.text === '')
    return 'renders an empty element'
  return isPlaceholder(fact.name, jsx) ? 'is only a placeholder' : null
}

/** Words of what stands there while, or because, there is nothing to show. */
const GUARD_TEXT = /load|fetch|wait|error|failed|not found|no \w+|empty|sign in|log in|please|…|\.\.\./i

/** Imports that nothing uses, from which a component's contents were taken out. */
const LEFT_BEHIND = 3

/** After its guards against loading, errors and absence, what a component gives when all is well. */
function problemOfEnding(
  { name, ending, jsx, returns, hooks }: FunctionFact,
  { counts }: ModuleFacts,
): string | null {
  if (ending === null) return null
  if (ending.kind === 'bare') return 'renders an empty element'
  if (
    ending.kind === 'text' &&
    returns.jsx > 1 &&
    (PLACEHOLDER.test(ending.text) || repeatsName(name, ending.text))
  )
    return 'is only a placeholder'
  const isGuard = jsx.elements <= 3 * returns.jsx && jsx.handlers === 0 && GUARD_TEXT.test(jsx.text)
  const isGutted = counts.unusedImports.count >= LEFT_BEHIND
  return ending.kind === 'nothing' && returns.jsx > 0 && hooks.length > 0 && (isGuard || isGutted)
    ? 'renders nothing but its guards'
    : null
}

/** Scrolling to the top, redirecting, reporting: components whose work is an effect. */
function worksUnseen({ hooks, statementCalls }: FunctionFact): boolean {
  const keepsState = hooks.some((hook) => /^use(State|Reducer)$/.test(hook))
  const acts = hooks.some((hook) => /Effect$/.test(hook)) || statementCalls.size > 0
  return acts && !keepsState
}

function isPlaceholder(name: string, jsx: FunctionFact['jsx']): boolean {
  if (jsx.components + jsx.expressions + jsx.handlers > 0 || jsx.elements > 3) return false
  if (jsx.text.length > 90 || jsx.text === '') return false
  return PLACEHOLDER.test(jsx.text) || repeatsName(name, jsx.text)
}

/** “Todo List” in `TodoListPage`. */
function repeatsName(name: string, text: string): boolean {
  const words = splitWords(text)
  const own = new Set([...splitWords(name), 'page', 'component', 'view', 'screen', 'section'])
  return words.length > 0 && words.every((word) => own.has(word))
}

function judgeTemplate(file: SourceFile): Finding[] {
  const tags = file.markup?.tags.filter((tag) => !tag.closes) ?? []
  const dynamic = file.markup?.expressions.length ?? 0
  const text = file.markup?.text ?? ''
  const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
  const isStatic =
    dynamic === 0 &&
    tags.every((tag) => !/^[A-Z]/.test(tag.name) && tag.name !== 'slot' && !tag.name.includes('-'))
  if (!isStatic || tags.length > 3 || text.length > 90) return []
  const isEmpty = text === '' && tags.every((tag) => tag.attributes.size === 0)
  if (isEmpty && file.text.trim() !== '' && tags.length > 0)
    return [{ file: file.path, message: 'The component renders nothing' }]
  if (text !== '' && (PLACEHOLDER.test(text) || repeatsName(name, text))) {
    return [{ file: file.path, message: 'The component is only a placeholder' }]
  }
  return []
}
