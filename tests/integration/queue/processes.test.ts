/**
 * Several workers in processes of their own on one Postgres, two killed at random every second: every item comes to its
 * end exactly once, in the order of the line, and nothing is paid again once its result was stored.
 * `npm run bench:queue` does the same with 10,000 items.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chaosFaults } from './chaosFaults.ts'
import { ONE_STAGE, openQueueBench, type QueueBench, rightReply } from './queueBench.ts'
import { fillQueue, startFleet, untilEnded } from './workerFleet.ts'

const ITEMS = 240
const WORKERS = 4
const PRIORITIES = [0, 5, 10]

let bench: QueueBench

beforeAll(async () => {
  bench = await openQueueBench()
})
afterAll(() => bench.stop())

it('process every item exactly once, whoever dies', { timeout: 60_000 }, async () => {
  bench.reply = (_model, request) => ({ ...rightReply(request), delayMs: 60 })
  const pattern = await bench.add({ stages: [{ name: 'draft', prompt: 'Draft it.' }, ...ONE_STAGE] })
  await bench.start(pattern, { stage_models: { draft: ['gpt-4.1'], extract: ['gpt-4.1'] } })
  await fillQueue(bench.database, bench.queue, pattern.id, ITEMS, PRIORITIES)
  const fleet = await startFleet(WORKERS, {
    DATABASE_URL: bench.database.url,
    OPENAI_API_KEY: 'sk-test-openai-0123456789',
    OPENAI_BASE_URL: `${bench.provider.url}/v1`,
    CONCURRENCY: '3',
    // Long enough that a call which goes out under its lease also arrives under it, on a machine that is busy.
    LEASE_MS: '4000',
  })
  try {
    fleet.begin()
    const ended = untilEnded(bench.database, ITEMS, 50_000)
    const over = ended.then(() => true)
    const pause = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 700))
    while (!(await Promise.race([over, pause()]))) if (fleet.killed < 8) await fleet.kill(2, Math.random)
    await ended
    expect(fleet.killed).toBeGreaterThan(0)
    expect(await chaosFaults(bench.database, bench.provider.requests, { stages: 2 })).toEqual([])
  } finally {
    await fleet.stop()
  }
})
