/**
 * The part of a Data API that calls database functions, over `pg`: for tests that cut connections while they are in use,
 * which a driver must take as a failed call and no more.
 */
import { createClient } from '@supabase/supabase-js'
import pg from 'pg'
import type { Database } from '../../supabase/functions/_shared/store/database.generated.ts'
import type { MeritClient } from '../../supabase/functions/_shared/store/meritClient.ts'
import type { TestDatabase } from './postgres.ts'

export interface RpcApi {
  /** A client with the secret key, for `rpc` alone. */
  admin: MeritClient
  close(): Promise<void>
}

/** Each call is a transaction of its own as `service_role`, on one of so many connections. */
export function openRpcApi(database: Pick<TestDatabase, 'url'>, connections: number): RpcApi {
  const pool = new pg.Pool({
    connectionString: database.url,
    max: connections,
    options: '-c role=service_role',
  })
  // a connection cut while idle is replaced by the next call
  pool.on('error', () => undefined)

  async function call(name: string, body: string): Promise<Response> {
    const [[argument, value] = []] = Object.entries(JSON.parse(body))
    try {
      const client = await pool.connect()
      // one cut between two messages says so here, and again by the query that fails
      const onError = () => undefined
      client.on('error', onError)
      let failure: Error | undefined
      try {
        const { rows } = await client.query(
          `select public.${pg.escapeIdentifier(name)}(${pg.escapeIdentifier(String(argument))} => $1) as answer`,
          [JSON.stringify(value)],
        )
        return Response.json(rows[0]?.answer)
      } catch (error) {
        failure = error as Error
        throw error
      } finally {
        client.off('error', onError)
        client.release(failure)
      }
    } catch (error) {
      // a lost connection comes without a SQLSTATE, and as PostgREST's PGRST001 to its callers
      const { code, message } = error as { code?: string; message: string }
      const sqlstate = code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : 'PGRST001'
      return Response.json({ code: sqlstate, message, details: null, hint: null }, { status: 503 })
    }
  }

  return {
    admin: createClient<Database>('http://rpc-api.test', 'sb_secret_tests', {
      auth: { persistSession: false, autoRefreshToken: false },
      global: {
        fetch: async (input, init) => {
          const request = new Request(input, init)
          const name = new URL(request.url).pathname.split('/rpc/')[1]
          if (name === undefined) throw new Error(`not a call of a function: ${request.url}`)
          return call(name, await request.text())
        },
      },
    }),
    close: () => pool.end(),
  }
}
