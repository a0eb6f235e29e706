/** Turns what a provider said went wrong into one member of the closed union, in words that are safe to show. */
import type { ModelError, ModelErrorCode } from './modelCall.ts'
import type { ProviderFailure } from './providers/providerAdapter.ts'

/** Written by us: a provider's own text may quote keys, addresses or the request. */
const MESSAGES: Readonly<Record<ModelErrorCode, string>> = {
  throttled: 'The limit set on this model is reached for now.',
  rate_limited: 'The provider is limiting requests.',
  quota_exhausted: 'The account with the provider has no quota or credit left for this.',
  server_error: 'The provider failed.',
  connection: 'The provider could not be reached, or the connection broke.',
  stream_cut: 'The answer broke off before its end.',
  first_token_timeout: 'The model did not begin to answer in time.',
  stalled: 'The model fell silent in the middle of its answer.',
  malformed_response: 'The provider sent something that could not be read.',
  deadline: 'The deadline passed before the model had answered.',
  cancelled: 'The call was cancelled.',
  context_length: "The request is longer than the model's context window.",
  content_policy: "The provider's content policy stopped the answer.",
  truncated: 'The answer reached its length limit and was cut off.',
  empty_response: 'The model answered with nothing.',
  authentication: "The provider refused the key, or the key's rights do not cover this.",
  model_not_found: 'The provider does not know the model, or the key has no access to it.',
  invalid_request: 'The provider refused the request.',
}

export function modelError(
  code: ModelErrorCode,
  more: Pick<ModelError, 'status' | 'retryAfterMs'> = {},
): ModelError {
  return {
    code,
    message: MESSAGES[code],
    ...(more.status === undefined ? {} : { status: more.status }),
    ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: more.retryAfterMs }),
  }
}

/** Codes that say it outright, whatever the status. OpenAI, OpenRouter, Groq, Anthropic and Google names. */
const CODE_MEANINGS: ReadonlyMap<string, ModelErrorCode> = new Map<string, ModelErrorCode>([
  ['insufficient_quota', 'quota_exhausted'],
  ['billing_hard_limit_reached', 'quota_exhausted'],
  ['billing_not_active', 'quota_exhausted'],
  ['billing_error', 'quota_exhausted'],
  ['context_length_exceeded', 'context_length'],
  ['string_above_max_length', 'context_length'],
  ['request_too_large', 'context_length'],
  ['content_filter', 'content_policy'],
  ['content_policy_violation', 'content_policy'],
  ['invalid_prompt', 'content_policy'],
  ['flagged', 'content_policy'],
  ['model_not_found', 'model_not_found'],
  ['invalid_api_key', 'authentication'],
  ['authentication_error', 'authentication'],
  ['permission_error', 'authentication'],
  ['API_KEY_INVALID', 'authentication'],
  ['not_found_error', 'model_not_found'],
  ['rate_limit_error', 'rate_limited'],
  ['rate_limit_exceeded', 'rate_limited'],
  ['overloaded_error', 'server_error'],
  ['api_error', 'server_error'],
  ['server_error', 'server_error'],
  ['timeout_error', 'server_error'],
  ['invalid_request_error', 'invalid_request'],
])

/** Codes too general to overrule the status and the text. */
const GENERAL_CODES = new Set(['invalid_request_error', 'not_found_error', 'rate_limit_exceeded'])

/** Texts that say it where the status is only 400 or 403. Matched on what the providers' documents and SDKs show. */
const TEXT_MEANINGS: readonly (readonly [RegExp, ModelErrorCode])[] = [
  [/credit balance is too low|insufficient credits|exceeded your current quota.*billing/i, 'quota_exhausted'],
  [
    /maximum context length|prompt is too long|exceed(?:s|ed)? (?:the )?(?:context|maximum number of (?:input )?tokens)|input token count|too many (?:input )?tokens|context (?:window|length)|reduce the length/i,
    'context_length',
  ],
  [/content filter|content policy|safety system|flagged|violates.*(?:policy|policies)/i, 'content_policy'],
  [/api key (?:not valid|expired|not found)|invalid api key|incorrect api key/i, 'authentication'],
  [/not a valid model|model .*(?:does not exist|not found|not supported|decommissioned)/i, 'model_not_found'],
]

/**
 * The meaning of a failure a provider reported.
 *
 * Order: what the codes say, then special uses of a status, then for a refusal (400, 403, 404, 413, 422) the text,
 * then the status alone. An error without a status came inside a stream: the provider's failure unless a code says more.
 */
export function classifyFailure(failure: ProviderFailure): ModelError {
  return modelError(failureCode(failure), { status: failure.status, retryAfterMs: failure.retryAfterMs })
}

function failureCode({ status, codes, detail }: ProviderFailure): ModelErrorCode {
  const specific = meaningOf(codes.filter((code) => !GENERAL_CODES.has(code)))
  if (specific) return specific
  // Gemini's daily quota and Groq's tokens-per-minute limit that one request exceeds: waiting seconds does not help.
  if (codes.some((code) => /PerDay/.test(code))) return 'quota_exhausted'
  if (status === 413 && codes.includes('rate_limit_exceeded')) return 'quota_exhausted'
  if (status === undefined) return meaningOf(codes) ?? 'server_error'
  if (status === 402) return 'quota_exhausted'
  if (status === 429) return 'rate_limited'
  if (status === 401) return 'authentication'
  if (status === 408 || status === 409 || status >= 498) return 'server_error'
  const fromText = TEXT_MEANINGS.find(([pattern]) => pattern.test(detail))?.[1]
  if (fromText) return fromText
  if (status === 413) return 'context_length'
  if (status === 403) return 'authentication'
  return status === 404 ? 'model_not_found' : 'invalid_request'
}

function meaningOf(codes: readonly string[]): ModelErrorCode | undefined {
  for (const code of codes) {
    const meaning = CODE_MEANINGS.get(code)
    if (meaning) return meaning
  }
  return undefined
}
