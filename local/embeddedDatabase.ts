// The local stand-in for a hosted project's Postgres, Data API and Auth, in this thread: @supabase/lite on PGlite, on one
// folder.
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { App, InMemoryEmailDriver } from '@supabase/lite'
import { createPgliteConnection } from '@supabase/lite/pglite'
import { asPostgrestError } from './databaseErrors.ts'
import { type HttpAnswer, type HttpRequest, overHttp } from './httpMessage.ts'
import { applyMigrations } from './migrations.ts'
import type { ProjectKeys } from './projectKeys.ts'
import { prepareServiceCalls } from './serviceCalls.ts'
import { nameSigningKey } from './sessionTokens.ts'

export interface DatabasePlace {
  dataDir: string
  cacheDir: string
  migrationsDir: string
  keys: ProjectKeys
  siteUrl: string
}

export interface EmbeddedDatabase {
  /** Answers a `/rest/v1` or `/auth/v1` request. */
  fetch(request: HttpRequest): Promise<HttpAnswer>
  /** Runs one statement as the superuser, past RLS and the Data API. */
  query(sql: string, parameters?: unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

/**
 * What a hosted project has before its first migration. Nothing in `public` is granted to the API roles: since
 * October 2026 hosted projects grant nothing either, so a migration that forgets a grant fails here too.
 */
const HOSTED_BASE_SQL = `
do $$
begin
  if to_regrole('anon') is null then create role anon nologin noinherit; end if;
  if to_regrole('authenticated') is null then create role authenticated nologin noinherit; end if;
  if to_regrole('service_role') is null then create role service_role nologin noinherit bypassrls; end if;
end
$$;
create schema if not exists extensions;
grant usage on schema public, auth, extensions to anon, authenticated, service_role;
`

const TIMESTAMP_WITH_ZONE = 1184
const NUMERIC = 1700

/**
 * Opens the database of a data folder, making it on the first start, and applies the migrations that are new.
 *
 * @throws Error naming the migration that does not apply; the database is closed again.
 */
export async function openEmbeddedDatabase(
  place: DatabasePlace,
  log: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const clusterDir = join(place.dataDir, 'postgres')
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) await createCluster(clusterDir, place.cacheDir)
  const connection = await createPgliteConnection({
    url: clusterDir,
    // PostgREST sends numeric as a JSON number and timestamps in ISO 8601; lite passes on what Postgres prints.
    pgliteOptions: {
      parsers: {
        [NUMERIC]: Number,
        [TIMESTAMP_WITH_ZONE]: (text: string) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'),
      },
    },
  })
  try {
    const app = new App({
      connection,
      api: { schemas: ['public'], max_rows: 1000, pg_safe_update: true },
      auth: {
        enabled: true,
        site_url: place.siteUrl,
        jwt_secret: place.keys.jwtSecret,
        publishable_key: place.keys.publishableKey,
        secret_key: place.keys.secretKey,
        minimum_password_length: 8,
        email: { enable_confirmations: false },
      },
      options: {
        server: { disableStudio: true, admin: false },
        drivers: { email: new InMemoryEmailDriver() },
      },
    })
    await app.init()
    await app.ensureSystemSchema()
    await connection.driver.exec(HOSTED_BASE_SQL)
    keepGrantsAsMigrated(connection)
    connection.normalizeDbError = asPostgrestError
    const { applied, changed } = await applyMigrations(connection.driver, place.migrationsDir)
    for (const fileName of applied) log(`applied ${fileName}`)
    for (const fileName of changed) {
      log(
        `${fileName} changed after it was applied: add a new migration, or remove ${place.dataDir} to start over`,
      )
    }
    const calls = await prepareServiceCalls(connection.driver, place.keys.secretKey)
    const inTurn = createTurns()
    const answerInFull = async (request: Request) =>
      nameSigningKey(new URL(request.url), await app.fetch(request, { peerAddress: null }), place.keys)
    return {
      fetch: (request) =>
        inTurn(async () => (await calls.answer(request)) ?? overHttp(request, answerInFull)),
      query: (sql, parameters) => inTurn(async () => (await connection.driver.query(sql, parameters)).rows),
      close: () => inTurn(() => connection.close()),
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/**
 * One after the other, in the order they came. PGlite is one connection: what two requests do at once, each statement in
 * the transaction that lite began for it, would be one transaction, under the role of whichever came last.
 */
function createTurns(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}

/**
 * Makes an empty cluster by copying one that was made before: `initdb` takes seconds, a copy 50 ms. Each step ends in a
 * rename, so a start that was killed half way leaves nothing that looks whole.
 */
async function createCluster(clusterDir: string, cacheDir: string): Promise<void> {
  const template = await clusterTemplate(cacheDir)
  const draft = `${clusterDir}.new`
  await rm(draft, { recursive: true, force: true })
  await cp(template, draft, { recursive: true })
  await rm(clusterDir, { recursive: true, force: true })
  await rename(draft, clusterDir)
}

async function clusterTemplate(cacheDir: string): Promise<string> {
  const manifest = await readFile(
    new URL('../package.json', import.meta.resolve('@electric-sql/pglite')),
    'utf8',
  )
  const { version } = JSON.parse(manifest) as { version: string }
  const template = join(cacheDir, `postgres-of-pglite-${version}`)
  if (existsSync(template)) return template
  const draft = await mkdtemp(join(cacheDir, 'postgres-'))
  const database = await PGlite.create(draft)
  await database.close()
  await rename(draft, template).catch(async (error: NodeJS.ErrnoException) => {
    // Another start made the same template first; theirs is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(draft, { recursive: true, force: true })
  })
  return template
}

/**
 * At its first request lite grants everything on every schema that has RLS to the API roles, which would undo the
 * grants of the migrations. It does so once per connection; this says that it has. The field is private, hence the
 * check that it is still there and the exact version in package.json.
 */
function keepGrantsAsMigrated(connection: object): void {
  const state = connection as { rlsState?: unknown }
  if (state.rlsState !== 'unknown')
    throw new Error('@supabase/lite changed inside: see keepGrantsAsMigrated in local/database.ts')
  state.rlsState = 'active'
}
