import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import { authenticate } from './middleware/authenticate.js'
import type { AppVariables } from './middleware/authenticate.js'
import { rateLimit } from './middleware/rateLimit.js'
import { bookmarkRoutes } from './routes/bookmarks.js'
import { tagRoutes } from './routes/tags.js'
import type { BookmarkStore } from './store/bookmark.js'

interface AppOptions {
  store: BookmarkStore
  users: Map<string, string>
}

export function createApp({ store, users }: AppOptions) {
  const app = new Hono<{ Variables: AppVariables }>()

  app.use(secureHeaders())
  app.get('/health', (context) => context.json({ status: 'ok' }))

  app.use(authenticate(users))
  app.use(rateLimit({ requests: 100, windowMs: 60_000 }))
  app.route('/bookmarks', bookmarkRoutes(store))
  app.route('/tags', tagRoutes(store))

  app.notFound((context) => context.json({ error: 'There is nothing at this address.' }, 404))
  app.onError((error, context) => {
    if (error instanceof z.ZodError) return context.json({ error: z.prettifyError(error) }, 400)
    if (error instanceof SyntaxError) return context.json({ error: 'The body is not valid JSON.' }, 400)
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status)
    console.error(error)
    return context.json({ error: 'Something went wrong on our side.' }, 500)
  })

  return app
}
