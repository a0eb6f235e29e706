/** Rows of the Data API as query results. */
import type { PostgrestError } from '@supabase/supabase-js'
import { ApiFailure } from './callFunction.ts'

/** The data of an answer, or its error thrown, for TanStack Query. */
export async function rowsOf<Data>(
  query: PromiseLike<{ data: Data | null; error: PostgrestError | null }>,
): Promise<Data> {
  const { data, error } = await query
  if (error) throw failureOfData(error)
  if (data === null) throw new Error('the answer has no rows')
  return data
}

/** The failure as an Error, which what the client gives is not. Without a code nothing was answered at all. */
export function failureOfData({ code, message, details }: PostgrestError): Error {
  return code ? new ApiFailure(code, message, details) : new Error(message)
}
