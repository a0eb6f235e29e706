// One thing that can be wrong, in a project where it is and in the same project where it is not.

import type { Severity } from '../../../../supabase/functions/_shared/scoring/scoreBreakdown.ts'
import type { ScoreProjectInput } from '../../../../supabase/functions/_shared/scoring/scoreProject.ts'

export interface RuleCase {
  rule: string
  /** What is wrong, in a few words. */
  fault: string
  bad: ScoreProjectInput
  good: ScoreProjectInput
  severity: Severity
  /** Where the diagnostic points; absent where it concerns the whole project. */
  file?: string
  line?: number
}
