/**
 * Writes the row types of `_shared/store` from the migrations: applies them to an in-memory Postgres and asks its catalog.
 * `npm run generate` writes; `npm run generate -- --check` fails where the file on disk is no longer what they say.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { generateTypescript, sortGeneratorMetadata } from '@supabase/postgrest-typegen/generation'
import { introspect } from '@supabase/postgrest-typegen/introspection'
import { MIGRATIONS_DIR, readMigrations } from './migrations.ts'
import { PLATFORM_SCHEMA_SQL } from './platformSchema.ts'

const TARGET = new URL('../supabase/functions/_shared/store/database.generated.ts', import.meta.url)
const BANNER = '// Made from supabase/migrations by `npm run generate`. Do not edit.\n'

/** The TypeScript source that the migrations amount to. Fails with the migration's name where one does not apply. */
export async function generateRowTypes(): Promise<string> {
  const database = await PGlite.create()
  try {
    await database.exec(PLATFORM_SCHEMA_SQL)
    for (const { fileName, sql } of await readMigrations(MIGRATIONS_DIR)) {
      await database.exec(sql).catch((cause: unknown) => {
        throw new Error(`migration ${fileName} does not apply`, { cause })
      })
    }
    const metadata = await introspect(
      { query: (sql) => database.query<Record<string, unknown>>(sql) },
      { includedSchemas: ['public'] },
    )
    return BANNER + (await generateTypescript(sortGeneratorMetadata(metadata), { postgrestVersion: '13' }))
  } finally {
    await database.close()
  }
}

async function main(checkOnly: boolean): Promise<void> {
  const generated = await generateRowTypes()
  if (!checkOnly) {
    await writeFile(TARGET, generated)
    return
  }
  const onDisk = await readFile(TARGET, 'utf8').catch(() => '')
  if (onDisk !== generated) {
    console.error(`${fileURLToPath(TARGET)} is not what the migrations say: run npm run generate`)
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'))
