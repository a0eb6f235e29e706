import type { Project, SourceFile } from '../../graph/projectModel.ts'
import { isOwnCode } from '../../graph/projectModel.ts'
import type { Finding, Rule } from '../../rule.ts'

/** One of them is soon left over; many say that the application was never put together. */
const SHARE = 0.35

export const unreachableComponent: Rule = {
  name: 'unreachable-component',
  dimension: 'completeness',
  severity: 'major',
  weight: 11,
  alsoWeighs: { functionality: 6 },
  limit: 20,
  reason: 'A component that nothing renders is work the user never sees.',
  check(project) {
    if (project.isFragment || project.reachedFromEntries.size === 0 || project.main.entries.length === 0)
      return []
    const candidates = [...project.files.values()].filter((file) => isOwnCode(file) && holdsComponent(file))
    const found = candidates.filter(
      (file) =>
        !project.reachedFromEntries.has(file.path) && file.root === project.main && !isSpare(project, file),
    )
    return found.map((file): Finding => {
      const changed = project.changed === null || project.changed.has(file.path)
      return {
        file: file.path,
        message: 'Nothing reaches this component',
        share: changed ? SHARE : SHARE / 4,
      }
    })
  },
}

const SMALLEST_PART = 300

function holdsComponent(file: SourceFile): boolean {
  if (file.language === 'vue' || file.language === 'svelte') return true
  return file.scripts.some(
    (facts) => facts.size > SMALLEST_PART && facts.functions.some(({ kind }) => kind === 'component'),
  )
}

/** What scaffolds bring and nobody asked for. */
function isSpare(project: Project, file: SourceFile): boolean {
  return (
    /(^|\/)(NavLink|ThemeToggle|mode-toggle|theme-provider|ErrorBoundary|NotFound)\.\w+$/.test(file.path) ||
    project.files.size === 1
  )
}
