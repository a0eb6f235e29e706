import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppVariables } from '../middleware/authenticate.js'
import type { BookmarkStore } from '../store/bookmark.js'
import { bookmarkSchema, changesSchema, querySchema } from './schemas.js'

function notFound(): never {
  throw new HTTPException(404, { message: 'You have no such bookmark.' })
}

export function bookmarkRoutes(store: BookmarkStore) {
  const routes = new Hono<{ Variables: AppVariables }>()

  routes.get('/', (context) => {
    const query = querySchema.parse(context.req.query())
    return context.json(store.list(context.get('user'), query))
  })

  routes.post('/', async (context) => {
    const draft = bookmarkSchema.parse(await context.req.json())
    const bookmark = await store.add(context.get('user'), draft)
    return context.json(bookmark, 201, { Location: `/bookmarks/${bookmark.id}` })
  })

  routes.get('/:id', (context) => {
    const bookmark = store.find(context.get('user'), context.req.param('id')) ?? notFound()
    return context.json(bookmark)
  })

  routes.patch('/:id', async (context) => {
    const changes = changesSchema.parse(await context.req.json())
    const bookmark = await store.update(context.get('user'), context.req.param('id'), changes)
    return context.json(bookmark ?? notFound())
  })

  routes.delete('/:id', async (context) => {
    const removed = await store.remove(context.get('user'), context.req.param('id'))
    if (!removed) notFound()
    return context.body(null, 204)
  })

  return routes
}
