/** How good a generated project is: deterministic, without a model call and without I/O. */
import type { ProjectFiles, TaskProfile } from '../profiling/taskProfile.ts'
import { buildProject } from './graph/buildProject.ts'
import { isOwnCode, type Project } from './graph/projectModel.ts'
import { isReachable } from './graph/reachability.ts'
import type { Finding, Rule } from './rule.ts'
import { ALL_RULES } from './rules/allRules.ts'
import type { ScoreBreakdown } from './scoreBreakdown.ts'
import { type RuleResult, weighFindings } from './weighFindings.ts'

export interface ScoreProjectInput {
  /** Path → content; for an edit the whole project after it, or the changed files alone. */
  files: ProjectFiles
  /** What the user asked for; '' where nobody knows. */
  request: string
  /** What the profiler read from the request; `frameworks`, `requirements` and `type` are used. */
  profile?: Partial<TaskProfile>
  /** For an edit: the project before it. */
  before?: ProjectFiles
}

/**
 * Scores a project 0 to 100 in four dimensions with the diagnostics behind them. A fatal diagnostic (it cannot build or
 * start) caps `overall` at 40. Never throws on any files; the same input gives the same output everywhere.
 */
export function scoreProject({ files, request, profile, before }: ScoreProjectInput): ScoreBreakdown {
  const earlier =
    before === undefined || Object.keys(before).length === 0
      ? undefined
      : buildProject({ files: before, request, profile })
  const project = buildProject({ files, request, profile, before, known: earlier })
  const results = runRules(project)
  const judged = earlier === undefined ? results : withoutInherited(results, runRules(earlier), project)
  return weighFindings(judged, countParts(project))
}

function runRules(project: Project): RuleResult[] {
  return ALL_RULES.map((rule) => ({ rule, findings: rule.check(project) }))
}

/**
 * An edit answers for what it changed: a finding that was there before, in a file that is as it was, costs nothing. What
 * keeps the project from starting counts all the same, and so does everything where a fault was to be found and mended.
 */
function withoutInherited(
  results: RuleResult[],
  earlier: RuleResult[],
  { changed, taskType }: Project,
): RuleResult[] {
  if (taskType === 'debug') return results
  const inherited = new Set(
    earlier.flatMap(({ rule, findings }) => findings.map((finding) => keyOf(rule, finding))),
  )
  return results.map(({ rule, findings }) => ({
    rule,
    findings: findings.filter((finding) => {
      if ((finding.severity ?? rule.severity) === 'fatal' || !inherited.has(keyOf(rule, finding))) return true
      return finding.file !== undefined && (changed?.has(finding.file) ?? false)
    }),
  }))
}

/** Lines move when a file is edited; what is wrong with it does not. */
function keyOf(rule: Pick<Rule, 'name'>, { file, message }: Finding): string {
  return `${rule.name}\n${file ?? ''}\n${message}`
}

/** Files written for this project that hold code. */
function countParts(project: Project): number {
  let parts = 0
  for (const file of project.files.values()) {
    if (isOwnCode(file) && file.scripts.length > 0 && isReachable(project, file)) parts++
  }
  return parts
}
