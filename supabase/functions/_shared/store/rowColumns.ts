/** The names of a row's columns, for a query. */
import type { z } from 'zod'

/** The columns that a row's schema names, as PostgREST's `select` takes them. */
export function columnsOf(row: z.ZodObject): string {
  return Object.keys(row.shape).join(', ')
}
