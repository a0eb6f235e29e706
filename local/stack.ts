// The whole local stack in one call: database and Auth, functions, sandbox models, one port.
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LocalDatabase, openDatabase } from './database.ts'
import { lockDataFolder } from './dataFolderLock.ts'
import { type Environment, functionEnvironment, hasProvider } from './functionEnvironment.ts'
import { type FunctionProcess, startFunctionProcess } from './functionProcess.ts'
import { claimPort, type Gateway } from './gateway.ts'
import { servePage } from './page.ts'
import { ensureProjectKeys } from './projectKeys.ts'
import { startTick, type Tick } from './tick.ts'

export interface StackOptions {
  /** The port to listen on; 0 takes any free one. */
  port: number
  /** Where the database and its secrets are kept; made when missing. */
  dataDir: string
  /** The project whose `supabase/` folder is served; this one by default. */
  projectDir?: string
  /** Provider keys and addresses and `MERIT_*` variables for the functions; empty by default. */
  environment?: Environment
  /** The `.env` file that holds the API keys; `keys.env` in the data folder by default. */
  keysFile?: string
  /**
   * The address by which the functions reach the database, from the stack's own; the same by default. A test can put a
   * proxy in between here.
   */
  internalSupabaseUrl?: (url: string) => string | Promise<string>
  /** How long open requests and background work of functions may take at the end; 5,000 by default. */
  graceMs?: number
  /** Takes each line the stack and its functions have to say; stderr by default. */
  log?: (line: string) => void
}

export interface Stack {
  /** `http://127.0.0.1:<port>`, the address for supabase-js. */
  url: string
  publishableKey: string
  secretKey: string
  /** The address of the sandbox models; undefined while a provider is set up. */
  sandboxUrl: string | undefined
  /** The functions that are served, by name. */
  functions: ReadonlyMap<string, FunctionProcess>
  /** Runs one SQL statement as the superuser, past RLS and the Data API. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>
  /** Stops all it started; resolves when nothing is left. May be called again. */
  stop(): Promise<void>
}

export const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url))
export const DENO = join(
  PROJECT_DIR,
  'node_modules',
  'deno',
  process.platform === 'win32' ? 'deno.exe' : 'deno',
)
/** Belongs to the installed packages and goes with them: code caches, and the empty cluster new databases are copied from. */
const CACHE_DIR = join(PROJECT_DIR, 'node_modules', '.cache', 'merit')

/**
 * Starts the stack and resolves when everything in it answers.
 *
 * @throws PortInUseError, before anything is touched · DataFolderInUseError · FunctionBootError · Error naming the migration that
 *   does not apply. What had been started by then is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const projectDir = options.projectDir ?? PROJECT_DIR
  const environment = options.environment ?? {}
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`))
  const parts: StartedParts = { functions: new Map() }
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= stopAll(parts)
    return stopping
  }
  try {
    const gateway = await claimPort(options.port)
    parts.gateway = gateway
    await mkdir(options.dataDir, { recursive: true })
    await mkdir(CACHE_DIR, { recursive: true })
    parts.unlock = await lockDataFolder(options.dataDir)
    const keys = await ensureProjectKeys({
      keysFile: options.keysFile ?? join(options.dataDir, 'keys.env'),
      dataDir: options.dataDir,
      url: gateway.url,
    })
    if (!hasProvider(environment)) parts.sandbox = await startSandboxModels()
    const sandboxUrl = parts.sandbox?.url
    const supabaseUrl = (await options.internalSupabaseUrl?.(gateway.url)) ?? gateway.url
    // Functions come up while the database does.
    const functions = await startFunctions(join(projectDir, 'supabase', 'functions'), {
      environment: () =>
        functionEnvironment({
          environment,
          keys,
          supabaseUrl,
          sandboxUrl,
          denoCacheDir: join(CACHE_DIR, 'deno'),
        }),
      graceMs: options.graceMs ?? 5_000,
      log,
    })
    parts.functions = functions
    const database = await openDatabase({
      dataDir: options.dataDir,
      cacheDir: CACHE_DIR,
      migrationsDir: join(projectDir, 'supabase', 'migrations'),
      keys,
      siteUrl: gateway.url,
      log,
    })
    parts.database = database
    gateway.open({
      database: (request) => database.fetch(request),
      functions,
      page: (request) =>
        servePage(request, {
          dashboardDir: join(projectDir, 'dashboard', 'dist'),
          functions: [...functions.keys()],
          publishableKey: keys.publishableKey,
        }),
    })
    await Promise.all([
      answers(gateway.url, keys.secretKey),
      ...[...functions.values()].map((each) => each.port()),
    ])
    // Another project's migrations say nothing of what is due.
    if (functions.has('multi-model-orchestrator')) {
      const served = new Set(functions.keys())
      const { query } = database
      parts.tick = startTick({ url: gateway.url, secretKey: keys.secretKey, query, served, log })
    }
    return {
      url: gateway.url,
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      sandboxUrl,
      functions,
      query: database.query,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

interface StartedParts {
  gateway?: Gateway
  tick?: Tick
  unlock?: () => Promise<void>
  sandbox?: { url: string; stop(): Promise<void> }
  functions: ReadonlyMap<string, FunctionProcess>
  database?: LocalDatabase
}

/** Functions end first, while the gateway still answers: the last work of one may be to write to the database. */
async function stopAll({ functions, gateway, database, sandbox, tick, unlock }: StartedParts): Promise<void> {
  const failures: unknown[] = []
  const attempt = async (part: Promise<void> | undefined) =>
    part?.catch((error: unknown) => failures.push(error))
  await attempt(tick?.stop())
  await Promise.all([...functions.values()].map((each) => attempt(each.stop())))
  await attempt(gateway?.close())
  await attempt(database?.close())
  await attempt(sandbox?.stop())
  await attempt(unlock?.())
  if (failures.length > 0) throw new AggregateError(failures, 'the stack did not stop cleanly')
}

async function startSandboxModels(): Promise<{ url: string; stop(): Promise<void> }> {
  const { startSandbox } = await import('./sandbox/index.ts')
  return startSandbox({ host: '127.0.0.1' })
}

/** Starts one process for each folder with an `index.ts`; `_shared` has none. */
async function startFunctions(
  directory: string,
  settings: { environment: () => Record<string, string>; graceMs: number; log: (line: string) => void },
): Promise<ReadonlyMap<string, FunctionProcess>> {
  const functions = new Map<string, FunctionProcess>()
  for (const name of await readdir(directory).catch((): string[] => [])) {
    const entry = await stat(join(directory, name, 'index.ts')).catch(() => undefined)
    if (name.startsWith('_') || entry === undefined) continue
    functions.set(
      name,
      startFunctionProcess({ ...settings, name, directory: join(directory, name), denoPath: DENO }),
    )
  }
  return functions
}

/** Asks the Data API and Auth once, through the gateway, as a client would. */
async function answers(url: string, secretKey: string): Promise<void> {
  for (const path of ['/rest/v1/', '/auth/v1/health']) {
    const response = await fetch(`${url}${path}`, { headers: { apikey: secretKey } })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  }
}
