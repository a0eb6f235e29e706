import { createMiddleware } from 'hono/factory'
import type { AppVariables } from './authenticate.js'

interface RateLimitOptions {
  requests: number
  windowMs: number
}

/** A fixed window for each user; old windows are replaced when the user comes back. */
export function rateLimit({ requests, windowMs }: RateLimitOptions) {
  const windows = new Map<string, { startedAt: number; count: number }>()

  return createMiddleware<{ Variables: AppVariables }>(async (context, next) => {
    const user = context.get('user')
    const now = Date.now()
    const current = windows.get(user)
    const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, count: 0 }
    window.count += 1
    windows.set(user, window)
    if (window.count > requests) {
      const waitSeconds = Math.ceil((window.startedAt + windowMs - now) / 1000)
      return context.json({ error: 'Too many requests.' }, 429, { 'Retry-After': String(waitSeconds) })
    }
    await next()
  })
}
