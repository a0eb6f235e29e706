// Brings a database to what supabase/migrations says, and keeps the same history table as the Supabase CLI.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'

export interface Migration {
  version: string
  name: string
  fileName: string
  sql: string
}

/** The project's own. */
export const MIGRATIONS_DIR = fileURLToPath(new URL('../supabase/migrations/', import.meta.url))

const FILE_NAME = /^(\d{14})_(\w+)\.sql$/

/**
 * Applies what has not been applied yet, in the order of the version numbers, each file in one transaction with its line
 * in the history.
 *
 * @returns the names of the files it applied, and of those whose text changed after they had been applied.
 * @throws Error naming the file where one does not apply; the files before it stay applied.
 */
export async function applyMigrations(
  database: PGlite,
  directory: string,
): Promise<{ applied: string[]; changed: string[] }> {
  await database.exec(`
    create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (
      version text primary key, statements text[], name text
    );
  `)
  const { rows } = await database.query<{ version: string; text: string | null }>(
    `select version, array_to_string(statements, '') as text from supabase_migrations.schema_migrations`,
  )
  const history = new Map(rows.map((row) => [row.version, row.text]))
  const applied: string[] = []
  const changed: string[] = []
  for (const migration of await readMigrations(directory)) {
    if (history.has(migration.version)) {
      if (history.get(migration.version) !== migration.sql) changed.push(migration.fileName)
      continue
    }
    await applyOne(database, migration)
    applied.push(migration.fileName)
  }
  return { applied, changed }
}

async function applyOne(database: PGlite, { version, name, fileName, sql }: Migration): Promise<void> {
  try {
    await database.transaction(async (transaction) => {
      await transaction.exec(sql)
      await transaction.query(
        'insert into supabase_migrations.schema_migrations (version, statements, name) values ($1, $2, $3)',
        [version, [sql], name],
      )
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`migration ${fileName} does not apply: ${reason}`, { cause })
  }
}

/** The migrations of a folder in the order in which they apply; none where there is no such folder. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const fileNames = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const matches = fileNames.sort().map((fileName) => FILE_NAME.exec(fileName))
  return Promise.all(
    matches
      .filter((match) => match !== null)
      .map(async ([fileName, version = '', name = '']) => ({
        fileName,
        version,
        name,
        sql: await readFile(join(directory, fileName), 'utf8'),
      })),
  )
}
