// What the commands that start the stack read from the shell and the .env files.
import { join, resolve } from 'node:path'
import { readEnvironmentFile } from './environmentFile.ts'
import type { Environment } from './functionEnvironment.ts'
import { PROJECT_DIR, type StackOptions } from './stack.ts'

const DEFAULT_PORT = 54_321

/** Shell before `.env.local` before `.env`. */
export async function readEnvironment(): Promise<Record<string, string | undefined>> {
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

/** The stack of this project as `npm start` runs it. Throws an Error where PORT is not a port. */
export function stackOptions(environment: Environment): StackOptions {
  const internalUrl = environment.MERIT_INTERNAL_SUPABASE_URL
  return {
    port: readPort(environment.PORT),
    dataDir: resolve(PROJECT_DIR, environment.MERIT_DATA_DIR || 'supabase/.temp'),
    environment,
    keysFile: join(PROJECT_DIR, '.env.local'),
    internalSupabaseUrl: internalUrl ? () => internalUrl : undefined,
  }
}
