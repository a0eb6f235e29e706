import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'

export interface AppVariables {
  user: string
}

export function authenticate(users: Map<string, string>) {
  return createMiddleware<{ Variables: AppVariables }>(async (context, next) => {
    const [scheme, key] = (context.req.header('Authorization') ?? '').split(' ')
    const user = scheme === 'Bearer' && key ? users.get(key) : undefined
    if (!user) throw new HTTPException(401, { message: 'A valid API key is needed.' })
    context.set('user', user)
    await next()
  })
}
