/**
 * Runs a plan: one strategy after the other, or several at once, until the result is good enough.
 * What was tried, and why it ended, is the same for the answer and for the record.
 */
import { buildMessages } from '../generation/prompt.ts'
import { estimateInputTokens } from '../models/callAccounting.ts'
import type { Model } from '../models/model.ts'
import type { Plan, Strategy } from '../selection/strategy.ts'
import { type Attempt, type AttemptTask, runAttempt, skippedAttempt } from './attempt.ts'
import { affordableOutputTokens } from './budget.ts'
import type { RunEvents } from './runEvents.ts'

/** How many strategies run at once where the caller asks for parallel execution. */
const PARALLEL_WIDTH = 2

/** `threshold`: good enough · `reservation`: nothing left worth trying · `exhausted`: all tried · the rest cut the run short. */
export type StopReason =
  | 'threshold'
  | 'reservation'
  | 'exhausted'
  | 'budget'
  | 'deadline'
  | 'cancelled'
  | 'content_policy'

export interface Execution {
  /** In plan order; strategies never begun are in it as `skipped`. */
  attempts: Attempt[]
  stopReason: StopReason
}

export interface ExecutionTask extends AttemptTask {
  plan: Plan
  qualityThreshold: number
  /** Nano-dollars this run may spend; absent: no limit. */
  budgetNanoUsd?: number
  signal?: AbortSignal
  /** Whether a model may be called now; asked last before each attempt. Absent: any may. Must not throw. */
  admit?: (model: Model) => Promise<boolean>
  /** What an earlier worker had finished of this plan. */
  finished?: readonly Attempt[]
  events: RunEvents
}

/** A run under way. */
interface Bench {
  attempts: Map<Strategy, Attempt>
  stopReason: StopReason | undefined
  underWay: Set<Strategy>
  /** How many strategies may run at once, and the most that each of those running now can cost. */
  width: number
  reservedNanoUsd: Map<Strategy, number>
  /** Length of the prompt as it goes out; counted once, and only where a budget asks for it. */
  promptTokens: () => number
}

function newBench(task: ExecutionTask, width: number): Bench {
  let counted: number | undefined
  const promptTokens = () => {
    counted ??= estimateInputTokens(buildMessages(task))
    return counted
  }
  const finished = task.finished ?? []
  return {
    attempts: new Map(finished.map((attempt) => [attempt.strategy, attempt])),
    stopReason: finished.map((attempt) => reasonToStop(task, attempt)).find((reason) => reason !== undefined),
    underWay: new Set(),
    width,
    reservedNanoUsd: new Map(),
    promptTokens,
  }
}

/** Tries strategies in plan order, one at a time; stops early by Weitzman's (1979) rule. */
export async function runSequential(task: ExecutionTask): Promise<Execution> {
  const bench = newBench(task, 1)
  for (let next = nextStrategy(task, bench); next !== undefined; next = nextStrategy(task, bench)) {
    await tryStrategy(task, bench, next, task.signal)
  }
  return close(task, bench)
}

/** Runs strategies {@link PARALLEL_WIDTH} at a time; the first good enough result ends the others on the wire. */
export async function runParallel(task: ExecutionTask): Promise<Execution> {
  const bench = newBench(task, Math.min(PARALLEL_WIDTH, task.plan.strategies.length))
  const losers = new AbortController()
  const signal = task.signal ? AbortSignal.any([task.signal, losers.signal]) : losers.signal

  async function lane(): Promise<void> {
    try {
      for (let next = nextStrategy(task, bench); next !== undefined; next = nextStrategy(task, bench)) {
        await tryStrategy(task, bench, next, signal)
        if (bench.stopReason !== undefined && bench.stopReason !== 'reservation') losers.abort()
      }
    } catch (error) {
      // A fault of ours in one lane must not leave the other's calls running.
      losers.abort()
      throw error
    }
  }
  await Promise.all(Array.from({ length: bench.width }, lane))
  return close(task, bench)
}

/** The next strategy worth beginning, which is then under way; `undefined` where the run has ended or nothing is left. */
function nextStrategy(task: ExecutionTask, bench: Bench): Strategy | undefined {
  if (bench.stopReason !== undefined) return undefined
  if (task.signal?.aborted) bench.stopReason = 'cancelled'
  else if (task.now() >= task.deadlineAtMs) bench.stopReason = 'deadline'
  if (bench.stopReason !== undefined) return undefined

  const untried = task.plan.strategies.filter(
    (strategy) => !bench.attempts.has(strategy) && !bench.underWay.has(strategy),
  )
  const best = bestScore(bench)
  const worthTrying = untried.filter((strategy) => best === undefined || strategy.reservationValue > best)
  if (worthTrying.length === 0) {
    if (untried.length > 0) bench.stopReason = 'reservation'
    return undefined
  }
  const tooSmall = largestWindowExceeded(bench)
  const next = worthTrying.find((strategy) => strategy.model.contextWindowTokens > tooSmall)
  if (next === undefined) {
    for (const strategy of worthTrying) {
      bench.attempts.set(
        strategy,
        skippedAttempt(strategy, task.now(), 'its context window is no larger than one that was too small'),
      )
    }
    return undefined
  }
  bench.underWay.add(next)
  return next
}

