// `npm start` as a command: what it prints, how it ends, and that nothing it started outlives it.
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { descendantsOf, expectGone } from './processList.ts'
import { runInProject } from './projectCommand.ts'
import { addCommands, createTemporaryProject, type TemporaryProject } from './temporaryProject.ts'

let project: TemporaryProject
const children: ChildProcess[] = []

beforeEach(async () => {
  project = await createTemporaryProject()
  await addCommands(project)
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await project.remove()
})

const run = (command: string, commandArguments: string[], environment?: Record<string, string>) => {
  const running = runInProject(project, command, commandArguments, environment)
  children.push(running.child)
  return running
}

const start = (environment?: Record<string, string>) =>
  run(process.execPath, ['local/bootstrap.mjs', 'local/start.ts'], environment)

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends everything, exit code 0', async (signal) => {
  const { child, ready, ended } = start()
  expect((await fetch(await ready)).status).toBe(200)
  const processIds = descendantsOf(child.pid ?? 0)
  child.kill(signal)
  expect(await ended).toBe(0)
  await expectGone(processIds)
})

test('killed without a chance to clean up, it takes its functions along, and the data survives', async () => {
  const { child, ready } = start()
  await (await fetch(`${await ready}/functions/v1/probe/line/written`)).text()
  const processIds = descendantsOf(child.pid ?? 0)
  child.kill('SIGKILL')
  await expectGone(processIds)

  const second = start()
  const { SUPABASE_SECRET_KEY = '' } = Object.fromEntries(
    (await second.ready.then(() => readFile(join(project.directory, '.env.local'), 'utf8')))
      .split('\n')
      .map((line) => line.split('=')),
  )
  const response = await fetch(`${await second.ready}/rest/v1/journal`, {
    headers: { apikey: SUPABASE_SECRET_KEY },
  })
  expect(await response.json()).toEqual([{ line: 'written' }])
  second.child.kill('SIGTERM')
  await second.ended
})

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'npm itself getting %s leaves nothing behind',
  async (signal) => {
    const { child, ready } = run('npm', ['start'])
    await ready
    const processIds = descendantsOf(child.pid ?? 0)
    child.kill(signal)
    await expectGone(processIds)
  },
)

test('a busy port: it says so, exits 1 and touches nothing', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const port = String((other.address() as AddressInfo).port)
  const { output, ended } = start({ PORT: port })
  expect(await ended).toBe(1)
  expect(output.join('\n')).toContain(`port ${port} is in use`)
  expect(existsSync(project.dataDir)).toBe(false)
  expect(existsSync(join(project.directory, '.env.local'))).toBe(false)
  other.close()
})

test('provider keys come from .env.local, and the shell goes before', async () => {
  await project.write('.env.local', 'GROQ_API_KEY=from-file\nGEMINI_API_KEY=from-file\n')
  const { child, ready, ended } = start()
  const environment = await (await fetch(`${await ready}/functions/v1/probe/environment`)).json()
  expect(environment).toMatchObject({ GROQ_API_KEY: 'from-file', GEMINI_API_KEY: 'a key' })
  child.kill('SIGTERM')
  await ended
})
