/** Rows of the Data API as query results. */
import type { PostgrestError } from '@supabase/supabase-js'

/** The data of an answer, or its error thrown, for TanStack Query. */
export async function rowsOf<Data>(
  query: PromiseLike<{ data: Data | null; error: PostgrestError | null }>,
): Promise<Data> {
  const { data, error } = await query
  if (error) throw error
  if (data === null) throw new Error('the answer has no rows')
  return data
}
