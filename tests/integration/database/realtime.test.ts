/** Where a project has Realtime, the tables that the dashboard listens to are in its publication. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MIGRATIONS_DIR } from '../../../local/migrations.ts'
import { PROJECT_DIR } from '../../../local/stack.ts'
import type { TestDatabase } from '../postgres.ts'
import { withDatabase } from '../testStore.ts'

let database: TestDatabase
withDatabase((opened) => {
  database = opened
})

/** Tables by the name the dashboard gives `useLiveRows`. */
async function watchedTables(): Promise<string[]> {
  const sources = join(PROJECT_DIR, 'dashboard', 'src')
  const files = (await readdir(sources, { recursive: true })).filter((file) => /\.tsx?$/.test(file))
  const texts = await Promise.all(files.map((file) => readFile(join(sources, file), 'utf8')))
  const tables = texts.flatMap((text) =>
    [...text.matchAll(/useLiveRows\(\s*'(\w+)'/g)].map(([, table]) => table ?? ''),
  )
  return [...new Set(tables)].sort()
}

it('has every table that the dashboard listens to, whatever is in it already', async () => {
  const watched = await watchedTables()
  expect(watched).toContain('experiment_rounds')
  await database.query('create publication supabase_realtime for table public.experiments')
  const migrations = (await readdir(MIGRATIONS_DIR)).sort()
  for (const file of migrations) {
    const sql = await readFile(join(MIGRATIONS_DIR, file), 'utf8')
    if (sql.includes('alter publication supabase_realtime')) await database.query(onlyPublishing(sql))
  }
  const published = await database.query<{ tablename: string }>(
    `select tablename from pg_publication_tables where pubname = 'supabase_realtime' order by 1`,
  )
  expect(published.map(({ tablename }) => tablename)).toEqual(expect.arrayContaining(watched))
})

/** The migrations have run, without Realtime; of those that also publish, the block that does. */
function onlyPublishing(sql: string): string {
  const blocks = sql.match(/^do \$\$[\s\S]*?^\$\$;/gm) ?? []
  return blocks.filter((block) => block.includes('supabase_realtime')).join('\n')
}
