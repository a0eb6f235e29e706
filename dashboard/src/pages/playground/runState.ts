/** A run as the playground shows it, grown from what the run tells. */
import type { ProfileView, RunError, RunMessage, RunResult, ScoreBreakdown } from '../../data/runMessages.ts'

export type Phase = 'idle' | 'running' | 'succeeded' | 'failed' | 'cancelled'

export interface AttemptState {
  priority: number
  model: string
  provider: string
  approach: string
  status: 'planned' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'not_needed'
  expectedQuality?: number
  expectedCostUsd?: number | null
  expectedDurationMs?: number
  startedAtMs?: number
  /** Paths in the order in which they were complete. */
  paths: string[]
  /** What it made; absent until it is scored. */
  files?: Record<string, string>
  breakdown?: ScoreBreakdown
  costUsd?: number | null
  costIsEstimate?: boolean
  durationMs?: number
  errorCode?: string
  errorMessage?: string
}

export interface RunState {
  phase: Phase
  runId?: string
  profile?: ProfileView
  attempts: AttemptState[]
  result?: RunResult
  error?: RunError['error']
}

export const NO_RUN: RunState = { phase: 'idle', attempts: [] }
export const STARTING: RunState = { phase: 'running', attempts: [] }

/** The state after one more message. Messages that come twice, as after a dropped line, change nothing more. */
export function afterMessage(state: RunState, message: RunMessage, nowMs: number): RunState {
  switch (message.event) {
    case 'run':
      return { ...state, runId: message.data.runId }
    case 'profile':
      return { ...state, profile: message.data }
    case 'plan':
      return {
        ...state,
        attempts: message.data.strategies.map((strategy) => ({
          ...strategy,
          status: 'planned' as const,
          paths: [],
        })),
      }
    case 'attempt.started':
      return withAttempt(state, message.data, ({ startedAtMs = nowMs }) => ({
        status: 'running',
        startedAtMs,
      }))
    case 'attempt.file':
      return withAttempt(state, message.data, ({ paths }) => ({
        paths: paths.includes(message.data.path) ? paths : [...paths, message.data.path],
      }))
    case 'attempt.scored': {
      const { scoreBreakdown, files, ...attempt } = message.data
      return withAttempt(state, attempt, ({ paths }) => ({
        ...endOf(attempt),
        breakdown: scoreBreakdown,
        files,
        paths: files === undefined ? paths : Object.keys(files),
      }))
    }
    case 'attempt.failed':
    case 'attempt.cancelled':
      return withAttempt(state, message.data, () => endOf(message.data))
    case 'result':
      return finished(state, message.data)
    case 'error':
      return {
        ...withoutUntried(state),
        phase: message.data.error.code === 'cancelled' ? 'cancelled' : 'failed',
        error: message.data.error,
      }
  }
}

/** What the run has cost so far, in US dollars. */
export interface CostSoFar {
  usd: number
  /** True while calls are under way: what they have cost by now follows from what they were expected to. */
  isEstimate: boolean
}

export function costSoFar({ attempts, result }: RunState, nowMs: number): CostSoFar {
  if (result !== undefined) {
    return {
      usd: result.metrics.costUsd ?? 0,
      isEstimate: result.metrics.attempts.some(({ costIsEstimate }) => costIsEstimate),
    }
  }
  const costs = attempts.map((attempt) => {
    if (attempt.status !== 'running') return attempt.costUsd ?? 0
    const { expectedCostUsd, expectedDurationMs = 1, startedAtMs = nowMs } = attempt
    return (expectedCostUsd ?? 0) * Math.min(1, (nowMs - startedAtMs) / Math.max(1, expectedDurationMs))
  })
  return {
    usd: costs.reduce((sum, cost) => sum + cost, 0),
    isEstimate: attempts.some(({ status, costIsEstimate }) => status === 'running' || costIsEstimate),
  }
}

/** The best finished attempt beside the winner, where what it made is known. */
export function runnerUp({ attempts, result }: RunState): AttemptState | undefined {
  return attempts
    .filter(({ priority, files }) => files !== undefined && priority !== result?.strategy.priority)
    .sort((a, b) => (b.breakdown?.overall ?? 0) - (a.breakdown?.overall ?? 0))[0]
}

type AttemptEnd = Extract<RunMessage, { event: 'attempt.failed' }>['data']

function endOf({ status, costUsd, costIsEstimate, durationMs, errorCode, errorMessage }: AttemptEnd) {
  return {
    status: status === 'skipped' ? ('not_needed' as const) : status,
    costUsd,
    costIsEstimate,
    durationMs,
    errorCode,
    errorMessage,
  }
}

function withAttempt(
  state: RunState,
  strategy: { priority: number; model: string; provider: string; approach: string },
  change: (attempt: AttemptState) => Partial<AttemptState>,
): RunState {
  const { priority, model, provider, approach } = strategy
  const known = state.attempts.find((attempt) => attempt.priority === priority)
  const attempt: AttemptState = known ?? { priority, model, provider, approach, status: 'planned', paths: [] }
  const changed = { ...attempt, ...change(attempt) }
  const attempts =
    known === undefined
      ? [...state.attempts, changed].sort((a, b) => a.priority - b.priority)
      : state.attempts.map((other) => (other === known ? changed : other))
  return { ...state, attempts }
}

function finished(state: RunState, result: RunResult): RunState {
  return {
    ...withoutUntried(
      withAttempt(state, result.strategy, () => ({ files: result.files, status: 'succeeded' })),
    ),
    phase: 'succeeded',
    runId: result.runId,
    profile: result.profile,
    result,
  }
}

/** What was planned and never begun was not needed. */
function withoutUntried(state: RunState): RunState {
  return {
    ...state,
    attempts: state.attempts.map((attempt) =>
      attempt.status === 'planned' ? { ...attempt, status: 'not_needed' } : attempt,
    ),
  }
}
