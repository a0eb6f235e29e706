/** Reads a request's JSON body: bounded in size, parsed by a schema, its faults named field by field. */
import type { z } from 'zod'
import { ApiError } from './apiError.ts'

/** Largest body accepted, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024

/**
 * The parsed body. Throws `payload_too_large` as soon as the limit is passed (nothing more is read), and
 * `invalid_request` whose message names the first bad field and whose details name them all.
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseFields(await readJson(request), schema)
}

/** The body as it came. Throws like {@link readBody}. */
export async function readJson(request: Request): Promise<unknown> {
  return parseJson(await readText(request))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const details = [{ field: 'body', message: 'is not JSON' }]
    throw new ApiError('invalid_request', 'body: is not JSON', { details, cause })
  }
}

/** The body of a route that needs none: nothing at all is `{}`. Throws like {@link readBody}. */
export async function readOptionalJson(request: Request): Promise<unknown> {
  const text = await readText(request)
  return text.trim() === '' ? {} : parseJson(text)
}

/** A value by its schema, or `invalid_request` naming the fields. */
export function parseFields<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(issue.path), message: issue.message }]
    return issue.keys.map((key) => ({
      field: fieldName([...issue.path, key]),
      message: 'is not a known field',
    }))
  })
  const first = details[0] ?? { field: 'body', message: 'is invalid' }
  throw new ApiError('invalid_request', `${first.field}: ${first.message}`, { details })
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'body' : path.map(String).join('.')
}

/** The body as text, UTF-8. Throws `payload_too_large` like {@link readBody}, and `invalid_request` where it is not UTF-8. */
export async function readText(request: Request): Promise<string> {
  const tooLarge = () => new ApiError('payload_too_large', `the body is larger than ${MAX_BODY_BYTES} bytes`)
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ApiError('invalid_request', 'body: is not UTF-8', {
      details: [{ field: 'body', message: 'is not UTF-8' }],
      cause,
    })
  }
}
