// `npm start`: the local stack until a signal comes; with `-- --demo`, one orchestration and the end.
import { join, resolve } from 'node:path'
import { runDemo } from './demo.ts'
import { readEnvironmentFile } from './environmentFile.ts'
import { PROJECT_DIR, startStack } from './stack.ts'

const DEFAULT_PORT = 54_321

/** Shell before `.env.local` before `.env`. */
async function readEnvironment(): Promise<Record<string, string | undefined>> {
  return {
    ...(await readEnvironmentFile(join(PROJECT_DIR, '.env'))),
    ...(await readEnvironmentFile(join(PROJECT_DIR, '.env.local'))),
    ...process.env,
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is not a port number: ${text}`)
  return port
}

/** Resolves at the first stop signal, or when the process that ran this one through npm is gone. */
function stopSignal(): Promise<void> {
  return new Promise((resolvePromise) => {
    // Ctrl-C arrives twice: from the terminal and passed on by npm. The first is enough.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolvePromise())
    process.once('disconnect', resolvePromise)
  })
}

async function main(): Promise<number> {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo')
  if (unknown.length > 0) throw new Error(`unknown argument ${unknown.join(' ')}: only --demo is one`)
  const stopped = stopSignal()
  const environment = await readEnvironment()
  const internalUrl = environment.MERIT_INTERNAL_SUPABASE_URL
  const stack = await startStack({
    port: readPort(environment.PORT),
    dataDir: resolve(PROJECT_DIR, environment.MERIT_DATA_DIR || 'supabase/.temp'),
    environment,
    keysFile: join(PROJECT_DIR, '.env.local'),
    internalSupabaseUrl: internalUrl ? () => internalUrl : undefined,
  })
  try {
    console.log(`ready ${stack.url}`)
    if (!process.argv.includes('--demo')) {
      await stopped
      return 0
    }
    return await Promise.race([runDemo(stack), stopped.then(() => 0)])
  } finally {
    await stack.stop()
  }
}

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)
