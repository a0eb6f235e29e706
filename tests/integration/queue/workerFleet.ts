/** Workers of the queue in processes of their own, some of which are killed now and then, as machines are. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { QueueStore } from '../../../supabase/functions/queue/store/queueStore.ts'
import type { TestDatabase } from '../postgres.ts'

const PROGRAM = fileURLToPath(new URL('workerProcess.ts', import.meta.url))

export interface Fleet {
  /** Lets all begin at once. */
  begin(): void
  /** SIGKILLs so many, picked by `random`, and starts as many in their place. */
  kill(count: number, random: () => number): Promise<void>
  readonly killed: number
  stop(): Promise<void>
}

/** All are up and wait for `begin`. */
export async function startFleet(size: number, environment: Record<string, string>): Promise<Fleet> {
  let workers = await Promise.all(Array.from({ length: size }, () => startWorker(environment)))
  let killed = 0
  const end = async (worker: ChildProcess) => {
    if (worker.exitCode !== null || worker.signalCode !== null) return
    const ended = once(worker, 'exit')
    worker.kill('SIGKILL')
    await ended
  }
  return {
    begin() {
      for (const worker of workers) worker.stdin?.write('begin\n')
    },
    async kill(count, random) {
      const chosen = [...workers].sort(() => random() - 0.5).slice(0, count)
      workers = workers.filter((worker) => !chosen.includes(worker))
      await Promise.all(chosen.map(end))
      killed += chosen.length
      const fresh = await Promise.all(chosen.map(() => startWorker(environment)))
      for (const worker of fresh) worker.stdin?.write('begin\n')
      workers.push(...fresh)
    },
    get killed() {
      return killed
    },
    async stop() {
      await Promise.all(workers.map(end))
    },
  }
}

async function startWorker(environment: Record<string, string>): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: worker.stdout })
  await once(lines, 'line')
  return worker
}

/** Puts copies of an item that stands in line into it, in one statement: `priorities` go round. */
export async function fillQueue(
  database: TestDatabase,
  queue: Pick<QueueStore, 'readItem'>,
  patternId: string,
  count: number,
  priorities: readonly number[] = [0],
): Promise<void> {
  const pattern = await queue.readItem(patternId, null)
  if (pattern === null) throw new Error('no such item')
  await database.query(
    `insert into ai_extraction_queue (
       name, kind, input_type, input_text, schema, stages, priority, status, model_config, round, turn, max_attempts, queued_at
     )
     select
       'item ' || number, kind, input_type, input_text || ' #' || number || '#', schema, stages,
       ($3::smallint[])[1 + number % cardinality($3::smallint[])], 'queued', model_config, 1, number, 20, now()
     from ai_extraction_queue, generate_series(1, $2) number
     where id = $1`,
    [patternId, count, priorities],
  )
  await database.query('delete from ai_extraction_queue where id = $1', [patternId])
}

/** Resolves when so many items have ended; fails after `timeoutMs`. */
export async function untilEnded(database: TestDatabase, count: number, timeoutMs: number): Promise<void> {
  const giveUpAtMs = Date.now() + timeoutMs
  for (;;) {
    const [row] = await database.query<{ count: string }>(
      "select count(*) from ai_extraction_queue where status in ('completed', 'dead_letter', 'cancelled')",
    )
    if (Number(row?.count) >= count) return
    if (Date.now() > giveUpAtMs) throw new Error(`${row?.count} of ${count} items after ${timeoutMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
