import { isOwnCode, scriptsOf } from '../../graph/projectModel.ts'
import type { Rule } from '../../rule.ts'

/** What scaffolds show before anyone has written anything. */
const SCAFFOLD_TEXTS =
  /save to test hmr|welcome to your blank app|your app will live here|start building your amazing project|click on the vite and react logos|learn react$|get started by editing|vite \+ (react|vue|svelte)|start prompting \(or editing\) to see magic|you did it!|check out sveltekit/

export const templateLeft: Rule = {
  name: 'template-left',
  dimension: 'completeness',
  severity: 'major',
  weight: 85,
  alsoWeighs: { functionality: 85, codeQuality: 20 },
  reason: 'The scaffold’s own page is still what the user sees: nothing was built.',
  check(project) {
    for (const { file, facts } of scriptsOf(project, isOwnCode)) {
      if (!project.reachedFromEntries.has(file.path) || file.language === 'html') continue
      for (const text of facts.texts) {
        if (SCAFFOLD_TEXTS.test(text))
          return [{ file: file.path, message: 'The page of the template is still there' }]
      }
    }
    return []
  },
}
