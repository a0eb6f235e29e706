/**
 * `npm run bench:load`: what Merit itself adds to a model's time under load and what CPU a run takes, whether a worker's
 * memory stays flat, whether parallel runs leave anything open, what the router adds, and how a provider that flaps is
 * left alone. Against the local stack; provider and callers run in processes of their own on this machine.
 *
 *     npm run bench:load -- [--concurrent 200] [--runs 10000] [--parallel 1000] [--router 100] [--flapping 60]
 *
 * 0 skips a part.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startStack } from '../../local/stack.ts'
import { eventually, invoke, signUp } from '../../tests/support/people.ts'
import { flapping } from './flapping.ts'
import { type LoadBench, quantile } from './loadBench.ts'
import type { CallerOrder, CallerTimes } from './loadClient.ts'
import { startLoadProcess } from './loadProcess.ts'
import type { ProviderBehaviour, ProviderCount } from './loadProvider.ts'
import { cpuMs, megabytes, openSockets } from './processUse.ts'
import { routerOverhead } from './routerOverhead.ts'

const FUNCTION = 'multi-model-orchestrator'
const MODEL_MS = 2_000
/** Asked at once while memory is watched. */
const WORKERS = 16

const { values } = parseArgs({
  options: {
    concurrent: { type: 'string', default: '200' },
    runs: { type: 'string', default: '10000' },
    parallel: { type: 'string', default: '1000' },
    router: { type: 'string', default: '100' },
    flapping: { type: 'string', default: '60' },
  },
})

const dataDir = await mkdtemp(join(tmpdir(), 'merit-load-'))
const provider = await startLoadProcess<{ url: string }>('loadProvider.ts', { speaksFirst: true })
const callers = await startLoadProcess('loadClient.ts')
const stack = await startStack({
  port: 0,
  dataDir,
  environment: { OPENAI_API_KEY: 'sk-load', OPENAI_BASE_URL: `${provider.greeting.url}/v1` },
  log: (line) => console.error(line),
})
const workerId = () => stack.functions.get(FUNCTION)?.processId
const behave = (as: ProviderBehaviour) => provider.order({ kind: 'behave', as })
const counted = () => provider.order<ProviderCount>({ kind: 'count' })

try {
  const person = await signUp(stack)
  const { body: known } = await invoke(person.client, `${FUNCTION}/models`, { method: 'GET' })
  const [quick = '', slow = ''] = known.models
    .filter(
      (model: { provider: string; available: boolean }) => model.provider === 'openai' && model.available,
    )
    .map(({ id }: { id: string }) => id)

  const ask: LoadBench['ask'] = async (options, { functionName = FUNCTION, ...how }) => {
    const given: CallerOrder = {
      url: `${stack.url}/functions/v1/${functionName}`,
      headers: {
        apikey: stack.publishableKey,
        authorization: `Bearer ${person.accessToken}`,
        'content-type': 'application/json',
      },
      body: { request: 'Build a counter', maxStrategies: 1, models: [quick], ...options },
      spreadMs: 0,
      ...how,
    }
    const { timesMs } = await callers.order<CallerTimes>(given)
    return timesMs.sort((first, second) => first - second)
  }
  const bench: LoadBench = { stack, ask, behave, counted, allRecorded }

  // Whatever is loaded at the first use is loaded.
  await ask({}, { count: 100, atOnce: 4 })
  await allRecorded()
  if (Number(values.concurrent) > 0) await addedTime(Number(values.concurrent))
  if (Number(values.runs) > 0) await memory(Number(values.runs))
  if (Number(values.parallel) > 0) await leftOpen(Number(values.parallel))
  if (Number(values.router) > 0) console.log(await routerOverhead(bench, Number(values.router)))
  if (Number(values.flapping) > 0) console.log(await flapping(bench, Number(values.flapping), [quick, slow]))

  async function addedTime(count: number): Promise<void> {
    await behave({ '': { delayMs: MODEL_MS } })
    const use = startedUse()
    const atOnce = await ask({}, { count, atOnce: count })
    await allRecorded()
    console.log(
      `${count} that begin at the same instant, models of ${MODEL_MS} ms: ${added(atOnce)}; ${use(count)}`,
    )
    const useSpread = startedUse()
    const spread = await ask({}, { count: 5 * count, atOnce: count, spreadMs: MODEL_MS })
    await allRecorded()
    console.log(`${5 * count} with ${count} under way at any time: ${added(spread)}; ${useSpread(5 * count)}`)
  }

  function added(times: number[]): string {
    return `Merit adds p50 ${quantile(times, 0.5) - MODEL_MS} ms, p95 ${quantile(times, 0.95) - MODEL_MS} ms`
  }

  async function memory(runs: number): Promise<void> {
    await behave({})
    const steps: number[] = []
    const use = startedUse()
    for (let step = 0; step < 10; step++) {
      await ask({}, { count: Math.ceil(runs / 10), atOnce: WORKERS })
      await allRecorded()
      await counted()
      steps.push(megabytes(workerId()))
    }
    console.log(`${runs} runs: the worker's memory after each tenth, MB: ${steps.join(' ')}; ${use(runs)}`)
  }

  async function leftOpen(runs: number): Promise<void> {
    await behave({ [slow]: { delayMs: 5_000 }, '': { delayMs: 200 } })
    await counted()
    const socketsBefore = openSockets(workerId())
    const times = await ask(
      { models: [quick, slow], maxStrategies: 2, parallelExecution: true },
      { count: runs, atOnce: WORKERS },
    )
    await allRecorded()
    const { calls, aborted } = await counted()
    console.log(
      `${runs} parallel runs (0.2 s and 5 s): p95 ${quantile(times, 0.95)} ms; ${calls} calls, ${aborted} of them cut; ` +
        `0 runs unsettled, sockets ${socketsBefore} before and ${openSockets(workerId())} after, worker at ${megabytes(workerId())} MB`,
    )
  }

  /** Resolves once no run is under way any more, in the record too. */
  async function allRecorded(): Promise<void> {
    await eventually(async () => {
      const [row] = await stack.query<{ count: number }>(
        "select count(*)::int as count from public.orchestration_runs where status = 'running'",
      )
      return row?.count === 0 ? true : undefined
    }, 60_000)
  }
} finally {
  await stack.stop()
  await callers.stop()
  await provider.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** Begins to count CPU time; what it gives says how much there was a run, by process. */
function startedUse(): (runs: number) => string {
  const [stackBefore, workerBefore] = [cpuMs(process.pid), cpuMs(workerId())]
  return (runs) => {
    const ofStack = (cpuMs(process.pid) - stackBefore) / runs
    const ofWorker = (cpuMs(workerId()) - workerBefore) / runs
    return `CPU a run: gateway and database ${ofStack.toFixed(1)} ms, function ${ofWorker.toFixed(1)} ms`
  }
}
