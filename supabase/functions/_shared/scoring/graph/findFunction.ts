/** The function of this project that a name means in a module. */
import type { FunctionFact, ModuleFacts } from '../script/moduleFacts.ts'
import type { Project, SourceFile } from './projectModel.ts'

export interface FoundFunction {
  file: SourceFile
  facts: ModuleFacts
  fact: FunctionFact
}

/** Follows imports and re-exports; null for names that are no function written here. */
export function findFunction(
  project: Project,
  path: string,
  facts: ModuleFacts,
  name: string,
): FoundFunction | null {
  for (const { fact, resolution } of project.imports.get(path) ?? []) {
    const imported = fact.names.find(({ local }) => local === name)
    if (imported === undefined || fact.kind !== 'static') continue
    return resolution.kind === 'file' ? findExported(project, resolution.path, imported.imported, 0) : null
  }
  const file = project.files.get(path)
  const fact = onlyFunction(facts, name)
  return file === undefined || fact === null ? null : { file, facts, fact }
}

const DEEPEST_REEXPORT = 8

function findExported(project: Project, path: string, name: string, depth: number): FoundFunction | null {
  const file = project.files.get(path)
  const facts = file?.scripts[0]
  if (file === undefined || facts === undefined || file.language !== 'script' || depth > DEEPEST_REEXPORT)
    return null
  const exported = facts.exports.get(name)
  if (exported !== undefined && exported.local !== null) {
    const fact = onlyFunction(facts, exported.local)
    if (fact !== null) return { file, facts, fact }
  }
  if (name === 'default' && exported !== undefined) {
    const fact = onlyFunction(facts, 'default')
    if (fact !== null) return { file, facts, fact }
  }
  for (const { fact, resolution } of project.imports.get(path) ?? []) {
    if (fact.kind !== 'reexport' || resolution.kind !== 'file') continue
    const through = fact.names.find(({ local }) => local === name)
    if (through === undefined && !fact.isWildcard) continue
    const found = findExported(project, resolution.path, through?.imported ?? name, depth + 1)
    if (found !== null) return found
  }
  return null
}

/** The one top-level function of that name; null where two could be meant. */
function onlyFunction(facts: ModuleFacts, name: string): FunctionFact | null {
  const named = topLevelFunctions(facts).get(name) ?? []
  const found = named.filter(({ uses }) => uses !== -1)
  if (found.length === 1) return found[0] ?? null
  return name === 'default' && named.length === 1 ? (named[0] ?? null) : null
}

const indexed = new WeakMap<ModuleFacts, Map<string, FunctionFact[]>>()

/** Functions by name, gathered once: rules ask for every call of a file. */
function topLevelFunctions(facts: ModuleFacts): ReadonlyMap<string, readonly FunctionFact[]> {
  const known = indexed.get(facts)
  if (known !== undefined) return known
  const byName = new Map<string, FunctionFact[]>()
  for (const fact of facts.functions) {
    if (fact.isNested) continue
    const sameName = byName.get(fact.name)
    if (sameName === undefined) byName.set(fact.name, [fact])
    else sameName.push(fact)
  }
  indexed.set(facts, byName)
  return byName
}
