/** Runs as tests tell them: plausible records with what matters to the test put in. */
import { randomUUID } from 'node:crypto'
import type { Plan } from '../../supabase/functions/_shared/selection/strategy.ts'
import type { BeginRunInput } from '../../supabase/functions/_shared/store/beginRun.ts'
import type {
  AttemptRecord,
  CallRecord,
  RunRecord,
} from '../../supabase/functions/_shared/store/runRecord.ts'
import { modelNamed } from '../fixtures/models.ts'
import { evenScore } from '../fixtures/scores.ts'

export function beginInput(input: Partial<BeginRunInput> = {}): BeginRunInput {
  return {
    userId: null,
    conversationId: null,
    idempotencyKey: null,
    requestHash: 'hash-of-a-todo-app',
    request: 'Build a todo app',
    options: { parallelExecution: false },
    leaseMs: 60_000,
    ...input,
  }
}

export function attempt(input: Partial<AttemptRecord> & { quality?: number } = {}): AttemptRecord {
  const { quality, ...given } = input
  return {
    model: 'model-a',
    provider: 'sandbox',
    approach: 'simple',
    priority: 1,
    status: 'succeeded',
    durationMs: 1200,
    costNanoUsd: 2_500_000,
    costIsEstimate: false,
    usage: { inputTokens: 900, cachedInputTokens: 100, outputTokens: 4000 },
    ...(quality !== undefined && {
      scoreBreakdown: evenScore(quality, [
        { rule: 'unused-state', severity: 'minor', message: 'a state that nobody reads' },
      ]),
    }),
    ...given,
  }
}

export function call(input: Partial<CallRecord> = {}): CallRecord {
  return {
    attempt: 0,
    stage: 'generate',
    model: 'model-a',
    provider: 'sandbox',
    usage: { inputTokens: 900, cachedInputTokens: 100, outputTokens: 4000, reasoningTokens: 0 },
    usageIsEstimate: false,
    costNanoUsd: 2_500_000,
    costIsEstimate: false,
    durationMs: 1100.4,
    firstTokenAfterMs: 210.6,
    startedAtMs: Date.now(),
    ...input,
  }
}

/** A plan of these models in this order, all `simple`. */
export function plan(...modelIds: string[]): Plan {
  return {
    strategies: modelIds.map((id, index) => ({
      model: modelNamed(id, { provider: 'sandbox', price: null }),
      approach: 'simple',
      priority: index + 1,
      expectedQuality: 70 - index,
      expectedCostNanoUsd: 1_000_000,
      expectedDurationMs: 2000,
      expectedUtility: 65 - index,
      reservationValue: 80 - index,
    })),
    eligible: modelIds.map((id, index) => ({
      model: id,
      provider: 'sandbox',
      approach: 'simple',
      expectedUtility: 65 - index,
      propensity: 1 / modelIds.length,
    })),
    policy: 'thompson',
    policyVersion: '1',
    explored: false,
    propensity: 1 / modelIds.length,
  }
}

/** A run that one attempt of `model-a` won with 80 points, unless told otherwise. */
export function runRecord(input: Partial<RunRecord> = {}): RunRecord {
  return {
    runId: randomUUID(),
    leaseToken: randomUUID(),
    status: 'succeeded',
    httpStatus: 200,
    body: { success: true, files: { 'src/App.tsx': 'export default () => null' }, message: 'Here it is.' },
    profile: {
      type: 'generation',
      output: 'files',
      complexity: 'medium',
      complexityScore: 50,
      requirements: [],
      languages: ['typescript'],
      frameworks: ['react'],
      capabilities: [],
      estimatedInputTokens: 1000,
      estimatedOutputTokens: 4000,
      urgency: 'normal',
      confidence: 0.9,
      signals: [],
    },
    plan: plan('model-a', 'model-b'),
    parallel: false,
    stopReason: 'threshold_reached',
    durationMs: 1300,
    attempts: [attempt({ quality: 80 })],
    winner: 0,
    calls: [call()],
    ...input,
  }
}
