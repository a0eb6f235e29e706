// The database in this thread, asked several things before it could answer the first.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../../local/embeddedDatabase.ts'
import { ensureProjectKeys } from '../../../local/projectKeys.ts'
import { createTemporaryProject, type TemporaryProject } from './temporaryProject.ts'

const ADDRESS = 'http://127.0.0.1:54321'
let project: TemporaryProject
let cacheDir: string
let database: EmbeddedDatabase
let keys: Awaited<ReturnType<typeof ensureProjectKeys>>

beforeAll(async () => {
  project = await createTemporaryProject()
  cacheDir = await mkdtemp(join(tmpdir(), 'merit-cache-'))
  const { dataDir, directory } = project
  await mkdir(dataDir, { recursive: true })
  keys = await ensureProjectKeys({ keysFile: join(dataDir, 'keys.env'), dataDir, url: ADDRESS })
  database = await openEmbeddedDatabase(
    { dataDir, cacheDir, migrationsDir: join(directory, 'supabase', 'migrations'), keys, siteUrl: ADDRESS },
    () => undefined,
  )
}, 60_000)
afterAll(async () => {
  await database?.close()
  await project?.remove()
  await rm(cacheDir, { recursive: true, force: true })
})

async function call(name: string, body: object, key: string): Promise<{ status: number; value: unknown }> {
  const { status, body: bytes } = await database.fetch({
    url: `${ADDRESS}/rest/v1/rpc/${name}`,
    method: 'POST',
    headers: { apikey: key, 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  })
  return { status, value: JSON.parse(new TextDecoder().decode(bytes)) }
}

test('gives each request a transaction of its own, under its own role', async () => {
  const [refused, visitor, service, told] = await Promise.all([
    call('refuse', { error_code: '22023' }, keys.secretKey),
    call('who_am_i', {}, keys.publishableKey),
    call('who_am_i', {}, keys.secretKey),
    call('tell_back', { question: { number: 1 } }, keys.secretKey),
    database.query('create table public.made_meanwhile (id integer)'),
  ])
  expect(refused.status).toBe(400)
  expect(visitor).toEqual({ status: 200, value: 'anon' })
  expect(service).toEqual({ status: 200, value: 'service_role' })
  expect(told).toEqual({ status: 200, value: { answer: { number: 1 } } })
  // What was refused took nothing of the others' back.
  expect(
    await database.query(
      "select line from public.journal union all select 'table' from public.made_meanwhile",
    ),
  ).toEqual([{ line: 'tell_back told' }])
})
