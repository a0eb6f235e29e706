/**
 * The extraction queue at full scale, on a real Postgres with workers in processes of their own.
 *
 *   npm run bench:queue [-- --items 10000] [--workers 8] [--kill-every-ms 3000] [--json FILE]
 *
 * Three parts:
 *   limit   what the database gives: as many processes claim and complete as many bare rows (`for update skip locked`), one
 *           by one, and do nothing else
 *   queue   the same number of items through the queue, whose models answer at once in the worker: claims, leases, results,
 *           ledger, runs and ends, over the same driver
 *   chaos   the items again, two stages each, with a provider over HTTP, and two workers killed every few seconds: every item
 *           to its end exactly once, in order, nothing lost and nothing paid again once stored
 *
 * Workers reach Postgres through supabase-js and an in-process Data API on `pg` (tests/integration/rpcApi.ts); the limit is
 * measured over the same, and the queue is held against it. Fails below 70 % of it, or at any fault of the chaos.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { chaosFaults } from '../../tests/integration/queue/chaosFaults.ts'
import {
  INVOICE,
  ONE_STAGE,
  openQueueBench,
  type QueueBench,
  rightReply,
} from '../../tests/integration/queue/queueBench.ts'
import { fillQueue, startFleet, untilEnded } from '../../tests/integration/queue/workerFleet.ts'

const WANTED_SHARE = 0.7
/** Turn about, so that whatever else the machine does falls on both alike. */
const ROUNDS = 5
const MODEL = 'gpt-4.1'
const LONGEST_MS = 1_800_000

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '8' },
    'kill-every-ms': { type: 'string', default: '3000' },
    json: { type: 'string' },
  },
})
const count = z.coerce.number().int().positive()
const ITEMS = count.parse(values.items)
const WORKERS = count.parse(values.workers)
const KILL_EVERY_MS = count.parse(values['kill-every-ms'])

interface Throughput {
  items: number
  seconds: number
  perSecond: number
}

function throughput(items: number, milliseconds: number): Throughput {
  return { items, seconds: milliseconds / 1000, perSecond: (1000 * items) / milliseconds }
}

const BARE_SQL = `
  create table public.bare_queue (
    id integer primary key generated always as identity, status text not null default 'queued', claimed_at timestamptz,
    finished_at timestamptz
  );
  create index bare_queue_line on public.bare_queue (id) where status = 'queued';
  grant all on public.bare_queue to service_role;
  create function public.bare_claim(claim jsonb) returns integer language sql as $$
    update public.bare_queue set status = 'processing', claimed_at = clock_timestamp()
    where id = (select id from public.bare_queue where status = 'queued' order by id limit 1 for update skip locked)
    returning id
  $$;
  create function public.bare_complete(done integer) returns void language sql as $$
    update public.bare_queue set status = 'completed', finished_at = clock_timestamp() where id = done
  $$;
  grant execute on function public.bare_claim(jsonb), public.bare_complete(integer) to service_role`

async function timeLimit(bench: QueueBench, items: number): Promise<number> {
  const { database } = bench
  await database.query(BARE_SQL)
  await database.query('insert into public.bare_queue (status) select $1 from generate_series(1, $2)', [
    'queued',
    items,
  ])
  await database.query('vacuum analyze public.bare_queue')
  const fleet = await startFleet(WORKERS, { DATABASE_URL: database.url, BARE: 'yes' })
  try {
    const startedAtMs = performance.now()
    fleet.begin()
    for (;;) {
      const [row] = await database.query<{ left: boolean }>(
        "select exists (select from public.bare_queue where status <> 'completed') as left",
      )
      if (!row?.left) break
      await pause(50)
    }
    return performance.now() - startedAtMs
  } finally {
    await fleet.stop()
    await database.query(
      'drop function public.bare_claim(jsonb), public.bare_complete(integer); drop table public.bare_queue',
    )
  }
}

