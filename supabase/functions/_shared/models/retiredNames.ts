/**
 * Names that no provider serves any more but that users still have in their configurations, and what runs instead:
 * the provider's own recommendation, or a newer model of the same line where that is cheaper.
 */
export interface RetiredName {
  name: string
  retiredOn: string
  /** A catalog id. */
  successor: string
  aliases?: readonly string[]
}

export const RETIRED_NAMES: readonly RetiredName[] = [
  // Google
  {
    name: 'gemini-3-pro-preview',
    retiredOn: '2026-03-26',
    successor: 'gemini-3.1-pro-preview',
    aliases: ['gemini-3-pro'],
  },
  {
    name: 'gemini-2.0-flash',
    retiredOn: '2026-05-25',
    successor: 'gemini-3.5-flash-lite',
    aliases: ['gemini-2.0-flash-exp'],
  },
  { name: 'gemini-2.0-flash-lite', retiredOn: '2026-05-25', successor: 'gemini-3.1-flash-lite' },
  {
    name: 'gemini-1.5-pro',
    retiredOn: '2025-09-20',
    successor: 'gemini-3.8-flash',
    aliases: ['gemini-pro-1.5', 'gemini-1.5-pro-latest'],
  },
  {
    name: 'gemini-1.5-flash',
    retiredOn: '2025-09-20',
    successor: 'gemini-3.5-flash-lite',
    aliases: ['gemini-flash-1.5', 'gemini-1.5-flash-latest'],
  },
  { name: 'gemini-pro', retiredOn: '2025-02-15', successor: 'gemini-3.8-flash', aliases: ['gemini-1.0-pro'] },
  // OpenAI
  { name: 'gpt-4', retiredOn: '2026-10-23', successor: 'gpt-6-sol', aliases: ['gpt-4-0613', 'gpt-4-32k'] },
  {
    name: 'gpt-4-turbo',
    retiredOn: '2026-10-23',
    successor: 'gpt-6-sol',
    aliases: ['gpt-4-turbo-preview', 'gpt-4-1106-preview'],
  },
  {
    name: 'gpt-3.5-turbo',
    retiredOn: '2026-10-23',
    successor: 'gpt-6-luna',
    aliases: ['gpt-3.5-turbo-0125', 'gpt-3.5-turbo-16k'],
  },
  { name: 'gpt-4.1-nano', retiredOn: '2026-10-23', successor: 'gpt-6-luna' },
  { name: 'o1', retiredOn: '2026-10-23', successor: 'gpt-6-sol', aliases: ['o1-preview'] },
  { name: 'o3-mini', retiredOn: '2026-10-23', successor: 'gpt-5.6-terra', aliases: ['o1-mini'] },
  { name: 'o4-mini', retiredOn: '2026-10-23', successor: 'gpt-5.6-terra' },
  // Anthropic
  {
    name: 'claude-opus-4-1',
    retiredOn: '2026-08-05',
    successor: 'claude-opus-5',
    aliases: ['claude-opus-4.1'],
  },
  {
    name: 'claude-opus-4',
    retiredOn: '2026-06-15',
    successor: 'claude-opus-5',
    aliases: ['claude-4-opus', 'claude-opus-4-0'],
  },
  {
    name: 'claude-sonnet-4',
    retiredOn: '2026-06-15',
    successor: 'claude-sonnet-5',
    aliases: ['claude-4-sonnet', 'claude-sonnet-4-0'],
  },
  {
    name: 'claude-3-7-sonnet',
    retiredOn: '2026-07-07',
    successor: 'claude-sonnet-5',
    aliases: ['claude-3-7-sonnet-latest', 'claude-3.7-sonnet'],
  },
  {
    name: 'claude-3-5-sonnet',
    retiredOn: '2025-10-28',
    successor: 'claude-sonnet-5',
    aliases: ['claude-3-5-sonnet-v2', 'claude-3-5-sonnet-latest', 'claude-3.5-sonnet'],
  },
  {
    name: 'claude-3-5-haiku',
    retiredOn: '2026-02-19',
    successor: 'claude-haiku-4-5',
    aliases: ['claude-3-5-haiku-latest', 'claude-3.5-haiku'],
  },
  {
    name: 'claude-3-opus',
    retiredOn: '2026-01-05',
    successor: 'claude-opus-5',
    aliases: ['claude-3-opus-latest'],
  },
  { name: 'claude-3-sonnet', retiredOn: '2025-07-21', successor: 'claude-sonnet-5' },
  { name: 'claude-3-haiku', retiredOn: '2025-10-14', successor: 'claude-haiku-4-5' },
  {
    name: 'claude-2',
    retiredOn: '2025-07-21',
    successor: 'claude-sonnet-5',
    aliases: ['claude-2.0', 'claude-2.1'],
  },
  {
    name: 'claude-instant',
    retiredOn: '2024-11-06',
    successor: 'claude-haiku-4-5',
    aliases: ['claude-instant-1.2'],
  },
  // Open models, at Groq or OpenRouter
  {
    name: 'meta-llama/llama-2-70b-chat',
    retiredOn: '2025-01-06',
    successor: 'openai/gpt-oss-120b',
    aliases: ['llama-2-70b-chat', 'llama2-70b-4096'],
  },
  {
    name: 'meta-llama/llama-3-70b-instruct',
    retiredOn: '2025-08-31',
    successor: 'openai/gpt-oss-120b',
    aliases: ['llama3-70b-8192', 'llama-3.1-70b-versatile', 'meta-llama/llama-3.1-70b-instruct'],
  },
  {
    name: 'meta-llama/llama-3-8b-instruct',
    retiredOn: '2025-08-31',
    successor: 'openai/gpt-oss-20b',
    aliases: ['llama3-8b-8192'],
  },
  {
    name: 'mixtral-8x7b-32768',
    retiredOn: '2025-03-20',
    successor: 'openai/gpt-oss-20b',
    aliases: ['mistralai/mixtral-8x7b-instruct'],
  },
]
