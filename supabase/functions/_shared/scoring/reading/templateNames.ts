/** Names that a Vue or Svelte template uses of its scripts: they count as uses. */
import { isGlobalName } from '../script/globalNames.ts'
import type { ModuleFacts } from '../script/moduleFacts.ts'
import type { Markup } from './template.ts'

const NAME = /(?<![\w$.'"`-]|\?\.)([A-Za-z_$][\w$]*)(?!\s*:(?!:)[^?]*$)/g
const KEYWORDS = new Set(
  (
    'true false null undefined this new typeof instanceof in of void delete await async if else each then catch html ' +
    'key snippet render const let var function return as debug attach class style slot'
  ).split(' '),
)

/** Marks what the template uses. Changes the facts it is given, before anyone else has them. */
export function useTemplateNames(
  scripts: readonly ModuleFacts[],
  markup: Markup,
  language: 'vue' | 'svelte',
): void {
  const used = new Set<string>()
  for (const { code } of markup.expressions) {
    const bare = code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    for (const match of bare.matchAll(NAME)) if (!KEYWORDS.has(match[1] ?? '')) used.add(match[1] ?? '')
  }
  for (const tag of markup.tags) {
    const [root = ''] = tag.name.split('.')
    used.add(root)
    if (language === 'vue') used.add(pascalCase(root)).add(camelCase(root))
    for (const name of tag.attributes.keys()) {
      const directive = /^(?:bind|class|style|use|in|out|transition|animate):([\w$]+)/.exec(name)
      if (directive?.[1] !== undefined) used.add(directive[1])
      if (language === 'vue' && name.startsWith('v-')) used.add(camelCase(name.replace(/[:.].*$/, '')))
    }
  }
  for (const facts of scripts) {
    for (const fact of facts.imports) {
      for (const name of fact.names) {
        if (name.valueUses > 0 || !used.has(name.local)) continue
        if (name.typeUses === 0) facts.counts.unusedImports.count--
        name.valueUses = 1
      }
    }
    for (const fact of facts.functions) if (used.has(fact.name) && fact.uses >= 0) fact.uses++
    for (const state of facts.states) if (used.has(state.name)) state.valueUses++
    if (language === 'svelte')
      facts.undefinedNames = facts.undefinedNames.filter(({ name }) => !isStore(facts, name))
  }
}

/** `$count` subscribes to the store `count`. */
function isStore(facts: ModuleFacts, name: string): boolean {
  return name.startsWith('$') && (facts.topLevelNames.has(name.slice(1)) || isGlobalName(name))
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())
}

function pascalCase(name: string): string {
  const camel = camelCase(name)
  return camel.slice(0, 1).toUpperCase() + camel.slice(1)
}
