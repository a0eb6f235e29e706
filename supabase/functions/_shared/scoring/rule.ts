/** What a rule is: one thing that can be wrong with a project, why it matters, and how to see it. */
import type { Project } from './project/projectModel.ts'
import type { Severity } from './scoreBreakdown.ts'

export const DIMENSIONS = ['completeness', 'codeQuality', 'functionality', 'performance'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface Finding {
  file?: string
  line?: number
  message: string
  /** Where the effect here is not the rule's usual one. */
  severity?: Severity
  /** How much of the rule's weight this finding carries; 1 by default. */
  share?: number
}

export interface Rule {
  /** Kebab-case; the diagnostics bear it. */
  name: string
  dimension: Dimension
  severity: Severity
  /** Points of 100 that the first finding takes from the dimension. */
  weight: number
  /** Points it takes from other dimensions besides. */
  alsoWeighs?: Partial<Record<Dimension, number>>
  /** Its findings concern one part each, and weigh less the more parts a project has. */
  perPart?: boolean
  /** Most points that any number of findings takes from a dimension; three times the weight by default. */
  limit?: number
  /** Why it matters, for people. */
  reason: string
  check(project: Project): Finding[]
}
