import { Hono } from 'hono'
import type { AppVariables } from '../middleware/authenticate.js'
import type { BookmarkStore } from '../store/bookmark.js'

export function tagRoutes(store: BookmarkStore) {
  const routes = new Hono<{ Variables: AppVariables }>()
  routes.get('/', (context) => context.json({ tags: store.countTags(context.get('user')) }))
  return routes
}
