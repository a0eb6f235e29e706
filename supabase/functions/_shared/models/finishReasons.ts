/**
 * What a finish reason means, whoever says it: one table for the words of all providers and inference servers.
 *
 * Sources: the API references of OpenAI, Azure OpenAI, Anthropic, Google Gemini, Amazon Bedrock, Cohere, Mistral,
 * DeepSeek, Z.AI and OpenRouter (`native_finish_reason`), and the servers llama.cpp, vLLM, SGLang, TGI and Ollama.
 */

/**
 * How a text ended. `failed`: the provider gave up on it (its reliability). `unusable`: the model wrote something the
 * provider could not use, such as a malformed tool call (the model's quality).
 */
export type FinishKind = 'complete' | 'truncated' | 'content_policy' | 'failed' | 'unusable'

const WORDS: Readonly<Record<FinishKind, readonly string[]>> = {
  complete: [
    ...['stop', 'stopped', 'stop_sequence', 'stop_str', 'eos', 'eos_token', 'end_turn', 'end', 'end_of_text'],
    ...['complete', 'completed', 'finish', 'finished', 'done', 'normal', 'success', 'matched_stop'],
    ...['tool_calls', 'tool_call', 'tool_use', 'function_call'],
  ],
  truncated: [
    ...['length', 'max_tokens', 'max_length', 'max_output_tokens', 'max_completion_tokens', 'model_length'],
    ...['token_limit', 'error_limit', 'context_length', 'context_window_exceeded', 'incomplete'],
    ...[
      'model_context_window_exceeded',
      'context_length_exceeded',
      'pause_turn',
      'continuation',
      'compaction',
    ],
  ],
  content_policy: [
    ...[
      'content_filter',
      'content_filtered',
      'content_policy',
      'safety',
      'recitation',
      'blocklist',
      'blocked',
    ],
    ...[
      'prohibited_content',
      'spii',
      'language',
      'image_safety',
      'image_prohibited_content',
      'image_recitation',
    ],
    ...['refusal', 'refused', 'sensitive', 'error_toxic', 'guardrail_intervened', 'moderation', 'flagged'],
    'model_armor',
  ],
  failed: [
    ...[
      'error',
      'failed',
      'failure',
      'network_error',
      'model_error',
      'engine_error',
      'internal_error',
      'other',
    ],
    ...[
      'server_error',
      'upstream_error',
      'overloaded',
      'insufficient_system_resource',
      'timeout',
      'exception',
    ],
    ...['abort', 'aborted', 'cancelled', 'canceled', 'user_cancel', 'rate_limit'],
  ],
  unusable: [
    ...['malformed_function_call', 'malformed_tool_call', 'malformed_response', 'unexpected_tool_call'],
    ...['too_many_tool_calls', 'missing_thought_signature', 'no_image', 'image_other'],
  ],
}

const KIND_BY_WORD: ReadonlyMap<string, FinishKind> = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) =>
    // The keys of a literal typed by FinishKind are FinishKinds; `Object.entries` only knows strings.
    words.map((word) => [normalize(word), kind as FinishKind] as const),
  ),
)

/** Providers differ in case, separators and prefixes: `MAX_TOKENS`, `max-tokens`, `FinishReason.MAX_TOKENS`. */
function normalize(reason: string): string {
  return reason
    .replace(/^.*\./, '')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()
}

/** The kind of a finish reason; `undefined` for a word that no known provider uses. */
export function finishKindOf(reason: string): FinishKind | undefined {
  return KIND_BY_WORD.get(normalize(reason))
}
