/**
 * `npm run bench:load`: what Merit itself adds to a model's time under load, whether a worker's memory stays flat, and
 * whether parallel runs leave anything open. Against the local stack and a provider on this machine with set answer times.
 *
 *     npm run bench:load -- [--concurrent 200] [--runs 10000] [--parallel 1000]
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startStack } from '../../local/stack.ts'
import { SMALL_PROJECT, startMockProvider } from '../../tests/support/mockProvider.ts'
import { eventually, invoke, signUp } from '../../tests/support/people.ts'

const FUNCTION = 'multi-model-orchestrator'
const MODEL_MS = 2_000
/** Asked at once while memory is watched. */
const WORKERS = 16

const { values } = parseArgs({
  options: {
    concurrent: { type: 'string', default: '200' },
    runs: { type: 'string', default: '10000' },
    parallel: { type: 'string', default: '1000' },
  },
})

const dataDir = await mkdtemp(join(tmpdir(), 'merit-load-'))
let delayMsOf = (_model: string): number => 0
const provider = await startMockProvider((model) => ({ delayMs: delayMsOf(model), text: SMALL_PROJECT }))
const stack = await startStack({
  port: 0,
  dataDir,
  environment: { OPENAI_API_KEY: 'sk-load', OPENAI_BASE_URL: `${provider.url}/v1` },
  log: (line) => console.error(line),
})
try {
  const { client } = await signUp(stack)
  const [quick = '', slow = ''] = await twoModels()

  const ask = async (options: Record<string, unknown>): Promise<number> => {
    const startedAtMs = performance.now()
    const body = { request: 'Build a counter', maxStrategies: 1, models: [quick], ...options }
    const answer = await invoke(client, FUNCTION, { body })
    if (answer.status !== 200) throw new Error(`status ${answer.status}: ${JSON.stringify(answer.body)}`)
    return performance.now() - startedAtMs
  }

  async function twoModels(): Promise<string[]> {
    const { body } = await invoke(client, `${FUNCTION}/models`, { method: 'GET' })
    return body.models
      .filter(
        (model: { provider: string; available: boolean }) => model.provider === 'openai' && model.available,
      )
      .map(({ id }: { id: string }) => id)
  }

  await ask({})
  await addedTime(Number(values.concurrent))
  await memory(Number(values.runs))
  await leftOpen(Number(values.parallel))

  async function addedTime(count: number): Promise<void> {
    delayMsOf = () => MODEL_MS
    const times = await Promise.all(Array.from({ length: count }, () => ask({})))
    const added = times.map((time) => time - MODEL_MS).sort((first, second) => first - second)
    const at = (share: number) => Math.round(added[Math.min(count - 1, Math.floor(share * count))] ?? 0)
    console.log(
      `${count} at once, models of ${MODEL_MS} ms: Merit adds p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`,
    )
  }

  async function memory(runs: number): Promise<void> {
    delayMsOf = () => 0
    const steps: number[] = []
    for (let step = 0; step < 10; step++) {
      let left = Math.ceil(runs / 10)
      await Promise.all(
        Array.from({ length: WORKERS }, async () => {
          while (left-- > 0) await ask({})
        }),
      )
      provider.requests.length = 0
      steps.push(workerMegabytes())
    }
    console.log(`${runs} runs: the worker's memory after each tenth, MB: ${steps.join(' ')}`)
  }

  async function leftOpen(runs: number): Promise<void> {
    delayMsOf = (model) => (model === slow ? 5_000 : 200)
    let left = runs
    const times: number[] = []
    await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        while (left-- > 0)
          times.push(await ask({ models: [quick, slow], maxStrategies: 2, parallelExecution: true }))
      }),
    )
    const ends = await Promise.all(provider.requests.map(({ ended }) => ended))
    const reserved = await eventually(async () => {
      const rows = await stack.query(
        "select count(*)::int as count from public.orchestration_runs where status in ('queued', 'running')",
      )
      return JSON.stringify(rows).includes('"count":0') ? 0 : undefined
    })
    times.sort((first, second) => first - second)
    console.log(
      `${runs} parallel runs (0.2 s and 5 s): p95 ${Math.round(times[Math.floor(0.95 * times.length)] ?? 0)} ms; ` +
        `${ends.filter((end) => end === 'aborted').length} slow calls cut, ${reserved} runs unsettled, worker at ${workerMegabytes()} MB`,
    )
  }
} finally {
  await stack.stop()
  await provider.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** Resident memory of the function's process. */
function workerMegabytes(): number {
  const processId = stack.functions.get(FUNCTION)?.processId
  return Math.round(Number(execFileSync('ps', ['-o', 'rss=', '-p', String(processId)])) / 1024)
}
