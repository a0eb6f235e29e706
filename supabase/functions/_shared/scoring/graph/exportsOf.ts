/** What a file of the project exports, through `export * from`. */
import type { Project } from './projectModel.ts'

/**
 * Names a file exports, types included; null where they cannot be known: a file that did not parse, CommonJS, a package
 * behind `export *`, a format that bundlers turn into a module.
 */
export function exportsOf(
  project: Project,
  path: string,
  visited: Set<string> = new Set(),
): ReadonlySet<string> | null {
  if (visited.has(path)) return new Set()
  visited.add(path)
  const file = project.files.get(path)
  if (file === undefined) return null
  if (file.language === 'vue' || file.language === 'svelte')
    return singleFileExports(file.scripts.length, file.text)
  const [facts] = file.scripts
  if (file.language !== 'script' || facts === undefined) return null
  if (!facts.parsed || facts.commonJs || facts.problems.length > 0) return null
  if (file.purpose === 'declaration') return null
  const names = new Set(facts.exports.keys())
  for (const { fact, resolution } of project.imports.get(path) ?? []) {
    if (!fact.isWildcard) continue
    if (resolution.kind !== 'file') return null
    const further = exportsOf(project, resolution.path, visited)
    if (further === null) return null
    for (const name of further) if (name !== 'default') names.add(name)
  }
  return names
}

/** A single-file component exports itself; one with a second, plain script may export more. */
function singleFileExports(scripts: number, text: string): ReadonlySet<string> | null {
  if (scripts > 1 || /<script[^>]*\b(module|context)\b/.test(text)) return null
  return new Set(['default'])
}
