/** Who is calling: a signed-in user, or a holder of the project's secret key. */
import type { SupabaseContext } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import type { MiddlewareHandler } from 'hono'
import { ApiError } from './apiError.ts'

export type Caller = { kind: 'user'; userId: string } | { kind: 'secret' }

/** What the functions' middleware leaves in Hono's context. */
interface CallerVariables {
  supabaseContext: SupabaseContext
}

/** For so long a verified caller is taken at their word, and never beyond the end of their token. */
const REMEMBERED_MS = 60_000
/** As many callers as a worker keeps in mind. */
const MAX_REMEMBERED = 1_000

/**
 * Lets users (`Authorization: Bearer <jwt>`) and secret keys (`apikey: sb_secret_…`) in, nobody else. Verifying a token and
 * making the clients that go with it costs a millisecond, so what came of it is kept for a caller's next requests: it
 * depends on those two headers, the keys this worker was started with, and the time.
 */
export function authenticate(
  now: () => number = Date.now,
): MiddlewareHandler<{ Variables: CallerVariables }> {
  const verify = withSupabase({ auth: ['user', 'secret'] })
  const remembered = new Map<string, { context: SupabaseContext; untilMs: number }>()

  function remember(shown: string, context: SupabaseContext): void {
    const expiresAtMs = (context.jwtClaims?.exp ?? Number.POSITIVE_INFINITY) * 1_000
    remembered.delete(shown)
    remembered.set(shown, { context, untilMs: Math.min(now() + REMEMBERED_MS, expiresAtMs) })
    const [oldest] = remembered.keys()
    if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest)
  }

  return async (context, next) => {
    const shown = JSON.stringify([context.req.header('authorization'), context.req.header('apikey')])
    const known = remembered.get(shown)
    if (known !== undefined && now() < known.untilMs) {
      context.set('supabaseContext', known.context)
      return next()
    }
    remembered.delete(shown)
    return verify(context, async () => {
      remember(shown, context.var.supabaseContext)
      await next()
    })
  }
}

/** The caller behind an authenticated request. */
export function callerOf(context: SupabaseContext): Caller {
  if (context.authMode === 'secret') return { kind: 'secret' }
  const userId = context.userClaims?.id
  if (userId === undefined) throw new ApiError('unauthorized', 'the token names no user')
  return { kind: 'user', userId }
}

/** A request behind `authenticate`, as Hono hands it on. */
interface AuthenticatedCall {
  var: CallerVariables
}

/** Whose rows the caller may touch; `null`: a secret key, anyone's. */
export function ownerOf(context: AuthenticatedCall): string | null {
  return actingUser(callerOf(context.var.supabaseContext), undefined)
}

/** Refuses everybody but a holder of the project's secret key. Throws an ApiError: `forbidden`. */
export function requireSecretKey(context: AuthenticatedCall): void {
  if (callerOf(context.var.supabaseContext).kind !== 'secret')
    throw new ApiError('forbidden', 'only a secret key may do that')
}

/**
 * The user a request is for, `null` where a secret key names none.
 * A user may name only themselves; a secret key may name anyone it acts for.
 */
export function actingUser(caller: Caller, namedUserId: string | undefined): string | null {
  if (caller.kind === 'secret') return namedUserId ?? null
  if (namedUserId !== undefined && namedUserId.toLowerCase() !== caller.userId.toLowerCase()) {
    throw new ApiError('forbidden', 'userId: is not the caller')
  }
  return caller.userId
}