async function timeQueue(bench: QueueBench, items: number): Promise<number> {
  const pattern = await bench.add({ stages: ONE_STAGE })
  await bench.start(pattern, { stage_models: { extract: [MODEL] } })
  await fillQueue(bench.database, bench.queue, pattern.id, items)
  await bench.database.query('vacuum analyze ai_extraction_queue')
  const fleet = await startFleet(WORKERS, {
    DATABASE_URL: bench.database.url,
    OPENAI_API_KEY: 'sk-bench-openai-0123456789',
    MERIT_INSTANT_ANSWER: JSON.stringify(INVOICE),
    CONCURRENCY: '16',
    LEASE_MS: '30000',
  })
  try {
    const startedAtMs = performance.now()
    fleet.begin()
    await untilEnded(bench.database, items, LONGEST_MS)
    return performance.now() - startedAtMs
  } finally {
    await fleet.stop()
  }
}

async function runChaos(bench: QueueBench) {
  bench.provider.requests.length = 0
  bench.reply = (_model, request) => ({ ...rightReply(request), delayMs: 20 })
  const pattern = await bench.add({ stages: [{ name: 'draft', prompt: 'Draft it.' }, ...ONE_STAGE] })
  await bench.start(pattern, { stage_models: { draft: [MODEL], extract: [MODEL] } })
  await fillQueue(bench.database, bench.queue, pattern.id, ITEMS, [0, 5, 10])
  const fleet = await startFleet(WORKERS, {
    DATABASE_URL: bench.database.url,
    OPENAI_API_KEY: 'sk-bench-openai-0123456789',
    OPENAI_BASE_URL: `${bench.provider.url}/v1`,
    CONCURRENCY: '8',
    LEASE_MS: '10000',
  })
  try {
    const startedAtMs = performance.now()
    fleet.begin()
    const ended = untilEnded(bench.database, ITEMS, LONGEST_MS).then(() => true as const)
    while (!(await Promise.race([ended, pause(KILL_EVERY_MS)]))) await fleet.kill(2, Math.random)
    const speed = throughput(ITEMS, performance.now() - startedAtMs)
    const faults = await chaosFaults(bench.database, bench.provider.requests, { stages: 2 })
    return {
      ...speed,
      killed: fleet.killed,
      callsPaid: bench.provider.requests.length,
      callsStored: 2 * ITEMS,
      faults,
    }
  } finally {
    await fleet.stop()
  }
}

function pause(milliseconds: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), milliseconds))
}

async function main(): Promise<void> {
  const bench = await openQueueBench()
  try {
    const rounds: { limitMs: number; queueMs: number }[] = []
    const share = Math.ceil(ITEMS / ROUNDS)
    for (let round = 0; round < ROUNDS; round += 1) {
      const limitMs = await timeLimit(bench, share)
      const queueMs = await timeQueue(bench, share)
      await bench.database.clear()
      rounds.push({ limitMs, queueMs })
    }
    const sum = (time: (round: (typeof rounds)[number]) => number) =>
      rounds.reduce((total, each) => total + time(each), 0)
    const limit = throughput(
      ROUNDS * share,
      sum(({ limitMs }) => limitMs),
    )
    const queue = throughput(
      ROUNDS * share,
      sum(({ queueMs }) => queueMs),
    )
    const shareOfLimit = queue.perSecond / limit.perSecond
    console.log(`limit: ${limit.perSecond.toFixed(0)} bare claims and completions a second`)
    console.log(
      `queue: ${queue.perSecond.toFixed(0)} items a second, ${(100 * shareOfLimit).toFixed(0)} % of the limit`,
    )
    const chaos = await runChaos(bench)
    console.log(
      `chaos: ${chaos.items} items of two calls in ${chaos.seconds.toFixed(1)} s, ${chaos.killed} of the workers killed; ` +
        `${chaos.callsPaid} calls paid, ${chaos.callsStored} stored; ${chaos.faults.length} faults`,
    )
    for (const fault of chaos.faults.slice(0, 20)) console.log(`  ${fault}`)
    const figures = { workers: WORKERS, rounds, limit, queue, shareOfLimit, chaos }
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)
    if (shareOfLimit < WANTED_SHARE || chaos.faults.length > 0) process.exitCode = 1
  } finally {
    await bench.stop()
  }
}

await main()
