/** Findings to dimension scores, and those to the overall score. */
import { DIMENSIONS, type Dimension, type Finding, type Rule } from './rule.ts'
import type { Diagnostic, ScoreBreakdown } from './scoreBreakdown.ts'

/** How much each dimension counts in the overall score; sums to 1. */
const OVERALL_WEIGHTS: Record<Dimension, number> = {
  completeness: 0.3,
  codeQuality: 0.3,
  functionality: 0.25,
  performance: 0.15,
}

/** A project that cannot build or start is somewhere in 0 to this, in the order of what it would otherwise be worth. */
const FATAL_CEILING = 40

const MOST_DIAGNOSTICS = 200

export interface RuleResult {
  rule: Omit<Rule, 'check'>
  findings: Finding[]
}

/**
 * Each rule takes a share of what the other rules left, so no number of small findings reaches zero; further findings
 * of one rule count less and less (logarithmically), up to its limit. `parts` is how many files of its own the project runs.
 */
export function weighFindings(results: readonly RuleResult[], parts = 1): ScoreBreakdown {
  const scores: Record<Dimension, number> = {
    completeness: 100,
    codeQuality: 100,
    functionality: 100,
    performance: 100,
  }
  const diagnostics: Diagnostic[] = []
  for (const { rule, findings } of results) {
    const amount =
      findings.reduce((sum, { share = 1 }) => sum + share, 0) * (rule.perPart === true ? partScale(parts) : 1)
    if (amount > 0) {
      const weights = { ...rule.alsoWeighs, [rule.dimension]: rule.weight }
      for (const dimension of DIMENSIONS) {
        const weight = weights[dimension] ?? 0
        const limit = Math.min(
          98,
          rule.limit === undefined ? weight * 3 : (rule.limit * weight) / rule.weight,
        )
        scores[dimension] *= 1 - Math.min(limit, weight * growth(amount)) / 100
      }
    }
    for (const { file, line, message, severity = rule.severity } of findings) {
      diagnostics.push({ rule: rule.name, severity, file, line, message })
    }
  }
  diagnostics.sort(bySeverityAndPlace)
  const rounded = {
    completeness: Math.round(scores.completeness),
    codeQuality: Math.round(scores.codeQuality),
    functionality: Math.round(scores.functionality),
    performance: Math.round(scores.performance),
  }
  const weighted = DIMENSIONS.reduce(
    (sum, dimension) => sum + rounded[dimension] * OVERALL_WEIGHTS[dimension],
    0,
  )
  const isFatal = diagnostics.some(({ severity }) => severity === 'fatal')
  const overall = Math.round(isFatal ? (weighted * FATAL_CEILING) / 100 : weighted)
  return { ...rounded, overall, diagnostics: diagnostics.slice(0, MOST_DIAGNOSTICS) }
}

/** A project of this many files of its own is where one mistake in one part weighs in full. */
const FULL_WEIGHT_PARTS = 12

function partScale(parts: number): number {
  return Math.min(1, (FULL_WEIGHT_PARTS / Math.max(1, parts)) ** 0.5)
}

/** 1 for one finding, 2 for three, 3 for seven; in proportion below one. */
function growth(amount: number): number {
  return amount < 1 ? amount : Math.log2(1 + amount)
}

const SEVERITY_ORDER = { fatal: 0, major: 1, minor: 2 }

function bySeverityAndPlace(left: Diagnostic, right: Diagnostic): number {
  return (
    SEVERITY_ORDER[left.severity] - SEVERITY_ORDER[right.severity] ||
    compare(left.rule, right.rule) ||
    compare(left.file ?? '', right.file ?? '') ||
    (left.line ?? 0) - (right.line ?? 0) ||
    compare(left.message, right.message)
  )
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
