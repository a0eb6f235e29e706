/**
 * A Data API (REST) over a test database, for code that speaks supabase-js: @supabase/lite in this process on a real
 * Postgres. Its requests run at once, each on a connection of its own.
 */

import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { createClient } from '@supabase/supabase-js'
import type { Database } from '../../supabase/functions/_shared/store/database.generated.ts'
import type { MeritClient } from '../../supabase/functions/_shared/store/meritClient.ts'
import type { TestDatabase } from './postgres.ts'

const SECRET_KEY = 'sb_secret_tests'

export interface DataApi {
  /** A client with the secret key. */
  admin: MeritClient
  /** So many of the next requests are carried out, and their answers lost on the way. */
  loseAnswers: number
  close(): Promise<void>
}

export async function openDataApi(database: TestDatabase, connections = 20): Promise<DataApi> {
  // lite writes objects as JSON by itself and hands the driver text: written twice, a jsonb argument is a string
  const asJson = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  const connection = createPostgresConnection({
    url: database.url,
    postgresOptions: {
      max: connections,
      types: {
        json: { to: 114, from: [114], serialize: asJson, parse: JSON.parse },
        jsonb: { to: 3802, from: [3802], serialize: asJson, parse: JSON.parse },
      },
    },
  })
  const app = new App({
    connection,
    api: { schemas: ['public'], max_rows: 1000, pg_safe_update: true },
    auth: {
      enabled: true,
      jwt_secret: 'a-secret-of-the-tests-of-32-characters-or-more',
      publishable_key: 'sb_publishable_tests',
      secret_key: SECRET_KEY,
    },
    options: { server: { disableStudio: true, admin: false } },
  })
  await app.init()
  // lite would grant everything to everyone at its first request and undo the migrations' grants
  Object.assign(connection, { rlsState: 'active' })

  const dataApi = {
    loseAnswers: 0,
    admin: createClient<Database>('http://data-api.test', SECRET_KEY, {
      auth: { persistSession: false, autoRefreshToken: false },
      global: {
        fetch: async (input, init) => {
          const answer = await app.fetch(new Request(input, init), { peerAddress: null })
          if (dataApi.loseAnswers === 0) return answer
          dataApi.loseAnswers--
          throw new TypeError('fetch failed')
        },
      },
    }),
    close: () => connection.close(),
  }
  return dataApi
}
