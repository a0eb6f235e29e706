// Makes lite answer database errors as PostgREST does, and keeps the data in them out of the log.
import { inspect } from 'node:util'
import { messages } from '@electric-sql/pglite'

/** SQLSTATE classes and codes that lite maps as PostgREST does. */
const MAPPED_BY_LITE = /^(?:PT|42|22|21|55|53|PGRST$|23502$|23503$|23505$|25006$)/

/** PostgREST's status by class of SQLSTATE, where it is not 400 (docs.postgrest.org, "Errors", HTTP status codes). */
const STATUS_BY_CLASS: Record<string, number> = {
  ...{ '08': 503, '09': 500, '0L': 403, '0P': 403, '25': 500, '28': 403, '2D': 500, '38': 500, '39': 500 },
  ...{ '3B': 500, '40': 500, '54': 500, '57': 500, '58': 500, F0: 500, HV: 500, P0: 500, XX: 500 },
}

/**
 * The error lite should see in place of one from the database: a failed CHECK or a plain RAISE, which lite would answer with
 * 500 and no code, carries PostgREST's status and its own code. Meant as the connection's `normalizeDbError`.
 */
export function asPostgrestError(error: unknown): unknown {
  if (!(error instanceof messages.DatabaseError) || error.code === undefined) return error
  const { code, message, detail, hint } = error
  // lite prints every error; what it holds besides the code (parameters, rows in conflict) is the users' data.
  Object.defineProperty(error, inspect.custom, { value: () => `database error ${code}: ${message}` })
  if (MAPPED_BY_LITE.test(code)) return error
  const status = code === 'P0001' ? 400 : (STATUS_BY_CLASS[code.slice(0, 2)] ?? 400)
  // PostgREST's own way to choose the whole answer from inside the database, which lite knows too.
  return Object.assign(
    new Error(JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null })),
    {
      code: 'PGRST',
      detail: JSON.stringify({ status, headers: {} }),
      [inspect.custom]: () => `database error ${code}: ${message}`,
    },
  )
}
