/** One scorer against projects whose truth is known. */
import type { ScoreBreakdown } from '../../supabase/functions/_shared/scoring/scoreBreakdown.ts'
import type { CorpusProject } from '../corpus/corpus.ts'
import type { EvaluationData } from './evaluationData.ts'
import { areaUnderCurve, median, spearman } from './rankStatistics.ts'

export interface ScorableProject {
  files: Record<string, string>
  request: string
  framework?: string
  before?: Record<string, string>
}

export type ProjectScorer = (project: ScorableProject) => ScoreBreakdown

/** Shares 0..1, scores 0..100; null where there was nothing to measure. */
export interface ScorerFigures {
  originals: { count: number; median: number | null; fatalFalseAlarms: number }
  /** Share of pairs in which the original scores above its mutant. */
  orderedPairs: { fatal: number | null; major: number | null; minor: number | null }
  /** Share of fatal mutants at 40 or below. */
  fatalCapped: number | null
  /** `ordered`: share of the pairs; for controls, of those whose score is the original's. */
  byDefect: Record<string, { pairs: number; ordered: number }>
  outcomes: Record<string, { count: number; auc: number | null; spearman: number | null }>
}

export interface Measurement {
  figures: ScorerFigures
  /** Drop from original to mutant, in points, by severity and defect. */
  drops: { mutation: string; severity: string; points: number }[]
  originalScores: { name: string; overall: number }[]
  /** CPU milliseconds of each call, with the number of files. */
  timings: { files: number; cpuMs: number }[]
}

const FATAL_CEILING = 40
/** An outcome of at least this counts as working. */
const WORKING_OUTCOME = 0.5
/** Calls before the first that is timed, so that figures are those of a warm isolate. */
const WARM_UP_CALLS = 3

function timedCall(
  score: ProjectScorer,
  project: ScorableProject,
): { breakdown: ScoreBreakdown; cpuMs: number } {
  const before = process.cpuUsage()
  const breakdown = score(project)
  const { user, system } = process.cpuUsage(before)
  return { breakdown, cpuMs: (user + system) / 1_000 }
}

/** CPU milliseconds of one call, all threads of the process together. */
export function cpuMsOf(score: ProjectScorer, project: ScorableProject): number {
  return timedCall(score, project).cpuMs
}

export async function measureScorer(score: ProjectScorer, data: EvaluationData): Promise<Measurement> {
  const timings: Measurement['timings'] = []
  const timed: ProjectScorer = (project) => {
    const { breakdown, cpuMs } = timedCall(score, project)
    timings.push({ files: Object.keys(project.files).length, cpuMs })
    return breakdown
  }
  const [first] = data.projects
  for (let call = 0; first !== undefined && call < WARM_UP_CALLS; call++) score(first)
  const tally = new PairTally()
  const originalScores: Measurement['originalScores'] = []
  let fatalFalseAlarms = 0
  for (const project of data.projects) {
    const original = timed(project)
    originalScores.push({ name: project.name, overall: original.overall })
    if (original.diagnostics.some(({ severity }) => severity === 'fatal')) fatalFalseAlarms++
    for (const { mutation, severity, files } of data.mutantsOf(project)) {
      tally.add(mutation, severity, original, timed(mutated(project, files)))
    }
  }
  return {
    figures: {
      originals: {
        count: originalScores.length,
        median: median(originalScores.map(({ overall }) => overall)),
        fatalFalseAlarms,
      },
      ...tally.figures(),
      outcomes: await measureOutcomes(score, data),
    },
    drops: tally.drops,
    originalScores,
    timings,
  }
}

function mutated(
  { request, framework, before }: CorpusProject,
  files: Record<string, string>,
): ScorableProject {
  return { request, framework, before, files }
}

class PairTally {
  readonly drops: Measurement['drops'] = []
  private readonly capped: boolean[] = []
  private readonly ordered = new Map<string, { severity: string; outcomes: boolean[] }>()

  add(mutation: string, severity: string, original: ScoreBreakdown, mutant: ScoreBreakdown): void {
    const isOrdered =
      severity === 'control' ? sameScores(original, mutant) : original.overall > mutant.overall
    const entry = this.ordered.get(`${severity}/${mutation}`) ?? { severity, outcomes: [] }
    entry.outcomes.push(isOrdered)
    this.ordered.set(`${severity}/${mutation}`, entry)
    if (severity === 'fatal') this.capped.push(mutant.overall <= FATAL_CEILING)
    this.drops.push({ mutation, severity, points: original.overall - mutant.overall })
  }

  figures(): Pick<ScorerFigures, 'orderedPairs' | 'fatalCapped' | 'byDefect'> {
    const bySeverity = (severity: string) =>
      share(
        [...this.ordered.values()]
          .filter((entry) => entry.severity === severity)
          .flatMap(({ outcomes }) => outcomes),
      )
    const byDefect: ScorerFigures['byDefect'] = {}
    const names = new Set([...this.ordered.keys()].map((key) => key.slice(key.indexOf('/') + 1)))
    for (const name of [...names].sort()) {
      const outcomes = [...this.ordered]
        .filter(([key]) => key.endsWith(`/${name}`))
        .flatMap(([, entry]) => entry.outcomes)
      byDefect[name] = { pairs: outcomes.length, ordered: share(outcomes) ?? 0 }
    }
    return {
      orderedPairs: { fatal: bySeverity('fatal'), major: bySeverity('major'), minor: bySeverity('minor') },
      fatalCapped: share(this.capped),
      byDefect,
    }
  }
}

function sameScores(left: ScoreBreakdown, right: ScoreBreakdown): boolean {
  return (
    left.overall === right.overall &&
    left.completeness === right.completeness &&
    left.codeQuality === right.codeQuality &&
    left.functionality === right.functionality &&
    left.performance === right.performance &&
    left.diagnostics.length === right.diagnostics.length
  )
}

function share(values: readonly boolean[]): number | null {
  return values.length === 0 ? null : values.filter(Boolean).length / values.length
}

async function measureOutcomes(
  score: ProjectScorer,
  data: EvaluationData,
): Promise<ScorerFigures['outcomes']> {
  const figures: ScorerFigures['outcomes'] = {}
  for (const set of data.outcomeSets) {
    const scores: number[] = []
    const outcomes: number[] = []
    for await (const { request, files, outcome } of set.read()) {
      scores.push(score({ request, files }).overall)
      outcomes.push(outcome)
    }
    const working = outcomes.map((outcome) => outcome >= WORKING_OUTCOME)
    figures[set.name] = {
      count: scores.length,
      auc: areaUnderCurve(scores, working),
      spearman: spearman(scores, outcomes),
    }
  }
  return figures
}
