import type { Project } from '../../../graph/projectModel.ts'
import { isOwnCode, scriptsOf } from '../../../graph/projectModel.ts'
import { isReachable } from '../../../graph/reachability.ts'
import type { Finding, Rule } from '../../../rule.ts'

export const brokenLink: Rule = {
  name: 'link-without-route',
  dimension: 'functionality',
  severity: 'major',
  perPart: true,
  weight: 10,
  alsoWeighs: { completeness: 4 },
  limit: 26,
  reason: 'A link to a page that no route shows leads nowhere.',
  check(project) {
    const routes = routePatterns(project)
    if (routes === null) return []
    const findings: Finding[] = []
    const reported = new Set<string>()
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!isReachable(project, file)) continue
      for (const { path, line } of facts.linkTargets) {
        const target = path.replace(/[?#].*$/, '').replace(/(.)\/$/, '$1')
        if (
          reported.has(target) ||
          target.length > LONGEST_TARGET ||
          /\.\w{2,5}$|^\/api\//.test(target) ||
          routes.some((route) => route.test(target))
        )
          continue
        reported.add(target)
        findings.push({ file: file.path, line, message: `No route shows '${target}'` })
      }
    }
    return findings
  },
}

/** Longer addresses are data, and slow to compare with patterns. */
const LONGEST_TARGET = 300
/** Each wildcard multiplies the ways to match; what follows these is taken to match. */
const MOST_WILDCARDS = 2

/** Null where routes are found by place, come from elsewhere, or there are too few to be all. */
function routePatterns(project: Project): RegExp[] | null {
  const { main } = project
  if (main.metaFramework !== null || main.framework === 'next' || project.isFragment) return null
  const patterns: RegExp[] = []
  for (const { file, facts } of scriptsOf(project, (other) => project.reachedFromEntries.has(other.path))) {
    if (file.purpose === 'test') continue
    const nested = facts.routes.some(({ hasChildren }) => hasChildren)
    for (const { path, hasChildren } of facts.routes) {
      if (path === null && !hasChildren) return null
      if (path !== null && path !== '*') patterns.push(toPattern(path, nested))
    }
  }
  return patterns.length < 2 ? null : patterns
}

/** A relative path may stand under any parent. */
function toPattern(path: string, nested: boolean): RegExp {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .slice(0, 12)
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.+?^$()|[\]\\{}]/g, '\\$&')))
  const pieces = segments.join('/').split('*')
  const body =
    pieces.length - 1 > MOST_WILDCARDS ? `${pieces.slice(0, MOST_WILDCARDS).join('*')}*` : pieces.join('*')
  const prefix = path.startsWith('/') && !nested ? '^/' : '^(/.*)?/'
  return new RegExp(`${prefix}${body.replaceAll('*', '.*')}/?$`)
}
