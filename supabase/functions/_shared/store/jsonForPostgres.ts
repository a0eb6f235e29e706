/** Makes any value into JSON that Postgres accepts as `jsonb`: models write strings that it refuses. */
import type { Json } from './database.generated.ts'

const REPLACEMENT = '\uFFFD'

/** How JSON.stringify writes NUL and half surrogate pairs; a text may also say so in its own words. */
const MAYBE_UNACCEPTABLE = /\\u(?:0000|d[89a-f])/

/** `jsonb` knows neither NUL nor half a surrogate pair; both become U+FFFD, the sign for an unreadable character. */
function textForPostgres(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', REPLACEMENT)
}

/**
 * A copy of `value` as JSON.stringify would write it, keys and strings made acceptable to `jsonb`.
 * Throws a TypeError on what JSON cannot hold (cycles, bigint).
 */
export function jsonForPostgres(value: unknown): Json {
  const text = JSON.stringify(value ?? null)
  const plain: Json = JSON.parse(text)
  return MAYBE_UNACCEPTABLE.test(text) ? acceptable(plain) : plain
}

function acceptable(value: Json): Json {
  if (typeof value === 'string') return textForPostgres(value)
  if (Array.isArray(value)) return value.map(acceptable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [textForPostgres(key), acceptable(entry ?? null)]),
  )
}
