// The local stack's database in a thread of its own, so that neither waits for the other: Postgres at work, and the gateway
// passing on what functions and their callers say.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DatabasePlace } from './embeddedDatabase.ts'
import type { HttpAnswer, HttpRequest } from './httpMessage.ts'

export interface LocalDatabase {
  /** Answers a `/rest/v1` or `/auth/v1` request. */
  fetch(request: HttpRequest): Promise<HttpAnswer>
  /** Runs one statement as the superuser, past RLS and the Data API. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** What the thread is asked. */
export type DatabaseOrder = { id: number } & (
  | { kind: 'fetch'; request: HttpRequest }
  | { kind: 'query'; sql: string; parameters?: unknown[] }
  | { kind: 'close' }
)

/** What the thread says. */
export type DatabaseAnswer =
  | { kind: 'log'; line: string }
  | { kind: 'open' }
  | { kind: 'failed'; error: { message: string } }
  | { kind: 'value'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: { message: string } }

/**
 * Opens the database of a data folder, making it on the first start, and applies the migrations that are new.
 *
 * @throws Error naming the migration that does not apply; the database is closed again.
 */
export async function openDatabase(
  place: DatabasePlace & { log: (line: string) => void },
): Promise<LocalDatabase> {
  const { log, ...workerData } = place
  const thread = new Worker(new URL('databaseThread.ts', import.meta.url), { workerData })
  const exited = once(thread, 'exit')
  const opened = Promise.withResolvers<void>()
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0

  thread.on('message', (answer: DatabaseAnswer) => {
    if (answer.kind === 'log') return log(answer.line)
    if (answer.kind === 'open') return opened.resolve()
    if (answer.kind === 'failed') return opened.reject(errorOf(answer.error))
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.kind === 'value') asked?.resolve(answer.value)
    else asked?.reject(errorOf(answer.error))
  })
  const end = (error: Error) => {
    opened.reject(error)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
  thread.on('exit', () => end(new Error('the database has been closed')))

  // An order without its id.
  type Order = DatabaseOrder extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never
  function ask<Value>(order: Order): Promise<Value> {
    const id = ++lastId
    const asked = Promise.withResolvers<unknown>()
    waiting.set(id, asked)
    thread.postMessage({ ...order, id })
    // The thread answers each kind of order with the kind of value that `databaseThread.ts` says.
    return asked.promise as Promise<Value>
  }

  try {
    await opened.promise
  } catch (error) {
    await exited
    throw error
  }
  let closing: Promise<void> | undefined
  return {
    fetch: (request) => ask<HttpAnswer>({ kind: 'fetch', request }),
    query: <Row>(sql: string, parameters?: unknown[]) => ask<Row[]>({ kind: 'query', sql, parameters }),
    close() {
      closing ??= ask<void>({ kind: 'close' }).then(async () => void (await exited))
      return closing
    },
  }
}

function errorOf({ message, ...details }: { message: string }): Error {
  return Object.assign(new Error(message), details)
}
