/** What a rule is: one thing that can be wrong with a project, why it matters, and how to see it. */
import type { Project } from './graph/projectModel.ts'
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

/**
 * Share of each of `count` findings among `total` of their kind, so that together they weigh one and a little more where
 * few of many are wrong, and 3.4 times the rule's weight where all are; each doubling of their number adds besides.
 */
export function shareByProportion(count: number, total: number): number {
  if (count === 0) return 0
  const proportion = Math.min(1, count / Math.max(1, total))
  return (2 ** (0.8 + 2.6 * proportion + 0.3 * Math.log2(count)) - 1) / count
}
