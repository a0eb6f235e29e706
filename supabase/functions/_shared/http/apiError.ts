/** The error contract: every failure a caller sees is one of these codes, with its status. */

const ERROR_STATUS = {
  invalid_request: 400,
  unauthorized: 401,
  budget_exceeded: 402,
  forbidden: 403,
  not_found: 404,
  idempotency_conflict: 409,
  payload_too_large: 413,
  rate_limited: 429,
  /** The caller, or someone in their name, ended the run. */
  cancelled: 499,
  internal: 500,
  all_models_failed: 502,
  no_model_available: 503,
  deadline_exceeded: 504,
} as const
export type ErrorCode = keyof typeof ERROR_STATUS

export interface ErrorBody {
  error: { code: ErrorCode; message: string; details?: unknown }
  runId?: string
}

/** A failure the caller is to be told of. Its message and details are public: no internals in them. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode
  readonly details: unknown
  readonly runId: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { details?: unknown; runId?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.code = code
    this.details = more.details
    this.runId = more.runId
    this.retryAfterMs = more.retryAfterMs
  }

  get status(): (typeof ERROR_STATUS)[ErrorCode] {
    return ERROR_STATUS[this.code]
  }

  /** The JSON body. */
  toBody(): ErrorBody {
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(this.details === undefined ? {} : { details: this.details }),
      },
      ...(this.runId === undefined ? {} : { runId: this.runId }),
    }
  }

  toResponse(): Response {
    const headers = this.retryAfterMs === undefined ? undefined : retryAfterHeader(this.retryAfterMs)
    return Response.json(this.toBody(), { status: this.status, headers })
  }
}

/** The header counts in whole seconds, of which the wait is never less than one. */
export function retryAfterHeader(ms: number): { 'Retry-After': string } {
  return { 'Retry-After': String(Math.max(1, Math.ceil(ms / 1000))) }
}
