import { extensionOf } from '../../reading/paths.ts'
import type { Rule } from '../../rule.ts'

/** Files that accompany code without being any. */
const ACCOMPANYING = new Set('md mdx txt json lock yml yaml toml csv svg env gitignore css'.split(' '))

export const noCode: Rule = {
  name: 'no-code',
  dimension: 'completeness',
  severity: 'fatal',
  weight: 97,
  alsoWeighs: { codeQuality: 90, functionality: 97, performance: 90 },
  reason: 'An answer without a single file of code is no project.',
  check(project) {
    for (const file of project.files.values()) {
      const isCode = !ACCOMPANYING.has(extensionOf(file.path)) && extensionOf(file.path) !== ''
      if (isCode && file.text.trim() !== '') return []
    }
    return [{ message: project.files.size === 0 ? 'There are no files' : 'No file holds code' }]
  },
}
