/** Evidence and inputs for tests of selection. */
import type { Evidence } from '../../../supabase/functions/_shared/selection/evidence.ts'
import {
  type SelectionInput,
  selectStrategies,
} from '../../../supabase/functions/_shared/selection/selectStrategies.ts'
import type { Plan } from '../../../supabase/functions/_shared/selection/strategy.ts'
import { modelNamed } from '../../fixtures/models.ts'

export const NOW_MS = 1_800_000_000_000

export function evidenceOf(modelId: string, more: Partial<Evidence> = {}): Evidence {
  return {
    tier: 'all',
    taskType: null,
    complexity: null,
    model: modelId,
    approach: 'simple',
    qualityWeight: 50,
    qualityMean: 50,
    qualityM2: 50 * 100,
    successWeight: 50,
    failureWeight: 0,
    durationWeight: 50,
    logDurationMean: Math.log(10_000),
    costWeight: 50,
    costMeanNanoUsd: 1_000_000,
    updatedAtMs: NOW_MS,
    ...more,
  }
}

export function inputOf(more: Partial<SelectionInput> & Pick<SelectionInput, 'random'>): SelectionInput {
  return {
    profile: {
      type: 'generation',
      complexity: 'medium',
      capabilities: [],
      estimatedInputTokens: 500,
      estimatedOutputTokens: 4_000,
    },
    models: [modelNamed('a'), modelNamed('b'), modelNamed('c')],
    evidence: [],
    policy: 'thompson',
    approaches: ['simple'],
    maxStrategies: 1,
    nowMs: NOW_MS,
    ...more,
  }
}

export function planFor(more: Partial<SelectionInput> & Pick<SelectionInput, 'random'>): Plan {
  const selection = selectStrategies(inputOf(more))
  if ('reason' in selection) throw new Error(selection.reason)
  return selection.plan
}

/** Uniform in [0, 1): mulberry32. */
export function seeded(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
