/** The database as the store calls it: with service rights, every answer parsed, every failure a StoreError. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { z } from 'zod'
import type { Database } from './database.generated.ts'
import { StoreError, storeErrorFrom } from './storeError.ts'

/** A supabase-js client made with the secret key. */
export type MeritClient = SupabaseClient<Database>

type Functions = Database['public']['Functions']

/** A call that takes longer is given up: the platform's own limit would end the whole request. */
export const CALL_TIMEOUT_MS = 15_000

/** Calls a function of the database once. Throws a StoreError. */
export async function callFunction<Name extends keyof Functions, Answer>(
  client: MeritClient,
  name: Name,
  args: Functions[Name]['Args'],
  schema: z.ZodType<Answer>,
): Promise<Answer> {
  const { data, error, status } = await client
    .rpc(name, args)
    .retry(false)
    .abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS))
  if (error) throw storeErrorFrom(name, { error, status })
  return parseAnswer(name, schema, data)
}

/** Parses what came back. Throws `refused` where it is not what the migrations promise. */
export function parseAnswer<Answer>(action: string, schema: z.ZodType<Answer>, data: unknown): Answer {
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  throw new StoreError(
    'refused',
    `${action}: the database's answer is not understood`,
    undefined,
    parsed.error,
  )
}
