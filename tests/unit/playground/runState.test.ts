import { expect, test } from 'vitest'
import type { RunMessage } from '../../../dashboard/src/data/runMessages.ts'
import {
  afterMessage,
  type RunState,
  runnerUp,
  STARTING,
  spentUsd,
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

const after = (...messages: RunMessage[]): RunState => messages.reduce(afterMessage, STARTING)

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
  expect([...begun.slice(3, 4), scored].reduce(afterMessage, once)).toEqual(once)
})

test('the cost ticks with each attempt that ends, and is the result’s own at the end', () => {
  const scoredState = after(...begun, scored)
  expect(spentUsd(scoredState)).toBe(0.02)
  const lost = afterMessage(scoredState, { event: 'attempt.failed', data: ended(2, 'b', 'failed', 0.01) })
  expect(spentUsd(lost)).toBeCloseTo(0.03)
  expect(spentUsd(after(...begun, scored, result))).toBe(0.05)
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
