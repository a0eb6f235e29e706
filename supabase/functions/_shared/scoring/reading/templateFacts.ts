/** What markup shows and wires, in the same facts that JSX gives: elements, handlers, components, classes, lists. */
import { countAt, type InteractiveElement, type ModuleFacts } from '../script/moduleFacts.ts'
import type { Markup, MarkupTag } from './template.ts'

const INTERACTIVE = new Set(['button', 'input', 'select', 'textarea', 'form', 'a'])
const VOID_TAGS = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const HANDLER = /^(?:@|v-on:|on:|on)([a-z][\w-]*)/
const BINDING = /^(v-model|bind:|:value|v-bind)/
const DELEGATING = /^(a|label|router-link|RouterLink|NuxtLink|[A-Z]\w*(Link|Trigger|Button))$/

/** Adds the markup's facts to the first script's. Changes the facts it is given, before anyone else has them. */
export function addTemplateFacts(
  scripts: readonly ModuleFacts[],
  markup: Markup,
  language: 'vue' | 'svelte' | 'html',
): void {
  const [facts] = scripts
  if (facts === undefined) return
  const open: MarkupTag[] = []
  for (const tag of markup.tags) {
    if (tag.closes) {
      const index = open.findLastIndex(({ name }) => name === tag.name)
      if (index >= 0) open.length = index
      continue
    }
    addTag(facts, tag, open, language)
    if (!tag.selfCloses && !VOID_TAGS.has(tag.name.toLowerCase())) open.push(tag)
  }
  if (language === 'svelte') addEachBlocks(facts, markup)
  if (markup.text !== '') facts.texts.add(markup.text.toLowerCase())
}

function addTag(facts: ModuleFacts, tag: MarkupTag, open: readonly MarkupTag[], language: string): void {
  const { attributes, line, name } = tag
  facts.counts.elements++
  if (attributes.has('class') || attributes.has(':class') || attributes.has('style'))
    facts.counts.elementsStyled++
  for (const className of (attributes.get('class') ?? '').split(/[^\w:./[\]%#-]+/)) {
    if (className !== '') facts.classNames.add(className)
  }
  const handlers = [...attributes].filter(([key]) => HANDLER.test(key))
  for (const [attribute, code] of handlers) addHandler(facts, attribute, code, line)
  const isComponent = language !== 'html' && (/^[A-Z]/.test(name) || name.includes('-'))
  if (isComponent) addComponent(facts, tag)
  if (INTERACTIVE.has(name)) facts.interactive.push(interactive(tag, handlers, open))
  if (
    language === 'vue' &&
    attributes.has('v-for') &&
    !attributes.has(':key') &&
    !attributes.has('v-bind:key')
  ) {
    countAt(facts.counts.mapsWithoutKey, line)
  }
  const target = attributes.get('to') ?? attributes.get('href')
  if (target?.startsWith('/') && !target.includes('{')) facts.linkTargets.push({ path: target, line })
}

function addHandler(facts: ModuleFacts, attribute: string, code: string, line: number): void {
  const trimmed = code.trim()
  const isStub = /^(\(?\w*\)?\s*=>\s*)?\{\s*\}$|^\(?\w*\)?\s*=>\s*(undefined|null|void 0)$/.test(trimmed)
  facts.handlers.push({
    attribute,
    line,
    name: /^[\w$]+(?=\(|$)/.exec(trimmed)?.[0] ?? '',
    stub: isStub ? 'empty' : null,
    missing: false,
    calledAtRender: false,
  })
}

function addComponent(facts: ModuleFacts, { name, attributes, line, selfCloses }: MarkupTag): void {
  const names = new Set<string>()
  let hasSpread = false
  for (const key of attributes.keys()) {
    if (key.startsWith('...') || key === 'v-bind') hasSpread = true
    names.add(camelCase(key.replace(/^(:|v-bind:|bind:)/, '')))
  }
  const pascal = name.includes('-') ? pascalCase(name) : name
  facts.components.push({
    name: pascal,
    line,
    attributes: names,
    hasSpread,
    hasChildren: !selfCloses,
    owner: '',
  })
}

function interactive(
  { name, line, attributes }: MarkupTag,
  handlers: readonly [string, string][],
  open: readonly MarkupTag[],
): InteractiveElement {
  const bound = [...attributes.keys()].filter((key) => BINDING.test(key) || key.startsWith('use:'))
  const isWired = (tag: MarkupTag) => [...tag.attributes.keys()].some((key) => HANDLER.test(key))
  return {
    tag: name,
    line,
    handlers: [...handlers.map(([key]) => HANDLER.exec(key)?.[1] ?? key), ...bound],
    attributes: new Map(attributes),
    hasSpread: [...attributes.keys()].some((key) => key.startsWith('...') || key === 'v-bind'),
    delegated: open.some((tag) => DELEGATING.test(tag.name) || (tag.name !== 'form' && isWired(tag))),
    insideForm: open.some((tag) => tag.name === 'form'),
  }
}

/** `{#each items as item}` without `(item.id)`. */
function addEachBlocks(facts: ModuleFacts, markup: Markup): void {
  for (const { code, line } of markup.expressions) {
    if (/^#each\s/.test(code.trim()) && !/\)\s*$/.test(code.trim()) && !/Array\(|length:/.test(code)) {
      countAt(facts.counts.mapsWithoutKey, line)
    }
  }
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())
}

function pascalCase(name: string): string {
  const camel = camelCase(name)
  return camel.slice(0, 1).toUpperCase() + camel.slice(1)
}
