/** How long a provider asks the caller to wait, in every form that providers use. All results are milliseconds. */

/** Reads `retry-after-ms`, then `retry-after` as seconds, a duration or an HTTP date; `undefined` where there is neither. */
export function retryAfterMs(headers: Headers | undefined, nowMs = Date.now()): number | undefined {
  const inMs = headers?.get('retry-after-ms')?.trim()
  if (inMs && isNumber(inMs)) return Math.max(0, Math.round(Number(inMs)))
  const value = headers?.get('retry-after')?.trim()
  if (!value) return undefined
  if (isNumber(value)) return Math.max(0, Math.round(Number(value) * 1000))
  const durationMs = durationTextMs(value)
  if (durationMs !== undefined) return durationMs
  const dateMs = Date.parse(value)
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|h|m|s)/g

/** Reads a duration such as `13s`, `0.5s` (protobuf, Gemini's RetryInfo), `1m30s`, `250ms`; `undefined` for other texts. */
export function durationTextMs(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 40 || !DURATION.test(trimmed)) return undefined
  let totalMs = 0
  for (const [, number, unit] of trimmed.matchAll(DURATION_PART))
    totalMs += Number(number) * (UNIT_MS[unit ?? ''] ?? 0)
  return Math.round(totalMs)
}

const WAIT_SENTENCE =
  /(?:retry|try again|wait)(?: again)? (?:in|after|for) (\d+(?:\.\d+)?)\s?(ms|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|[smh])(?:(\d+(?:\.\d+)?)s)?/i

/** The wait that an error's sentence names: `Please retry in 1.6s.`, `try again in 6m30s`, `wait for 20 seconds`. */
export function waitInText(text: string): number | undefined {
  const found = WAIT_SENTENCE.exec(text)
  if (!found) return undefined
  const [, amount, unit = '', extraSeconds] = found
  const lower = unit.toLowerCase()
  const unitMs = lower.startsWith('ms') || lower.startsWith('milli') ? 1 : (UNIT_MS[lower[0] ?? ''] ?? 0)
  return Math.round(Number(amount) * unitMs + Number(extraSeconds ?? 0) * 1_000)
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text)
}
