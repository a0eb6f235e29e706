/** Who is let in, and for how long a caller is taken at their word. */
import { createHmac, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { authenticate, callerOf } from '../../../supabase/functions/_shared/http/caller.ts'
import { createFunctionApp } from '../../../supabase/functions/_shared/http/functionApp.ts'

const SECRET = 'a secret of thirty-two bytes or more'
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function tokenOf(userId: string, expiresAtMs: number, secret = SECRET): string {
  const claims = {
    sub: userId,
    role: 'authenticated',
    aud: 'authenticated',
    exp: Math.floor(expiresAtMs / 1000),
  }
  const signed = `${encode({ alg: 'HS256', kid: 'one', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

beforeEach(() => {
  const key = { kty: 'oct', alg: 'HS256', kid: 'one', k: Buffer.from(SECRET).toString('base64url') }
  vi.stubEnv('SUPABASE_URL', 'http://127.0.0.1:1')
  vi.stubEnv('SUPABASE_JWKS', JSON.stringify({ keys: [key] }))
  vi.stubEnv('SUPABASE_PUBLISHABLE_KEYS', JSON.stringify({ default: 'sb_publishable_x' }))
  vi.stubEnv('SUPABASE_SECRET_KEYS', JSON.stringify({ default: 'sb_secret_x' }))
})
afterEach(() => vi.unstubAllEnvs())

function startApp() {
  const clock = { nowMs: Date.now() }
  const app = createFunctionApp<{ Variables: { supabaseContext: Parameters<typeof callerOf>[0] } }>('who', {
    error: () => undefined,
  })
  app.use(
    '*',
    authenticate(() => clock.nowMs),
  )
  app.get('/', (context) => context.json({ ...callerOf(context.var.supabaseContext) }))
  const ask = async (headers: Record<string, string>) => {
    const response = await app.request('http://x/who/', { headers })
    return { status: response.status, body: await response.json() }
  }
  return { clock, ask }
}

it('knows each caller, again and again, by what they show', async () => {
  const { ask } = startApp()
  const [ada, bob] = [randomUUID(), randomUUID()]
  for (let round = 0; round < 3; round++) {
    for (const userId of [ada, bob]) {
      const authorization = `Bearer ${tokenOf(userId, Date.now() + 3_600_000)}`
      expect(await ask({ authorization, apikey: 'sb_publishable_x' })).toEqual({
        status: 200,
        body: { kind: 'user', userId },
      })
    }
    expect(await ask({ apikey: 'sb_secret_x' })).toEqual({ status: 200, body: { kind: 'secret' } })
  }
})

it('refuses who shows nothing, another secret key or a token signed with another, however often', async () => {
  const { ask } = startApp()
  const forged = `Bearer ${tokenOf(randomUUID(), Date.now() + 3_600_000, `${SECRET}!`)}`
  for (let round = 0; round < 3; round++) {
    expect((await ask({})).status).toBe(401)
    expect((await ask({ apikey: 'sb_secret_y' })).status).toBe(401)
    expect((await ask({ authorization: forged })).status).toBe(401)
  }
})

it('lets nobody in beyond the end of their token, remembered or not', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const { ask, clock } = startApp()
    const authorization = `Bearer ${tokenOf(randomUUID(), Date.now() + 20_000)}`
    expect((await ask({ authorization })).status).toBe(200)
    vi.setSystemTime(Date.now() + 19_000)
    clock.nowMs += 19_000
    expect((await ask({ authorization })).status).toBe(200)
    vi.setSystemTime(Date.now() + 2_000)
    clock.nowMs += 2_000
    expect((await ask({ authorization })).status).toBe(401)
  } finally {
    vi.useRealTimers()
  }
})
