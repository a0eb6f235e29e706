/** What the approaches are given in their tests: a small model, much time, and a clock that stands still. */
import type { GenerationTask } from '../../../supabase/functions/_shared/generation/generation.ts'
import { profileTask } from '../../../supabase/functions/_shared/profiling/profileTask.ts'
import { modelNamed } from '../../fixtures/models.ts'
import { evenScore } from '../../fixtures/scores.ts'

export function generationTask(
  more: Partial<GenerationTask> & Pick<GenerationTask, 'request' | 'callModel'>,
): GenerationTask {
  return {
    profile: profileTask({ request: more.request }),
    context: {},
    model: modelNamed('m', { contextWindowTokens: 1_000, maxOutputTokens: 1_000, price: null }),
    deadlineAtMs: 60_000,
    now: () => 0,
    random: () => 0.5,
    sleep: async () => {},
    score: () => evenScore(0),
    ...more,
  }
}
