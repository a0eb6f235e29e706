/** One strategy tried: generate, then score. */

import { generateProgressive } from '../generation/approaches/progressive.ts'
import { generateSimple } from '../generation/approaches/simple.ts'
import type {
  Generation,
  GenerationApproach,
  GenerationErrorCode,
  GenerationTask,
  RecordedCall,
} from '../generation/generation.ts'
import type { CallModel } from '../models/modelCall.ts'
import type { ProjectFiles, TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { ScoreBreakdown } from '../scoring/scoreBreakdown.ts'
import type { Approach, Strategy } from '../selection/strategy.ts'

export type AttemptErrorCode = GenerationErrorCode | 'internal'

/** Why an attempt was not begun: `circuit_open` where another run tries whether the model is up again. */
export type SkipCode = 'skipped' | 'circuit_open'

interface AttemptAccount {
  strategy: Strategy
  calls: RecordedCall[]
  startedAtMs: number
  durationMs: number
  /** Sum over the calls; `null` as soon as one of them has no known price. */
  costNanoUsd: number | null
  costIsEstimate: boolean
}

/** A succeeded attempt has a score and a product; no other has. */
export type Attempt =
  | (AttemptAccount & {
      status: 'succeeded'
      breakdown: ScoreBreakdown
      files: ProjectFiles
      text?: string
      message: string
    })
  | (AttemptAccount & { status: 'failed' | 'cancelled'; errorCode: AttemptErrorCode; errorMessage: string })
  | (AttemptAccount & { status: 'skipped'; errorCode: SkipCode; errorMessage: string })

export type SucceededAttempt = Extract<Attempt, { status: 'succeeded' }>

export interface AttemptTask {
  request: string
  profile: TaskProfile
  context: TaskContext
  temperature?: number
  deadlineAtMs: number
  callModel: CallModel
  /** Scores files for file tasks, text for text tasks. */
  score: (product: { files: ProjectFiles; text?: string }) => ScoreBreakdown | Promise<ScoreBreakdown>
  /** Takes faults of our own, for the log. */
  onFault: (error: unknown) => void
  now: () => number
  sleep: GenerationTask['sleep']
  /** Uniform in [0, 1). */
  random: () => number
}

const APPROACHES: Record<Approach, GenerationApproach> = {
  simple: generateSimple,
  progressive: generateProgressive,
}

/** Runs one strategy to its end. Whatever a model does becomes the attempt's status; only our own faults throw. */
export async function runAttempt(
  task: AttemptTask,
  strategy: Strategy,
  options: { signal?: AbortSignal; maxOutputTokens?: number; onFile?: (path: string) => void } = {},
): Promise<Attempt> {
  const startedAtMs = task.now()
  const generation = await APPROACHES[strategy.approach]({
    request: task.request,
    profile: task.profile,
    context: task.context,
    model: strategy.model,
    temperature: task.temperature,
    maxOutputTokens: options.maxOutputTokens,
    deadlineAtMs: task.deadlineAtMs,
    signal: options.signal,
    callModel: task.callModel,
    score: task.score,
    now: task.now,
    sleep: task.sleep,
    random: task.random,
    onFile: options.onFile,
  })
  const scored = generation.ok ? await scoreOf(task, generation) : generation
  const account = {
    strategy,
    startedAtMs,
    durationMs: Math.round(task.now() - startedAtMs),
    ...accountOf(generation),
  }
  if (!scored.ok) {
    const { errorCode, errorMessage } = scored
    return { ...account, status: errorCode === 'cancelled' ? 'cancelled' : 'failed', errorCode, errorMessage }
  }
  const { files, text, message, breakdown } = scored
  return { ...account, status: 'succeeded', breakdown, files, text, message }
}

type Scored =
  | (Extract<Generation, { ok: true }> & { breakdown: ScoreBreakdown })
  | { ok: false; errorCode: AttemptErrorCode; errorMessage: string }

/** A scorer that fails on one product must not cost the run its other attempts, nor their bill its record. */
async function scoreOf(task: AttemptTask, generation: Extract<Generation, { ok: true }>): Promise<Scored> {
  try {
    return { ...generation, breakdown: await task.score(generation) }
  } catch (error) {
    task.onFault(error)
    return { ok: false, errorCode: 'internal', errorMessage: 'the result could not be scored' }
  }
}

/** An attempt that the plan held and the run never began. */
export function skippedAttempt(
  strategy: Strategy,
  nowMs: number,
  why: string,
  errorCode: SkipCode = 'skipped',
): Attempt {
  return {
    strategy,
    status: 'skipped',
    errorCode,
    errorMessage: why,
    calls: [],
    startedAtMs: nowMs,
    durationMs: 0,
    costNanoUsd: 0,
    costIsEstimate: false,
  }
}

function accountOf(generation: Generation): Pick<AttemptAccount, 'calls' | 'costNanoUsd' | 'costIsEstimate'> {
  const { calls } = generation
  const costs = calls.map((call) => call.costNanoUsd)
  return {
    calls,
    costNanoUsd: costs.some((cost) => cost === null)
      ? null
      : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    costIsEstimate: calls.some((call) => call.costIsEstimate),
  }
}
