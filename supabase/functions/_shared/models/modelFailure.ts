/** Turns what a provider said went wrong into one member of the closed union, in words that are safe to show. */
import { MODEL_ERROR_CODES, type ModelError, type ModelErrorCode } from './modelCall.ts'
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

/** Codes that decide by themselves, whatever the status; each line says whose they are. */
const CODES: Readonly<Partial<Record<ModelErrorCode, readonly string[]>>> = {
  quota_exhausted: [
    ...['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'billing_error'], // OpenAI, Anthropic
    ...['insufficient_balance', 'credit_limit', 'Arrearage', '1113'], // DeepSeek, Together, DashScope, Z.AI
  ],
  context_length: [
    ...['context_length_exceeded', 'string_above_max_length', 'request_too_large'], // OpenAI, Anthropic
    ...['exceed_context_size_error', 'tokens_limit_reached', '1261'], // llama.cpp, GitHub Models, Z.AI
  ],
  content_policy: [
    ...[
      'content_filter',
      'content_policy_violation',
      'invalid_prompt',
      'flagged',
      'ResponsibleAIPolicyViolation',
    ], // OpenAI, Azure, OpenRouter
    ...['data_inspection_failed', 'DataInspectionFailed', '1301'], // DashScope, Z.AI
  ],
  model_not_found: [
    ...['model_not_found', 'DeploymentNotFound', 'model_decommissioned', 'model_not_available', '1211'], // OpenAI, Azure, Groq, Together, Z.AI
  ],
  authentication: [
    ...[
      'invalid_api_key',
      'authentication_error',
      'permission_error',
      'API_KEY_INVALID',
      'PERMISSION_DENIED',
    ],
    ...['UNAUTHENTICATED', 'InvalidApiKey', 'AccessDeniedException', 'unsupported_country_region_territory'],
  ],
  rate_limited: [
    ...['rate_limit_error', 'ThrottlingException', 'Throttling', 'Throttling.RateQuota', 'limit_requests'], // Anthropic, Bedrock, DashScope
    ...['service_tier_capacity_exceeded', '1302', '1303', '1305'], // Mistral, Z.AI
  ],
  server_error: ['overloaded_error', 'timeout_error', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
}

/** Codes that providers also use for other things: they count only where neither status nor text says more. */
const GENERAL_CODES: Readonly<Partial<Record<ModelErrorCode, readonly string[]>>> = {
  model_not_found: ['not_found_error', 'NOT_FOUND'],
  rate_limited: ['rate_limit_exceeded', 'rate_limit', 'RESOURCE_EXHAUSTED', 'too_many_requests'],
  server_error: ['api_error', 'server_error', 'internal_server_error', 'INTERNAL'],
  invalid_request: [
    'invalid_request_error',
    'INVALID_ARGUMENT',
    'FAILED_PRECONDITION',
    'ValidationException',
  ],
}

const MEANING_BY_CODE = meaningByCode(CODES)
const MEANING_BY_GENERAL_CODE = meaningByCode(GENERAL_CODES)

function meaningByCode(table: Readonly<Partial<Record<ModelErrorCode, readonly string[]>>>) {
  const meanings = new Map<string, ModelErrorCode>()
  for (const code of MODEL_ERROR_CODES) for (const word of table[code] ?? []) meanings.set(word, code)
  return meanings
}

/** A quota that no short wait refills: money, or a limit a day. */
const LASTING_QUOTA =
  /insufficient[_ ](?:credits?|balance|funds|quota)|credit balance is too low|out of credits|only afford|usage limits?\b|spend(?:ing)? limit|per[ -]day|daily (?:limit|quota)|arrears|overdue|payment required/i

/** One request that is larger than the limit a minute will never pass: waiting does not help. */
const LARGER_THAN_RATE = /request too large|tokens must be reduced|reduce your message size/i

/**
 * What texts mean where the status is only 400, 403, 404, 413 or 422, or where there is none. The first match decides:
 * throttling is looked for before lengths, for `Too many tokens, please wait` is no length.
 */
const TEXT_MEANINGS: readonly (readonly [RegExp, ModelErrorCode])[] = [
  [
    /throttl|too many requests|rate[ -]?limit|please wait before|requests? per (?:minute|second)|slow down/i,
    'rate_limited',
  ],
  [LASTING_QUOTA, 'quota_exhausted'],
  [/exceeded your current quota|quota (?:is )?exceeded|check your plan and billing/i, 'quota_exhausted'],
  [
    /maximum (?:context|prompt|input|sequence|model) length|max_(?:seq|model)_len|context (?:length|window|size)|prompt (?:is )?too long|input (?:is |text is |length is )?too (?:long|large)|longer than the (?:model|maximum|context)|input token count|too many (?:input |prompt )?tokens|reduce the length|maximum (?:allowed |number of )*(?:input|prompt|context|tokens)|range of input length|exceeds? (?:the |this |model'?s? |maximum |available |allowed )*(?:input |prompt |context )?(?:token|context|length) ?(?:limit|size|length)?/i,
    'context_length',
  ],
  [
    /content (?:filter|policy|management policy|moderation)|safety (?:system|policy|filter|settings)|flagged|moderation|violat\w* [^.]{0,60}polic|inappropriate content|sensitive content|data inspection/i,
    'content_policy',
  ],
  [
    /api[ -]key (?:is )?(?:not valid|invalid|expired|not found)|(?:invalid|incorrect) (?:x-)?api[ -]?key|no auth credentials|location is not supported/i,
    'authentication',
  ],
  [
    /not a valid model|no endpoints found|(?:unknown|no such) model|model ["'`]?[\w./:@-]*["'`]?,? ?(?:or deployment )?(?:does not exist|doesn't exist|not exist|(?:was |is )?not (?:found|available|supported)|has been (?:decommissioned|deprecated|retired))/i,
    'model_not_found',
  ],
]

/**
 * The meaning of a failure that a provider reported.
 *
 * Order: 402; codes that decide by themselves; the status where it is specific (401, 408, 409, 429, 5xx); for the
 * other refusals (400, 403, 404, 413, 422) and for errors inside a stream the words; then the general codes and the
 * bare status. An error without a status came inside a stream: the provider's failure unless something says more.
 */
export function classifyFailure(failure: ProviderFailure): ModelError {
  return modelError(failureCode(failure), { status: failure.status, retryAfterMs: failure.retryAfterMs })
}

function failureCode({ status, codes, detail, retryAfterMs }: ProviderFailure): ModelErrorCode {
  if (status === 402) return 'quota_exhausted'
  // Gemini names the quota that was hit, e.g. `GenerateRequestsPerDayPerProjectPerModel-FreeTier`.
  if (codes.some((code) => /PerDay/.test(code))) return 'quota_exhausted'
  const decided = firstMeaning(MEANING_BY_CODE, codes)
  if (decided) return decided
  if (status === 401) return 'authentication'
  if (status === 429) return quotaOrRate(detail, retryAfterMs)
  if (status === 413 && codes.includes('rate_limit_exceeded')) return 'quota_exhausted'
  if (status === 408 || status === 409 || status === 425 || (status ?? 0) >= 498) return 'server_error'
  const fromText = TEXT_MEANINGS.find(([pattern]) => pattern.test(detail))?.[1]
  if (fromText) return fromText
  if (status === undefined) return firstMeaning(MEANING_BY_GENERAL_CODE, codes) ?? 'server_error'
  if (status === 413) return 'context_length'
  if (status === 403) return 'authentication'
  return status === 404 ? 'model_not_found' : 'invalid_request'
}

function quotaOrRate(detail: string, retryAfterMs: number | undefined): ModelErrorCode {
  if (LARGER_THAN_RATE.test(detail)) return 'quota_exhausted'
  // A wait that is named refills what is missing, whatever the sentence around it says of plans and billing.
  return retryAfterMs === undefined && LASTING_QUOTA.test(detail) ? 'quota_exhausted' : 'rate_limited'
}

function firstMeaning(
  meanings: ReadonlyMap<string, ModelErrorCode>,
  codes: readonly string[],
): ModelErrorCode | undefined {
  for (const code of codes) {
    const meaning = meanings.get(code)
    if (meaning) return meaning
  }
  return undefined
}
