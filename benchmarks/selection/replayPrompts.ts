/** Puts outcome data before the profiler, as requests would be. */
import { profileTask } from '../../supabase/functions/_shared/profiling/profileTask.ts'
import type { OutcomeData } from './outcomeData.ts'
import type { ReplayPrompt } from './replay.ts'

const CHARACTERS_PER_TOKEN = 4

/**
 * The kind of task is what a request shows of it; how hard it is, our own profiler says from the words alone. The file
 * holds the first 600 characters of a prompt; its length is the whole one's.
 */
export function replayPrompts(data: OutcomeData): ReplayPrompt[] {
  return data.prompts.map((prompt): ReplayPrompt => {
    const profile = profileTask({ request: prompt.prompt })
    return {
      profile: {
        type: `scenario:${prompt.kind.replaceAll(' ', '-')}`,
        complexity: profile.complexity,
        capabilities: [],
        estimatedInputTokens: Math.ceil(prompt.promptCharacters / CHARACTERS_PER_TOKEN),
        estimatedOutputTokens: profile.estimatedOutputTokens,
      },
      scores: prompt.scores.map((score) => (score === null ? null : score * 100)),
      costsNanoUsd: prompt.costsUsd.map((usd) => (usd === null ? null : Math.round(usd * 1e9))),
      latenciesMs: prompt.latenciesMs,
    }
  })
}
