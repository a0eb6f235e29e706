// Reads and writes `.env` files: NAME=value lines, comments and quotes as dotenv has them.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'

/** The variables of a `.env` file; none when there is no such file. */
export async function readEnvironmentFile(path: string): Promise<Record<string, string>> {
  return definedEntries(parseEnv(await readText(path)))
}

/**
 * Sets variables in a `.env` file and leaves every other line as it is. The file is replaced in one step, so a
 * reader never sees half of it, and only its owner may read it.
 */
export async function updateEnvironmentFile(path: string, variables: Record<string, string>): Promise<void> {
  const text = await readText(path)
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  const missing = new Map(Object.entries(variables))
  const kept = lines.flatMap((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1]
    if (name === undefined || !(name in variables)) return [line]
    const value = missing.get(name)
    missing.delete(name)
    return value === undefined ? [] : [`${name}=${value}`]
  })
  const updated = `${[...kept, ...[...missing].map(([name, value]) => `${name}=${value}`)].join('\n')}\n`
  if (updated === text) return
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, updated, { mode: 0o600 })
  await rename(temporary, path)
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}

function definedEntries(variables: NodeJS.Dict<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
