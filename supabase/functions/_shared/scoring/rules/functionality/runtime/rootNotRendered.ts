import type { Project, ProjectRoot } from '../../../graph/projectModel.ts'
import { scriptsOf } from '../../../graph/projectModel.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const rootNotRendered: Rule = {
  name: 'root-not-rendered',
  dimension: 'functionality',
  severity: 'major',
  weight: 85,
  alsoWeighs: { completeness: 45, codeQuality: 15 },
  reason: 'Nothing mounts the application into the page: it loads and stays blank.',
  check(project) {
    const { main } = project
    if (project.isFragment || !isMounted(main)) return []
    const entries = main.entries.filter((path) => project.files.get(path)?.language === 'script')
    if (entries.length === 0) return []
    const calls = new Set<string>()
    const loaded = scriptsOf(project, (file) => project.reachedFromEntries.has(file.path))
    for (const { facts } of loaded) {
      if (!facts.parsed) return []
      for (const { callee } of facts.calls) calls.add(callee)
    }
    if (!mounts(main, calls))
      return [{ file: entries[0], message: 'The application is never rendered into the page' }]
    return missingMountPoint(project, entries)
  },
}

function isMounted(root: ProjectRoot): boolean {
  if (root.metaFramework !== null || root.framework === 'next') return false
  return root.framework === 'react' || root.framework === 'vue' || root.framework === 'svelte'
}

function mounts({ framework }: ProjectRoot, calls: ReadonlySet<string>): boolean {
  for (const callee of calls) {
    if (
      framework === 'react' &&
      /(^|\.)(render|hydrateRoot|hydrate|registerRootComponent|define)$/.test(callee)
    )
      return true
    if (framework === 'vue' && /\.mount$/.test(callee)) return true
    if (framework === 'svelte' && /^(mount|hydrate)$|^new [A-Z]/.test(callee)) return true
  }
  return false
}

/** `getElementById('root')` in an entry, where the page has no element of that id. */
function missingMountPoint(project: Project, entries: readonly string[]): Finding[] {
  const pages = [...project.files.values()].filter(
    (file) => file.language === 'html' && file.root === project.main,
  )
  if (pages.length === 0) return []
  const ids = new Set(pages.flatMap((page) => page.markup?.tags.map((tag) => tag.attributes.get('id')) ?? []))
  const findings: Finding[] = []
  for (const path of entries) {
    for (const { id, line } of project.files.get(path)?.scripts.flatMap((facts) => facts.elementIds) ?? []) {
      if (ids.has(id) || !/root|app|main/i.test(id)) continue
      findings.push({ file: path, line, message: `The page has no element with the id '${id}'`, share: 0.9 })
    }
  }
  return findings.slice(0, 1)
}
