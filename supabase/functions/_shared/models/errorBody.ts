/**
 * Reads what is said in a provider's error, in whatever form it arrives: a JSON object, an array around it, JSON inside
 * a text of the JSON (gateways wrap the error of the provider behind them), or plain text.
 */
import { durationTextMs, waitInText } from './retryAfter.ts'

export interface ErrorFacts {
  /** An HTTP status named in the body, 100–599. */
  status?: number
  /** Codes, types, statuses and reasons, the outer ones first. */
  codes: string[]
  /** All texts, joined with line breaks; never shown, only read. */
  detail: string
  /** The wait in milliseconds that the body asks for. */
  retryAfterMs?: number
}

/** Longer bodies are cut before they are read. */
export const MAX_ERROR_CHARACTERS = 65_536

/** Real errors nest four levels: the gateway's, its metadata, the wrapped JSON and the details in that. */
const MAX_DEPTH = 10
const MAX_VALUES = 1_000

const CODE_FIELDS = new Set([
  'code',
  'type',
  'status',
  'reason',
  'quotaId',
  'error_code',
  'errorCode',
  '__type',
])
const WAIT_FIELDS = new Set(['retryDelay', 'retry_after', 'retryAfter', 'retry_after_seconds'])
/** Fields that do not say what went wrong: type URLs, identifiers, and copies of what was sent or written. */
const IGNORED_FIELDS = new Set([
  '@type',
  'param',
  'failed_generation',
  'provider_name',
  'user_id',
  'request_id',
])

/** `body` is a parsed value or the text of a body; texts that hold JSON are read as JSON. */
export function readErrorBody(body: unknown): ErrorFacts {
  const facts: ErrorFacts = { codes: [], detail: '' }
  const texts: string[] = []
  let valuesLeft = MAX_VALUES

  const readCode = (value: string | number) => {
    const number = Number(value)
    if (Number.isInteger(number) && number >= 100 && number <= 599) facts.status ??= number
    else facts.codes.push(String(value))
  }
  const readWait = (value: unknown) => {
    if (typeof value === 'number' && value >= 0) facts.retryAfterMs ??= Math.round(value * 1_000)
    else if (typeof value === 'string') facts.retryAfterMs ??= durationTextMs(value)
  }
  const read = (value: unknown, depth: number, field?: string) => {
    valuesLeft -= 1
    if (depth > MAX_DEPTH || valuesLeft < 0 || value === null || value === undefined) return
    if (typeof value === 'string') {
      const nested = jsonWithin(value)
      if (nested !== undefined) read(nested, depth + 1)
      else if (field !== undefined && CODE_FIELDS.has(field)) readCode(value)
      else {
        // Some servers put their code where others have the object: `{ "error": "rate_limit_exceeded" }`.
        if (field === 'error' && /^\w+$/.test(value)) facts.codes.push(value)
        texts.push(value)
      }
    } else if (typeof value === 'number') {
      if (field !== undefined && CODE_FIELDS.has(field)) readCode(value)
    } else if (Array.isArray(value)) {
      if (field === 'reasons' && value.length > 0) facts.codes.push('flagged')
      for (const entry of value) read(entry, depth + 1, field === 'reasons' ? 'reasons' : undefined)
    } else if (typeof value === 'object') {
      for (const [name, entry] of Object.entries(value)) {
        if (IGNORED_FIELDS.has(name)) continue
        if (WAIT_FIELDS.has(name)) readWait(entry)
        else read(entry, depth + 1, name)
      }
    }
  }
  read(typeof body === 'string' ? body.slice(0, MAX_ERROR_CHARACTERS) : body, 0)
  facts.detail = texts.join('\n')
  facts.retryAfterMs ??= waitInText(facts.detail)
  return facts
}

/** The JSON that a text is or ends with (`got status: 503. {"error":…}`); `undefined` where there is none. */
function jsonWithin(text: string): unknown {
  const start = text.search(/[[{]/)
  if (start < 0) return undefined
  try {
    const value: unknown = JSON.parse(text.slice(start))
    // A sentence may end with a list of numbers; an error is an object, or a list of them.
    const first: unknown = Array.isArray(value) ? value[0] : value
    return typeof first === 'object' && first !== null ? value : undefined
  } catch {
    // A brace in a sentence: the text is prose.
    return undefined
  }
}
