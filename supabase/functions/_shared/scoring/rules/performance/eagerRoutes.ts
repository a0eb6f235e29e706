import type { Project } from '../../graph/projectModel.ts'
import { scriptsOf } from '../../graph/projectModel.ts'
import type { Rule } from '../../rule.ts'

/** Fewer pages are not worth splitting. */
const FEWEST_PAGES = 3

export const eagerRoutes: Rule = {
  name: 'eager-routes',
  dimension: 'performance',
  severity: 'minor',
  weight: 8,
  limit: 8,
  reason: 'Pages loaded before anyone opens them make the first one slow.',
  check(project) {
    const { main } = project
    if (main.metaFramework !== null || main.framework === 'next' || project.isFragment) return []
    for (const { file, facts } of scriptsOf(project, (other) => project.reachedFromEntries.has(other.path))) {
      const pages = facts.routes.filter(({ path, hasComponent }) => hasComponent && path !== '*').length
      if (pages >= FEWEST_PAGES && !splits(project)) {
        return [{ file: file.path, message: `${pages} pages are loaded at once` }]
      }
    }
    return []
  },
}

function splits(project: Project): boolean {
  for (const path of project.reachedFromEntries) {
    if (project.imports.get(path)?.some(({ fact }) => fact.kind === 'dynamic')) return true
    if (project.files.get(path)?.text.includes('import.meta.glob')) return true
  }
  return false
}
