/** What can go wrong between Merit and its database, and whether trying again can help. */

export type StoreErrorCode =
  /** The database or the way to it is down, overloaded or gave up a lock: the same call may succeed later. */
  | 'unavailable'
  /** The user the run is for does not exist (any more). */
  | 'unknown_user'
  /** Another worker holds the run or has ended it. */
  | 'superseded'
  /** The run is no more: its user was deleted. */
  | 'run_gone'
  /** The database refused what it was given, or answered with something unknown: a defect of ours. */
  | 'refused'

export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  /** SQLSTATE or PostgREST code, where there was one. */
  readonly databaseCode: string | undefined

  constructor(code: StoreErrorCode, message: string, databaseCode?: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.databaseCode = databaseCode
  }

  get isRetryable(): boolean {
    return this.code === 'unavailable'
  }

  static isInstance(error: unknown): error is StoreError {
    return error instanceof StoreError
  }
}

/** Connection lost (08), transaction rolled back by the server (40), out of resources (53), shut down (57), lock not available (55P03). */
const TRANSIENT_SQLSTATE = /^(08|40|53|57)\w{3}$|^55P03$/

/** PostgREST has no connection to the database, or has not read its schema yet. */
const TRANSIENT_POSTGREST = /^PGRST00[0-3]$/

/** What supabase-js hands back in place of data. */
interface FailedAnswer {
  error: { code?: string; message: string }
  /** 0 where no answer came at all. */
  status: number
}

/** Reads a failed answer. `action` says what was tried, e.g. `begin_run`. */
export function storeErrorFrom(action: string, { error, status }: FailedAnswer): StoreError {
  const message = `${action}: ${error.message}`
  const databaseCode = error.code === '' ? undefined : error.code
  if (databaseCode === '23503') return new StoreError('unknown_user', message, databaseCode)
  if (
    databaseCode !== undefined &&
    (TRANSIENT_SQLSTATE.test(databaseCode) || TRANSIENT_POSTGREST.test(databaseCode))
  ) {
    return new StoreError('unavailable', message, databaseCode)
  }
  const isTransientStatus = status === 0 || status === 408 || status === 429 || status >= 500
  return new StoreError(isTransientStatus ? 'unavailable' : 'refused', message, databaseCode)
}
