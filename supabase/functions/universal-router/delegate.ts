/** Hands a request on to another function with the caller's own identity, and its answer back as it is. */
import { FunctionsHttpError, FunctionsRelayError, type SupabaseClient } from '@supabase/supabase-js'
import { ApiError } from '../_shared/http/apiError.ts'

/** Marks a request that was routed once: it is never routed again. */
export const ROUTED_HEADER = 'x-merit-routed'

export type Delegated =
  /** A 2xx answer in JSON. */
  | { kind: 'result'; status: number; body: unknown }
  /** Anything else, to be passed on unchanged: an error, or a stream. */
  | { kind: 'response'; response: Response }

/** Headers of an answer that mean something to the caller. */
const PASSED_BACK = ['content-type', 'cache-control', 'retry-after', 'x-request-id']

/** Throws only where the function could not be reached at all. */
export async function delegate(
  client: Pick<SupabaseClient, 'functions'>,
  functionName: string,
  request: { body: Record<string, unknown>; headers: Record<string, string>; signal: AbortSignal },
): Promise<Delegated> {
  const { data, error, response } = await client.functions.invoke(functionName, {
    body: request.body,
    headers: { ...request.headers, [ROUTED_HEADER]: '1' },
    signal: request.signal,
  })
  if (error instanceof FunctionsHttpError || error instanceof FunctionsRelayError) {
    return { kind: 'response', response: copyOf(error.context) }
  }
  if (error !== null && request.signal.aborted)
    throw new ApiError('cancelled', 'the caller hung up', { cause: error })
  if (error !== null) throw error
  // A stream comes back as the response itself; anything else has been parsed.
  if (data instanceof Response) return { kind: 'response', response: copyOf(data) }
  return { kind: 'result', status: response?.status ?? 200, body: data }
}

function copyOf(answer: Response): Response {
  const headers = new Headers()
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Response(answer.body, { status: answer.status, headers })
}
