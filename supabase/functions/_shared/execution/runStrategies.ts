/**
 * Runs a plan: one strategy after the other, or several at once, until the result is good enough.
 * What was tried, and why it ended, is the same for the answer and for the record.
 */
import type { Plan, Strategy } from '../selection/strategy.ts'
import { type Attempt, type AttemptTask, runAttempt, skippedAttempt } from './attempt.ts'
import { affordableOutputTokens } from './budget.ts'
import type { RunEvents } from './runEvents.ts'

/** How many strategies run at once where the caller asks for parallel execution. */
export const PARALLEL_WIDTH = 2

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
  events: RunEvents
}

/** A run under way. */
interface Bench {
  attempts: Map<Strategy, Attempt>
  stopReason: StopReason | undefined
  /** How many strategies may run at once, and the most that each of those running now can cost. */
  width: number
  reservedNanoUsd: Map<Strategy, number>
}

function newBench(width: number): Bench {
  return { attempts: new Map(), stopReason: undefined, width, reservedNanoUsd: new Map() }
}

/** Tries strategies in plan order, one at a time; stops early by Weitzman's (1979) rule. */
export async function runSequential(task: ExecutionTask): Promise<Execution> {
  const bench = newBench(1)
  for (const strategy of task.plan.strategies) {
    bench.stopReason ??= reasonNotToStart(task, bench, strategy)
    if (bench.stopReason !== undefined) break
    await tryStrategy(task, bench, strategy, task.signal)
  }
  return close(task, bench)
}

/** Runs strategies {@link PARALLEL_WIDTH} at a time; the first good enough result ends the others on the wire. */
export async function runParallel(task: ExecutionTask): Promise<Execution> {
  const bench = newBench(Math.min(PARALLEL_WIDTH, task.plan.strategies.length))
  const losers = new AbortController()
  const signal = task.signal ? AbortSignal.any([task.signal, losers.signal]) : losers.signal
  const waiting = [...task.plan.strategies]

  async function lane(): Promise<void> {
    for (let strategy = waiting.shift(); strategy !== undefined; strategy = waiting.shift()) {
      bench.stopReason ??= reasonNotToStart(task, bench, strategy)
      if (bench.stopReason !== undefined) return
      await tryStrategy(task, bench, strategy, signal)
      if (bench.stopReason !== undefined) losers.abort()
    }
  }
  const lanes = Array.from({ length: bench.width }, lane)
  // A fault of ours in one lane must not leave the other's calls running.
  await Promise.all(
    lanes.map((running) =>
      running.catch((error: unknown) => {
        losers.abort()
        throw error
      }),
    ),
  )
  return close(task, bench)
}

async function tryStrategy(
  task: ExecutionTask,
  bench: Bench,
  strategy: Strategy,
  signal: AbortSignal | undefined,
): Promise<void> {
  const allowanceNanoUsd = allowance(task, bench)
  const maxOutputTokens = affordableOutputTokens(strategy.model, task.profile, allowanceNanoUsd)
  if (maxOutputTokens === 0) {
    bench.attempts.set(strategy, skippedAttempt(strategy, task.now(), SKIPPED_BECAUSE.budget))
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
  bench.attempts.set(strategy, attempt)
  task.events.attemptEnded(attempt)
  bench.stopReason ??= reasonToStop(task, attempt)
}

/** What an attempt's end says about going on. */
function reasonToStop(task: ExecutionTask, attempt: Attempt): StopReason | undefined {
  if (attempt.status === 'succeeded')
    return attempt.breakdown.overall >= task.qualityThreshold ? 'threshold' : undefined
  if (attempt.errorCode === 'content_policy' || attempt.errorCode === 'deadline') return attempt.errorCode
  if (attempt.status === 'cancelled' && task.signal?.aborted) return 'cancelled'
  return undefined
}

/** Why this strategy should not begin now, if there is a reason. */
function reasonNotToStart(task: ExecutionTask, bench: Bench, strategy: Strategy): StopReason | undefined {
  if (task.signal?.aborted) return 'cancelled'
  if (task.now() >= task.deadlineAtMs) return 'deadline'
  const best = bestScore(bench)
  if (best !== undefined && best >= strategy.reservationValue) return 'reservation'
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
