/** Who is asked first: default models for each role, and the order in which models stand in for one another. */
export const MODEL_ROLES = ['executor', 'triage', 'judge'] as const
export type ModelRole = (typeof MODEL_ROLES)[number]

/** First one that can run wins. Judge and executor begin with different makers, so that none marks its own work. */
export const ROLE_PREFERENCES: Readonly<Record<ModelRole, readonly string[]>> = {
  executor: [
    'gemini-3.8-flash',
    'gpt-6-sol',
    'claude-sonnet-5',
    'openai/gpt-oss-120b',
    'sandbox-gemini-balanced',
  ],
  triage: [
    'gemini-3.5-flash-lite',
    'gpt-6-luna',
    'openai/gpt-oss-20b',
    'claude-haiku-4-5',
    'sandbox-gemini-fast',
  ],
  judge: [
    'gpt-6-sol',
    'claude-opus-5-5',
    'gemini-3.1-pro-preview',
    'openai/gpt-oss-120b',
    'sandbox-openai-strong',
  ],
}

export type ModelTier = 'fast' | 'balanced' | 'strong'

/** Within a tier the makers alternate: one maker's outage then costs one step, not the chain. */
export const TIER_CHAINS: Readonly<Record<ModelTier, readonly string[]>> = {
  strong: [
    'gpt-6-sol',
    'claude-opus-5-5',
    'gemini-3.1-pro-preview',
    'claude-opus-5',
    'sandbox-openai-strong',
    'sandbox-gemini-strong',
  ],
  balanced: [
    'gemini-3.8-flash',
    'gpt-5.6-terra',
    'claude-sonnet-5',
    'openai/gpt-oss-120b',
    'gemini-3.5-flash',
    'gpt-5.4-mini',
    'claude-haiku-4-5',
    'sandbox-gemini-balanced',
    'sandbox-openai-balanced',
  ],
  fast: [
    'gemini-3.5-flash-lite',
    'gpt-6-luna',
    'openai/gpt-oss-20b',
    'gpt-5.6-luna',
    'sandbox-openai-fast',
    'sandbox-gemini-fast',
  ],
}

/** After its own tier a model falls to the next better one first: a failed run is better saved dear than not at all. */
export const TIERS_AFTER: Readonly<Record<ModelTier, readonly ModelTier[]>> = {
  strong: ['balanced', 'fast'],
  balanced: ['strong', 'fast'],
  fast: ['balanced', 'strong'],
}

export function tierOfReasoningGrade(reasoningGrade: number): ModelTier {
  if (reasoningGrade >= 5) return 'strong'
  return reasoningGrade >= 3 ? 'balanced' : 'fast'
}
