/**
 * Replays outcome data through the code that serves requests: `selectStrategies` chooses, `updateEvidence` learns, and
 * only what was chosen is seen.
 */
import type { Model } from '../../supabase/functions/_shared/models/model.ts'
import type { Evidence, EvidenceKey } from '../../supabase/functions/_shared/selection/evidence.ts'
import {
  type SelectionProfile,
  selectStrategies,
} from '../../supabase/functions/_shared/selection/selectStrategies.ts'
import { shouldStop } from '../../supabase/functions/_shared/selection/shouldStop.ts'
import type { PolicyName, Strategy } from '../../supabase/functions/_shared/selection/strategy.ts'
import { updateEvidence } from '../../supabase/functions/_shared/selection/updateEvidence.ts'

/** A prompt with what the profiler says of it, made once for all replays. */
export interface ReplayPrompt {
  profile: SelectionProfile
  /** Score points 0..100, `null` where not measured; in the order of the models. */
  scores: readonly (number | null)[]
  costsNanoUsd: readonly (number | null)[]
  latenciesMs: readonly (number | null)[]
}

/** What the world does at a step: the outcome of a model, which a shift may change, or `null` where it cannot be had. */
export interface StepOutcome {
  score: number
  costNanoUsd: number | null
  durationMs: number | null
}

export interface ReplayOptions {
  models: readonly Model[]
  prompts: readonly ReplayPrompt[]
  policy: PolicyName
  /** Score points a dollar. */
  pointsPerUsd: number
  random: () => number
  /** The world as it is at a step. Default: as measured. */
  outcomeAt?: (step: number, prompt: ReplayPrompt, model: number) => StepOutcome | null
  /** Models that can be chosen at a step. Default: all that were measured on the prompt. */
  isOffered?: (step: number, model: number) => boolean
  /** What is told of a score; `null`: nothing. Default: the truth. */
  observe?: (score: number) => number | null
  /** Requests that pass before an outcome is known. */
  feedbackDelay?: number
  fallbackChain?: readonly string[]
  /** Attempts a request may take; more than one makes it a sequential run. Default 1. */
  maxStrategies?: number
  /** Of a sequential run: stops at this judged score, as the product does. Score points. */
  qualityThreshold?: number
  /** Goes on to the next strategy by chance, whatever came out, and takes the last. */
  escalate?: { share: number; random: () => number }
  /** False: evidence neither fades nor is cut by change detection. Default true. */
  forgets?: boolean
}

/** Figures of each step, in order. */
export interface ReplayRun {
  /** Of the first choice, as index into the models. */
  chosen: number[]
  score: number[]
  costNanoUsd: number[]
  durationMs: number[]
  attempts: number[]
}

/** Requests come a minute apart. */
const STEP_MS = 60_000
const START_MS = Date.UTC(2026, 0, 1)

export function asMeasured(_step: number, prompt: ReplayPrompt, model: number): StepOutcome | null {
  const score = prompt.scores[model]
  if (score === null || score === undefined) return null
  return {
    score,
    costNanoUsd: prompt.costsNanoUsd[model] ?? null,
    durationMs: prompt.latenciesMs[model] ?? null,
  }
}

/** One pass over the prompts in their order. */
export function replay(options: ReplayOptions): ReplayRun {
  const { models, prompts, outcomeAt = asMeasured } = options
  const modelIndex = new Map(models.map((model, index) => [model.id, index]))
  const memory = new EvidenceMemory(models, options.forgets ?? true)
  const run: ReplayRun = { chosen: [], score: [], costNanoUsd: [], durationMs: [], attempts: [] }
  const pending: { dueAt: number; learn: () => void }[] = []
  prompts.forEach((prompt, step) => {
    while ((pending[0]?.dueAt ?? Number.POSITIVE_INFINITY) <= step) pending.shift()?.learn()
    const nowMs = START_MS + step * STEP_MS
    const offered = models.filter(
      (_, index) =>
        prompt.scores[index] !== null && (options.isOffered === undefined || options.isOffered(step, index)),
    )
    const selection = selectStrategies({
      profile: prompt.profile,
      models: offered,
      evidence: memory.read(prompt.profile),
      policy: options.policy,
      approaches: ['simple'],
      maxStrategies: options.maxStrategies ?? 1,
      fallbackChain: options.fallbackChain,
      prices: { pointsPerUsd: options.pointsPerUsd, pointsPerSecond: 0 },
      withPropensities: false,
      random: options.random,
      nowMs: (options.forgets ?? true) ? nowMs : START_MS,
    })
    if ('reason' in selection) throw new Error(`nothing could be chosen at step ${step}: ${selection.reason}`)
    const taken = attempt(selection.plan.strategies, options, (strategy) => {
      const index = modelIndex.get(strategy.model.id) ?? -1
      const outcome = outcomeAt(step, prompt, index)
      if (outcome === null) return null
      const judged = options.observe ? options.observe(outcome.score) : outcome.score
      return { index, outcome, judged, expectedQuality: strategy.expectedQuality }
    })
    run.chosen.push(taken[0]?.index ?? -1)
    const answer = options.escalate ? taken.at(-1) : toRunResult(taken)
    run.score.push(answer?.outcome.score ?? 0)
    run.attempts.push(taken.length)
    run.costNanoUsd.push(taken.reduce((sum, one) => sum + (one.outcome.costNanoUsd ?? 0), 0))
    run.durationMs.push(taken.reduce((sum, one) => sum + (one.outcome.durationMs ?? 0), 0))
    for (const { index, outcome, judged } of taken) {
      const learn = () => memory.learn(index, prompt.profile, { ...outcome, quality: judged, atMs: nowMs })
      if (options.feedbackDelay === undefined) learn()
      else pending.push({ dueAt: step + options.feedbackDelay, learn })
    }
  })
  return run
}

