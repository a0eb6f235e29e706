/** How long a provider asks to be left alone, in every form they say it. */

/** Reads `retry-after-ms`, then `retry-after` as seconds or as an HTTP date; `undefined` where there is neither. */
export function retryAfterMs(headers: Headers | undefined, nowMs = Date.now()): number | undefined {
  const inMs = headers?.get('retry-after-ms')?.trim()
  if (inMs && isNumber(inMs)) return Math.max(0, Math.round(Number(inMs)))
  const value = headers?.get('retry-after')?.trim()
  if (!value) return undefined
  if (isNumber(value)) return Math.max(0, Math.round(Number(value) * 1000))
  const dateMs = Date.parse(value)
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}

/** Reads a protobuf duration such as `13s` or `0.5s`, as Gemini's RetryInfo has it. */
export function durationTextMs(text: string): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text.trim())?.[1]
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000)
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text)
}
