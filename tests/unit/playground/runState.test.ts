import { expect, test } from 'vitest'
import type { RunMessage } from '../../../dashboard/src/data/runMessages.ts'
import {
  afterMessage,
  costSoFar,
  type RunState,
  runnerUp,
  STARTING,
} from '../../../dashboard/src/pages/playground/runState.ts'

const strategy = (priority: number, model: string) => ({
  priority,
  model,
  provider: 'sandbox',
  approach: 'simple',
})
const scores = (overall: number) => ({
  ...{ completeness: overall, codeQuality: overall, functionality: overall, performance: overall },
  ...{ overall, diagnostics: [] },
})
const ended = (
  priority: number,
  model: string,
  status: 'succeeded' | 'failed' | 'cancelled',
  costUsd: number,
) => ({
  ...strategy(priority, model),
  ...{ status, costUsd, costIsEstimate: status === 'cancelled', durationMs: 10 * priority },
})
const plan: RunMessage = {
  event: 'plan',
  data: {
    strategies: [strategy(1, 'a'), strategy(2, 'b'), strategy(3, 'c')].map((planned) => ({
      ...planned,
      expectedQuality: 70,
      expectedCostUsd: 0.01,
      expectedDurationMs: 1_000,
    })),
  },
}
const begun: RunMessage[] = [
  { event: 'run', data: { runId: 'r1' } },
  plan,
  { event: 'attempt.started', data: strategy(1, 'a') },
  { event: 'attempt.file', data: { ...strategy(1, 'a'), path: 'src/App.tsx' } },
  { event: 'attempt.started', data: strategy(2, 'b') },
]
const scored: RunMessage = {
  event: 'attempt.scored',
  data: { ...ended(1, 'a', 'succeeded', 0.02), scoreBreakdown: scores(60), files: { 'src/App.tsx': 'a' } },
}
const result: RunMessage = {
  event: 'result',
  data: {
    runId: 'r1',
    files: { 'src/App.tsx': 'b' },
    message: 'done',
    qualityScore: 90,
    scoreBreakdown: scores(90),
    strategy: strategy(2, 'b'),
    profile: {
      ...{ type: 'generation', complexity: 'low', complexityScore: 10, output: 'files', requirements: [] },
      ...{ languages: [], frameworks: [], signals: [] },
    },
    metrics: {
      ...{
        strategiesPlanned: 3,
        strategiesTried: 2,
        durationMs: 30,
        costUsd: 0.05,
        inputTokens: 1,
        outputTokens: 2,
      },
      ...{ selection: { policy: 'thompson', explored: false, propensity: 0.5 }, attempts: [] },
    },
  },
}

const T0 = 1_000_000
const grown = (state: RunState, ...messages: RunMessage[]): RunState =>
  messages.reduce((grownState, message) => afterMessage(grownState, message, T0), state)
const after = (...messages: RunMessage[]): RunState => grown(STARTING, ...messages)

test('attempts stand in the order of the plan, with their files as they appear', () => {
  const { attempts, runId } = after(...begun)
  expect(runId).toBe('r1')
  expect(attempts.map(({ model, status, paths }) => [model, status, paths])).toEqual([
    ['a', 'running', ['src/App.tsx']],
    ['b', 'running', []],
    ['c', 'planned', []],
  ])
})

test('messages that come again, as after a dropped line, change nothing', () => {
  const once = after(...begun, scored)
  expect(grown(once, ...begun.slice(3, 4), scored)).toEqual(once)
})

test('the cost ticks while calls are under way, and is the result’s own at the end', () => {
  const running = after(...begun, scored)
  expect(costSoFar(running, T0)).toEqual({ usd: 0.02, isEstimate: true })
  expect(costSoFar(running, T0 + 500).usd).toBeCloseTo(0.025)
  expect(costSoFar(running, T0 + 60_000).usd).toBeCloseTo(0.03)
  const lost = grown(running, { event: 'attempt.failed', data: ended(2, 'b', 'failed', 0.01) })
  expect(costSoFar(lost, T0 + 60_000)).toEqual({ usd: 0.03, isEstimate: false })
  expect(costSoFar(grown(running, result), T0)).toEqual({ usd: 0.05, isEstimate: false })
})

test('an early exit leaves what was not begun as not needed, and knows the runner-up', () => {
  const state = after(...begun, scored, result)
  expect(state.phase).toBe('succeeded')
  expect(state.attempts.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'not_needed'])
  expect(runnerUp(state)?.model).toBe('a')
  expect(runnerUp(after(...begun, result))).toBeUndefined()
})

test('a run that fails says so with its code, one that was cancelled is no failure', () => {
  const failed = after(...begun, {
    event: 'error',
    data: { error: { code: 'all_models_failed', message: 'all' } },
  })
  expect([failed.phase, failed.error?.code]).toEqual(['failed', 'all_models_failed'])
  expect(after({ event: 'error', data: { error: { code: 'cancelled', message: 'was' } } }).phase).toBe(
    'cancelled',
  )
})
