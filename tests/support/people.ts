/** People who use a running stack, through supabase-js and nothing else. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'

export interface Person {
  client: SupabaseClient
  userId: string
  accessToken: string
}

interface StackAddress {
  url: string
  publishableKey: string
  secretKey: string
}

const WITHOUT_SESSION = { auth: { persistSession: false, autoRefreshToken: false } }

/** Signs a new user up. */
export async function signUp(stack: StackAddress): Promise<Person> {
  const client = createClient(stack.url, stack.publishableKey, WITHOUT_SESSION)
  const email = `${crypto.randomUUID()}@example.com`
  const { data, error } = await client.auth.signUp({ email, password: crypto.randomUUID() })
  if (error) throw error
  if (data.user === null || data.session === null) throw new Error('no session after signing up')
  return { client, userId: data.user.id, accessToken: data.session.access_token }
}

/** A client with the project's secret key. */
export function serviceClient(stack: StackAddress): SupabaseClient {
  return createClient(stack.url, stack.secretKey, WITHOUT_SESSION)
}

/** A client that is not signed in. */
export function anonymousClient(stack: StackAddress): SupabaseClient {
  return createClient(stack.url, stack.publishableKey, WITHOUT_SESSION)
}

/** What `functions.invoke` answered: the status, and the body whether it went well or not. */
export async function invoke(
  client: SupabaseClient,
  path: string,
  options: {
    body?: Record<string, unknown>
    headers?: Record<string, string>
    method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  } = {},
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of many shapes, and assert what they find
): Promise<{ status: number; body: any }> {
  const { data, error, response } = await client.functions.invoke(path, options)
  if (error === null) return { status: response?.status ?? 200, body: data }
  const failed: unknown = error.context
  if (!(failed instanceof Response)) throw error
  return { status: failed.status, body: await failed.json() }
}

/** Asks again and again until `probe` gives something; fails after `timeoutMs`. */
export async function eventually<Value>(
  probe: () => Promise<Value | undefined>,
  timeoutMs = 10_000,
): Promise<Value> {
  const giveUpAtMs = Date.now() + timeoutMs
  for (;;) {
    const value = await probe()
    if (value !== undefined) return value
    if (Date.now() > giveUpAtMs) throw new Error(`nothing after ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
