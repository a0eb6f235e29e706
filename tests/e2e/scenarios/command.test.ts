/** `npm run scenario` without keys: its own stack, the sandbox models, and the tables at the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runProgram } from '../../../local/childProgram.ts'
import { PROJECT_DIR, type Stack, startStack } from '../../../local/stack.ts'

let dataDir: string
let stack: Stack

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  stack = await startStack({ port: 0, dataDir, log: () => {} })
})
afterAll(async () => {
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function scenario(...programArguments: string[]) {
  const environment = { SUPABASE_URL: stack.url, SUPABASE_SECRET_KEY: stack.secretKey }
  return runProgram([join(PROJECT_DIR, 'local/scenario/scenario.ts'), ...programArguments], {
    cwd: PROJECT_DIR,
    environment,
  })
}

it('runs a file with progress and prints how the models compare', async () => {
  const { exitCode, output } = await scenario('benchmarks/scenarios/lunch-order.yaml')
  expect(exitCode, output).toBe(0)
  expect(output).toMatch(
    /^Lunch order: sandbox-gemini-strong \(sandbox\), asked for as gemini-3-pro-preview$/m,
  )
  expect(output).toMatch(/^Lunch order: sandbox-gemini-fast step 3 of 3: F1 0\.40, \d+ ms$/m)
  expect(output).toMatch(/^step +sandbox-gemini-strong +sandbox-gemini-balanced +sandbox-gemini-fast$/m)
  expect(output).toMatch(/^1 +sandbox-gemini-strong +0\.889 +0\.889 +0\.889 +67 % +0 /m)
  expect(output).toMatch(/^sandbox-gemini-fast step 3: extra \{"name":"tomato soup","quantity":1\}$/m)
  const [kept] = await stack.query<{ count: number }>('select count(*)::int from scenario_step_results')
  expect(kept).toEqual({ count: 9 })
})

it('says what is wrong with a file', async () => {
  expect(await scenario('package.json')).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('is not a known field'),
  })
  expect(await scenario()).toMatchObject({ exitCode: 1, output: expect.stringContaining('usage') })
})
