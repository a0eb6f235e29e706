/** Who is calling: a signed-in user, or a holder of the project's secret key. */
import type { SupabaseContext } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import type { MiddlewareHandler } from 'hono'
import { ApiError } from './apiError.ts'

export type Caller = { kind: 'user'; userId: string } | { kind: 'secret' }

/** Lets users (`Authorization: Bearer <jwt>`) and secret keys (`apikey: sb_secret_…`) in, nobody else. */
export function authenticate(): MiddlewareHandler {
  return withSupabase({ auth: ['user', 'secret'] })
}

/** The caller behind an authenticated request. */
export function callerOf(context: SupabaseContext): Caller {
  if (context.authMode === 'secret') return { kind: 'secret' }
  const userId = context.userClaims?.id
  if (userId === undefined) throw new ApiError('unauthorized', 'the token names no user')
  return { kind: 'user', userId }
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