interface Taken {
  index: number
  outcome: StepOutcome
  /** What the judge said; `null` where nobody looked. */
  judged: number | null
  expectedQuality: number
}

/** Sequential execution: in plan order, until one is good enough or the next is not worth its cost (Weitzman, 1979). */
function attempt(
  strategies: readonly Strategy[],
  { qualityThreshold, escalate }: Pick<ReplayOptions, 'qualityThreshold' | 'escalate'>,
  tryOne: (strategy: Strategy) => Taken | null,
): Taken[] {
  const taken: Taken[] = []
  let bestScoreInHand: number | null = null
  let untried = strategies
  while (untried.length > 0) {
    if (escalate && taken.length > 0) {
      if (escalate.random() >= escalate.share) break
    } else {
      const threshold = qualityThreshold ?? Number.POSITIVE_INFINITY
      if (shouldStop({ bestScoreInHand, threshold, untried }) !== null) break
    }
    const best = bestScoreInHand
    const next = untried.find(({ reservationValue }) => escalate || best === null || reservationValue > best)
    if (next === undefined) break
    untried = untried.filter((strategy) => strategy !== next)
    const one = tryOne(next)
    if (one === null) continue
    taken.push(one)
    if (one.judged !== null) bestScoreInHand = Math.max(bestScoreInHand ?? one.judged, one.judged)
  }
  return taken
}

/** The best judged; scores that are all 0 or 1 tie often, and then the one more was expected of is believed. */
function toRunResult(taken: readonly Taken[]): Taken | undefined {
  return taken.reduce<Taken | undefined>((best, one) => {
    if (best === undefined) return one
    const ahead = (one.judged ?? 0) - (best.judged ?? 0) || one.expectedQuality - best.expectedQuality
    return ahead > 0 ? one : best
  }, undefined)
}

/** Rows of evidence as the database would keep them, and as `begin_run` would read them. */
class EvidenceMemory {
  private readonly rows = new Map<string, (Evidence | undefined)[]>()
  private readonly models: readonly Model[]
  private readonly forgets: boolean

  constructor(models: readonly Model[], forgets: boolean) {
    this.models = models
    this.forgets = forgets
  }

  read(profile: SelectionProfile): Evidence[] {
    const found: Evidence[] = []
    const own = `${profile.type} ${profile.complexity}`
    for (const [name, tier] of this.rows)
      if (!name.includes(' ') || name === own) for (const row of tier) if (row !== undefined) found.push(row)
    return found
  }

  learn(
    model: number,
    profile: SelectionProfile,
    seen: { quality: number | null; durationMs: number | null; costNanoUsd: number | null; atMs: number },
  ): void {
    const outcome = { ...seen, succeeded: true, atMs: this.forgets ? seen.atMs : START_MS }
    let changedAtMs: number | null = null
    tierNames(profile).forEach((name, place) => {
      let tier = this.rows.get(name)
      if (tier === undefined) {
        tier = new Array<Evidence | undefined>(this.models.length)
        this.rows.set(name, tier)
      }
      const row = updateEvidence(
        tier[model] ?? null,
        keyOf(place, profile, this.models[model]?.id ?? ''),
        outcome,
        changedAtMs,
      )
      tier[model] = this.forgets
        ? row
        : { ...row, qualityShift: 0, qualityShiftRun: 0, costShift: 0, costShiftRun: 0 }
      if (place === 0) changedAtMs = row.qualityChangedAtMs ?? null
    })
  }
}

/** The groups of requests one belongs to, as far as the product can tell, the widest first. */
export function tierNames(profile: SelectionProfile): [string, string, string] {
  return ['', profile.type, `${profile.type} ${profile.complexity}`]
}

function keyOf(place: number, profile: SelectionProfile, model: string): EvidenceKey {
  return {
    tier: place === 0 ? 'all' : place === 1 ? 'task' : 'task_complexity',
    taskType: place === 0 ? null : profile.type,
    complexity: place === 2 ? profile.complexity : null,
    model,
    approach: 'simple',
  }
}
