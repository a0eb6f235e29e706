// Starting and stopping: what is kept, what is refused, and that nothing stays behind.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderInUseError } from '../../../local/dataFolderLock.ts'
import { FunctionBootError } from '../../../local/functionProcess.ts'
import { PortInUseError } from '../../../local/gateway.ts'
import { type Stack, type StackOptions, startStack } from '../../../local/stack.ts'
import { isRunning } from './processList.ts'
import { createTemporaryProject, type TemporaryProject } from './temporaryProject.ts'

let project: TemporaryProject
const stacks: Stack[] = []

beforeEach(async () => {
  project = await createTemporaryProject()
})

afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()))
  await project.remove()
})

async function start(settings: Partial<StackOptions> = {}): Promise<Stack> {
  const stack = await startStack({
    port: 0,
    dataDir: project.dataDir,
    projectDir: project.directory,
    environment: { OLLAMA_BASE_URL: 'http://127.0.0.1:9' },
    log: () => {},
    ...settings,
  })
  stacks.push(stack)
  return stack
}

test('a second start in the same folder keeps data, users and keys', async () => {
  const account = { email: 'kept@example.com', password: 'a long password' }
  const first = await start()
  const client = createClient(first.url, first.publishableKey, { auth: { persistSession: false } })
  const { data } = await client.auth.signUp(account)
  await client.from('notes').insert({ body: 'kept' })
  await first.stop()

  const second = await start()
  expect([second.publishableKey, second.secretKey]).toEqual([first.publishableKey, first.secretKey])
  const again = createClient(second.url, second.publishableKey, {
    auth: { persistSession: false },
    global: { headers: { Authorization: `Bearer ${data.session?.access_token}` } },
  })
  expect((await again.from('notes').select('body')).data).toEqual([{ body: 'kept' }])
  expect((await again.auth.signInWithPassword(account)).error).toBeNull()
})

test('background work of a function finishes before the database goes, told why by beforeunload', async () => {
  const first = await start()
  await fetch(`${first.url}/functions/v1/probe/background`)
  await first.stop()
  const second = await start()
  expect(await second.query('select line from public.journal')).toEqual([{ line: 'waited for termination' }])
})

test('stopping leaves no process and no open port', async () => {
  const stack = await start()
  const processIds = [...stack.functions.values()].map((each) => each.processId ?? 0)
  expect(processIds.map(isRunning)).toEqual([true, true])
  await Promise.all([stack.stop(), stack.stop()])
  expect(processIds.map(isRunning)).toEqual([false, false])
  await expect(fetch(stack.url)).rejects.toThrow()
})

test('an open request does not hold the end up for longer than the grace time', async () => {
  const stack = await start({ graceMs: 300 })
  const response = await fetch(`${stack.url}/functions/v1/probe/endless`)
  const cut = expect(response.arrayBuffer()).rejects.toThrow()
  const processId = stack.functions.get('probe')?.processId ?? 0
  await stack.stop()
  await cut
  expect(isRunning(processId)).toBe(false)
})

test('a busy port is refused before anything is touched', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  await expect(start({ port })).rejects.toThrow(PortInUseError)
  expect(existsSync(project.dataDir)).toBe(false)
  other.close()
})

test('a data folder has one stack at a time; the lock of a dead one does not count', async () => {
  const first = await start()
  await expect(start()).rejects.toThrow(DataFolderInUseError)
  await first.stop()
  const noProcess = 2 ** 22 + 1
  await writeFile(join(project.dataDir, 'lock'), `${noProcess} 1 from-a-crash`)
  await start()
})

test('a migration that does not apply is named, and nothing of it stays', async () => {
  const path = 'supabase/migrations/20260102000000_broken.sql'
  await project.write(path, 'create table public.half (id integer); select no_such_function();')
  await expect(start()).rejects.toThrow(
    '20260102000000_broken.sql does not apply: function no_such_function() does not exist',
  )
  await project.write(path, 'create table public.half (id integer primary key);')
  const stack = await start()
  expect(await stack.query('select * from public.half')).toEqual([])
})

test('migrations apply once, and a change to an applied one is pointed out', async () => {
  await (await start()).stop()
  const path = 'supabase/migrations/20260101000000_notes.sql'
  const before = await readFile(join(project.directory, path), 'utf8')
  await project.write(path, `${before}-- one more line`)
  const lines: string[] = []
  await start({ log: (line) => lines.push(line) })
  expect(lines.filter((line) => line.includes('.sql'))).toEqual([
    expect.stringContaining('notes.sql changed after'),
  ])
})

test('a function that cannot start fails the start, with its error in the log', async () => {
  await project.write('supabase/functions/broken/index.ts', 'throw new Error("no luck")')
  await project.write('supabase/functions/broken/deno.json', '{}')
  const lines: string[] = []
  await expect(start({ log: (line) => lines.push(line) })).rejects.toThrow(FunctionBootError)
  expect(lines.join('\n')).toMatch(/\[broken\] .*no luck/)
})

test('functions reach the database by the address a test gives them', async () => {
  const seen: string[] = []
  const between = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.writeHead(503).end()
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  const { port } = between.address() as AddressInfo
  const stack = await start({ internalSupabaseUrl: () => `http://127.0.0.1:${port}` })
  await fetch(`${stack.url}/functions/v1/probe/line/lost`)
  expect(seen).toEqual(['POST /rest/v1/journal'])
  await stack.stop()
  between.close()
})

test('the API keys go to the file that is named, and its other lines stay', async () => {
  await project.write('.env.local', '# mine\nGEMINI_API_KEY=abc\nSUPABASE_URL=http://old\n')
  const stack = await start({ keysFile: join(project.directory, '.env.local') })
  expect((await readFile(join(project.directory, '.env.local'), 'utf8')).split('\n')).toEqual([
    ...['# mine', 'GEMINI_API_KEY=abc', `SUPABASE_URL=${stack.url}`],
    ...[`SUPABASE_PUBLISHABLE_KEY=${stack.publishableKey}`, `SUPABASE_SECRET_KEY=${stack.secretKey}`, ''],
  ])
})
