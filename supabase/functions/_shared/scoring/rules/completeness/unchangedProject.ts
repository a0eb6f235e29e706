import type { Rule } from '../../rule.ts'

export const unchangedProject: Rule = {
  name: 'nothing-changed',
  dimension: 'completeness',
  severity: 'major',
  weight: 75,
  alsoWeighs: { functionality: 65, codeQuality: 20 },
  reason: 'A change was asked for, and the project is as it was.',
  check(project) {
    if (project.before === null || project.changed === null) return []
    return project.changed.size === 0 ? [{ message: 'The project is as it was' }] : []
  },
}
