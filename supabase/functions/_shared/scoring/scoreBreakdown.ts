/** What the scorer says of a project: four dimensions, an overall score, and the diagnostics behind them. */

export const SEVERITIES = ['fatal', 'major', 'minor'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface Diagnostic {
  /** The rule's name, kebab-case, e.g. `unresolved-import`. */
  rule: string
  severity: Severity
  file?: string
  /** 1-based. */
  line?: number
  message: string
}

/** All scores are integers 0..100. */
export interface ScoreBreakdown {
  completeness: number
  codeQuality: number
  functionality: number
  performance: number
  overall: number
  diagnostics: Diagnostic[]
}
