/** Makes any value into JSON that Postgres accepts as `jsonb`: models write strings that it refuses. */
import type { Json } from './database.generated.ts'

const REPLACEMENT = '\uFFFD'

/** `jsonb` knows neither NUL nor half a surrogate pair; both become U+FFFD, the sign for an unreadable character. */
function textForPostgres(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', REPLACEMENT)
}

/**
 * A copy of `value` as JSON.stringify would write it, keys and strings made acceptable to `jsonb`.
 * Throws a TypeError on what JSON cannot hold (cycles, bigint).
 */
export function jsonForPostgres(value: unknown): Json {
  const plain: Json = JSON.parse(JSON.stringify(value ?? null))
  return acceptable(plain)
}

function acceptable(value: Json): Json {
  if (typeof value === 'string') return textForPostgres(value)
  if (Array.isArray(value)) return value.map(acceptable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [textForPostgres(key), acceptable(entry ?? null)]),
  )
}
