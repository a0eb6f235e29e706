/**
 * The frame of every function: base path, CORS, request id, and one place where failures become answers.
 *
 *     const app = createFunctionApp('my-function', console)
 *     app.get('/ping', (c) => c.json({ ok: true }))
 *     export default { fetch: app.fetch }
 */
import { corsHeaders } from '@supabase/supabase-js/cors'
import { type Env, Hono } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { ApiError } from './apiError.ts'

/** One line of JSON an event; the platform's log viewer indexes its fields. */
export interface Logger {
  error(line: string): void
}

/** What supabase-js sends, as it says itself, and what only Merit's callers send. */
const ALLOWED_HEADERS = [
  ...(corsHeaders['Access-Control-Allow-Headers'] ?? '').split(', '),
  'x-supabase-api-version',
  'x-region',
  'accept',
  'idempotency-key',
  'last-event-id',
]

/** Makes the app of the function served at `/<name>`. */
export function createFunctionApp<E extends Env>(name: string, logger: Logger): Hono<E> {
  const app = new Hono<E>({ strict: false }).basePath(`/${name}`)
  app.use(
    '*',
    cors({
      origin: '*',
      allowHeaders: ALLOWED_HEADERS,
      allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
      exposeHeaders: ['retry-after', 'x-request-id'],
      maxAge: 86_400,
    }),
  )
  app.use('*', async (context, next) => {
    const requestId = context.req.header('sb-request-id') ?? crypto.randomUUID()
    await next()
    context.header('x-request-id', requestId)
  })
  app.notFound(() => new ApiError('not_found', 'no such route').toResponse())
  app.onError((error) => toApiError(error, name, logger).toResponse())
  return app
}

/** Any thrown value as the error a caller may see; what is not one of ours is logged whole and answered as `internal`. */
export function toApiError(error: unknown, functionName: string, logger: Logger): ApiError {
  if (error instanceof ApiError) return error
  if (error instanceof HTTPException && error.status === 401)
    return new ApiError('unauthorized', 'a valid user token or secret key is required', { cause: error })
  if (error instanceof HTTPException && error.status === 403)
    return new ApiError('forbidden', 'this caller may not do that', { cause: error })
  const detail =
    error instanceof Error
      ? { name: error.name, message: error.message, stack: error.stack }
      : { message: String(error) }
  logger.error(JSON.stringify({ event: 'unexpected_error', function: functionName, ...detail }))
  return new ApiError('internal', 'something went wrong on our side', { cause: error })
}
