/** `npm run experiment` without keys: the example files to their end on the sandbox models, and what is written. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runProgram } from '../../../local/childProgram.ts'
import { PROJECT_DIR, type Stack, startStack } from '../../../local/stack.ts'

let directory: string
let stack: Stack

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'merit-e2e-'))
  stack = await startStack({ port: 0, dataDir: join(directory, 'data'), log: () => {} })
})
afterAll(async () => {
  await stack?.stop()
  await rm(directory, { recursive: true, force: true })
})

async function experiment(...programArguments: string[]) {
  return runProgram([join(PROJECT_DIR, 'local/experiment/experiment.ts'), ...programArguments], {
    cwd: PROJECT_DIR,
    environment: { SUPABASE_URL: stack.url, SUPABASE_SECRET_KEY: stack.secretKey },
  })
}

async function filesOf(out: string): Promise<Record<string, string>> {
  const names = (await readdir(out)).sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')])),
  )
}

const WRITTEN = [
  ...['contrasts.svg', 'cooperation.svg', 'model_assignments.json', 'pairs.svg', 'report.json', 'report.md'],
]

it.each([
  ['single_model.yaml', 1, { 'gemini-3.8-flash': 10 }],
  ['multi_model/homogeneous_gpt4.yaml', 1, { 'gpt-4.1': 10 }],
  ['multi_model/mixed_5_5.yaml', 3, { 'gpt-4.1': 15, 'gemini-3.1-pro-preview': 15 }],
  ['multi_model/diverse_3_3_4.yaml', 1, { gpt: 3, gemini: 3, claude: 4 }],
])('runs %s to its end, with progress', async (file, groups, agents) => {
  const out = join(directory, file.replaceAll('/', '_'))
  const { exitCode, output } = await experiment(join('configs/examples', file), '--out', out)
  expect(exitCode, output).toBe(0)
  expect(output).toMatch(/^\w+ \(group 1\), round 5: \d+\.\d % cooperation$/m)
  expect(output).toMatch(
    new RegExp(`^${5 * groups} of ${5 * groups} rounds, ${500 * groups} calls of about`, 'm'),
  )
  const files = await filesOf(out)
  expect(Object.keys(files)).toEqual(WRITTEN)
  const assigned = JSON.parse(files['model_assignments.json'] ?? '').groups.flatMap(
    (group: { agents: { model_name: string }[] }) => group.agents.map(({ model_name }) => model_name),
  )
  for (const [name, count] of Object.entries(agents))
    expect(assigned.filter((assignedName: string) => assignedName === name)).toHaveLength(count)
  const report = JSON.parse(files['report.json'] ?? '')
  expect(report).toMatchObject({ status: 'completed', rounds_played: 5 * groups, warnings: [] })
  const rates = report.models.map((model: { cooperation: { value: number } }) => model.cooperation.value)
  expect(new Set(rates).size).toBe(Object.keys(agents).length)
})

it('writes the same to the byte for the same seed and answers', async () => {
  const file = join(directory, 'again.yaml')
  const example = await readFile(join(PROJECT_DIR, 'configs/examples/multi_model/diverse_3_3_4.yaml'), 'utf8')
  await writeFile(file, example.replace('NUM_ROUNDS: 5', 'NUM_ROUNDS: 2'))
  const runs = []
  for (const out of ['first', 'second'].map((name) => join(directory, name))) {
    const { exitCode, output } = await experiment(file, '--out', out)
    expect(exitCode, output).toBe(0)
    runs.push(await filesOf(out))
  }
  expect(runs[1]).toEqual(runs[0])
  const [count] = await stack.query<{ experiments: number }>(
    `select count(*)::int as experiments from experiments where rounds_per_group = 2`,
  )
  expect(count).toEqual({ experiments: 2 }) // it really ran twice
})

it('goes on with an experiment that was cut off', async () => {
  const file = join(directory, 'cut-off.yaml')
  const example = await readFile(join(PROJECT_DIR, 'configs/examples/single_model.yaml'), 'utf8')
  await writeFile(file, example.replace('NUM_ROUNDS: 5', 'NUM_ROUNDS: 3'))
  const text = await readFile(file, 'utf8')
  const begun = await fetch(`${stack.url}/functions/v1/experiments`, {
    ...{ method: 'POST', body: text, headers: { apikey: stack.secretKey } },
  })
  const { experiment_id: id } = await begun.json()
  const { exitCode, output } = await experiment(file, '--out', join(directory, 'resumed'))
  expect(exitCode, output).toBe(0)
  expect(output).toContain(`experiment ${id}, seed 1`)
  const [calls] = await stack.query<{ count: number }>(
    'select count(*)::int from experiment_calls where experiment_id = $1',
    [id],
  )
  expect(calls).toEqual({ count: 300 })
})

it('says what is wrong with a file, and where', async () => {
  const file = join(directory, 'wrong.yaml')
  await writeFile(file, 'NUM_AGENTS: 1\nNUM_ROUNDS: 2\nAGENTS: 3\n')
  const { exitCode, output } = await experiment(file)
  expect(exitCode).toBe(1)
  expect(output).toContain(`${file}: line 1: NUM_AGENTS is not valid: expected number to be >=2`)
  expect(output).toContain(`${file}: line 3: AGENTS is not a known field`)
  expect(await experiment()).toMatchObject({ exitCode: 1, output: expect.stringContaining('usage') })
})