/** The largest context window that a model said was too small, in tokens; 0 where none did. */
function largestWindowExceeded(bench: Bench): number {
  const exceeded = [...bench.attempts.values()].filter(
    (attempt) => attempt.status === 'failed' && attempt.errorCode === 'context_length',
  )
  return Math.max(0, ...exceeded.map((attempt) => attempt.strategy.model.contextWindowTokens))
}

async function tryStrategy(
  task: ExecutionTask,
  bench: Bench,
  strategy: Strategy,
  signal: AbortSignal | undefined,
): Promise<void> {
  const allowanceNanoUsd = allowance(task, bench)
  const maxOutputTokens =
    allowanceNanoUsd === undefined
      ? undefined
      : affordableOutputTokens(strategy.model, bench.promptTokens(), allowanceNanoUsd, task.now())
  if (maxOutputTokens === 0) {
    bench.attempts.set(strategy, skippedAttempt(strategy, task.now(), SKIPPED_BECAUSE.budget))
    return
  }
  if (task.admit && !(await task.admit(strategy.model))) {
    const why = 'another run is trying whether the model is up again'
    bench.attempts.set(strategy, skippedAttempt(strategy, task.now(), why, 'circuit_open'))
    return
  }
  if (allowanceNanoUsd !== undefined) bench.reservedNanoUsd.set(strategy, allowanceNanoUsd)
  task.events.attemptStarted(strategy)
  const attempt = await runAttempt(task, strategy, {
    signal,
    maxOutputTokens,
    onFile: (path) => task.events.attemptFile(strategy, path),
  })
  bench.reservedNanoUsd.delete(strategy)
  bench.underWay.delete(strategy)
  bench.attempts.set(strategy, attempt)
  task.events.attemptEnded(attempt)
  const reason = reasonToStop(task, attempt)
  // What ends the run for certain outranks "nothing left worth beginning".
  if (bench.stopReason === undefined || bench.stopReason === 'reservation')
    bench.stopReason = reason ?? bench.stopReason
}

/** What an attempt's end says about going on. */
function reasonToStop(task: ExecutionTask, attempt: Attempt): StopReason | undefined {
  if (attempt.status === 'succeeded')
    return attempt.breakdown.overall >= task.qualityThreshold ? 'threshold' : undefined
  if (attempt.errorCode === 'content_policy' || attempt.errorCode === 'deadline') return attempt.errorCode
  if (attempt.status === 'cancelled' && task.signal?.aborted) return 'cancelled'
  return undefined
}

/** An equal part of what the budget has left, for each strategy that can still join those running. */
function allowance(task: ExecutionTask, bench: Bench): number | undefined {
  if (task.budgetNanoUsd === undefined) return undefined
  const spent = [...bench.attempts.values()].reduce((sum, attempt) => sum + (attempt.costNanoUsd ?? 0), 0)
  const reserved = [...bench.reservedNanoUsd.values()].reduce((sum, part) => sum + part, 0)
  return Math.max(
    0,
    Math.floor((task.budgetNanoUsd - spent - reserved) / (bench.width - bench.reservedNanoUsd.size)),
  )
}

function bestScore(bench: Bench): number | undefined {
  const scores = [...bench.attempts.values()].flatMap((attempt) =>
    attempt.status === 'succeeded' ? [attempt.breakdown.overall] : [],
  )
  return scores.length === 0 ? undefined : Math.max(...scores)
}

function close(task: ExecutionTask, bench: Bench): Execution {
  const stopReason = bench.stopReason ?? 'exhausted'
  const nowMs = task.now()
  return {
    stopReason,
    attempts: task.plan.strategies.map(
      (strategy) =>
        bench.attempts.get(strategy) ?? skippedAttempt(strategy, nowMs, SKIPPED_BECAUSE[stopReason]),
    ),
  }
}

const SKIPPED_BECAUSE: Record<StopReason, string> = {
  threshold: 'a result was good enough',
  reservation: 'not expected to beat the result in hand',
  exhausted: 'not reached',
  budget: 'the budget does not allow it',
  deadline: 'the deadline passed',
  cancelled: 'the run was cancelled',
  content_policy: 'a provider refused the request on grounds of content',
}
