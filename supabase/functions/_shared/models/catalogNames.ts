/** Every name a model goes by, and what it leads to. */
import { CATALOG_ENTRIES } from './catalogEntries.ts'
import type { Model } from './model.ts'
import { RETIRED_NAMES } from './retiredNames.ts'
import { SANDBOX_MODELS } from './sandboxModels.ts'

export type CatalogName =
  | { kind: 'entry'; id: string }
  /** Long gone; `id` is the successor's. */
  | { kind: 'retired'; id: string }
  | { kind: 'sandbox'; model: Model }
  | { kind: 'dynamic'; provider: 'openrouter' | 'ollama'; providerModelId: string }

export interface NameIndex {
  lookup: ReadonlyMap<string, CatalogName>
  aliasesOf(id: string): readonly string[]
}

/** `-20240229`, `-2024-08-06`, `-001`, `@20240620`: the snapshot of a model is that model. */
const SNAPSHOT_SUFFIX = /(?:[-@]20\d{6}|-20\d{2}-\d{2}-\d{2}|-00\d)$/

/** `openrouter/` and `ollama/` names go on the wire as they are, so only what ids are made of is let through. */
const DYNAMIC_NAME = /^(openrouter|ollama)\/([\w~][\w.:@~/-]{0,199})$/i

export function buildNameIndex(): NameIndex {
  const lookup = new Map<string, CatalogName>()
  const aliases = new Map<string, string[]>()
  for (const entry of CATALOG_ENTRIES) {
    const names = [entry.openRouterId, `${entry.provider}/${entry.id}`, ...(entry.aliases ?? [])]
    const others = [...new Set(names)].filter((name) => name !== entry.id)
    aliases.set(entry.id, others)
    for (const name of [entry.id, ...others]) lookup.set(name, { kind: 'entry', id: entry.id })
  }
  for (const { name, successor, aliases: otherNames = [] } of RETIRED_NAMES) {
    for (const each of [name, ...otherNames]) lookup.set(each, { kind: 'retired', id: successor })
  }
  for (const model of SANDBOX_MODELS) lookup.set(model.id, { kind: 'sandbox', model })
  return { lookup, aliasesOf: (id) => aliases.get(id) ?? [] }
}

/** Tries the name as given, then without a `models/` or maker's prefix, then without a snapshot's date. */
export function findName(index: NameIndex, name: string): CatalogName | null {
  const dynamic = DYNAMIC_NAME.exec(name.trim())
  if (dynamic?.[1] && dynamic[2]) {
    const provider = dynamic[1].toLowerCase() === 'ollama' ? 'ollama' : 'openrouter'
    return { kind: 'dynamic', provider, providerModelId: dynamic[2] }
  }
  const asGiven = name
    .trim()
    .toLowerCase()
    .replace(/^models\//, '')
  const withoutMaker = asGiven.replace(/^(?:google|openai|anthropic|groq)\//, '')
  const candidates = [asGiven, withoutMaker]
  for (const candidate of [...candidates, ...candidates.map((each) => each.replace(SNAPSHOT_SUFFIX, ''))]) {
    const found = index.lookup.get(candidate)
    if (found) return found
  }
  return null
}
