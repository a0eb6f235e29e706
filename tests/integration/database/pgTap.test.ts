/** Runs supabase/tests as `supabase test db` would, on PGlite, which brings pgTAP along. */
import { readdir, readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { pgtap } from '@electric-sql/pglite/pgtap'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIGRATIONS_DIR, readMigrations } from '../../../local/migrations.ts'
import { PLATFORM_SCHEMA_SQL } from '../../../local/platformSchema.ts'

const TESTS = new URL('../../../supabase/tests/', import.meta.url)
const files = (await readdir(TESTS)).filter((name) => name.endsWith('.test.sql'))

let database: PGlite

beforeAll(async () => {
  database = await PGlite.create({ extensions: { pgtap } })
  await database.exec(PLATFORM_SCHEMA_SQL)
  for (const { sql } of await readMigrations(MIGRATIONS_DIR)) await database.exec(sql)
  await database.exec(`
    create schema extensions;
    create extension pgtap with schema extensions;
    grant usage on schema extensions to anon, authenticated, service_role;
    set search_path = public, extensions;
  `)
})
afterAll(() => database.close())

describe('supabase/tests', () => {
  it('has tests', () => {
    expect(files).not.toEqual([])
  })

  it.each(files)('%s', async (file) => {
    const results = await database.exec(await readFile(new URL(file, TESTS), 'utf8'))
    // TAP: a plan, then a line a test; whatever else pgTAP says is what went wrong
    const said = results.flatMap(({ rows }) => rows.map((row) => String(Object.values(row)[0])))
    const planned = Number(said.find((line) => /^1\.\.\d+$/.test(line))?.slice(3))
    expect(said.filter((line) => /^not ok|^#/m.test(line))).toEqual([])
    expect(said.filter((line) => line.startsWith('ok '))).toHaveLength(planned)
  })
})
