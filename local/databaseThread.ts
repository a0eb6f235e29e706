// Runs in a thread of its own: the database, for `database.ts`, which says where in `workerData`.
import { format } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import type { DatabaseAnswer, DatabaseOrder } from './database.ts'
import { type DatabasePlace, openEmbeddedDatabase } from './embeddedDatabase.ts'

if (parentPort === null) throw new Error('databaseThread.ts is started by database.ts')
const port = parentPort
const tell = (answer: DatabaseAnswer) => port.postMessage(answer)
// What lite prints is the stack's to say.
const print = (...parts: unknown[]) => tell({ kind: 'log', line: format(...parts) })
Object.assign(console, { log: print, info: print, warn: print, error: print })

try {
  const place: DatabasePlace = workerData
  const database = await openEmbeddedDatabase(place, (line) => tell({ kind: 'log', line }))
  const carryOut = (order: DatabaseOrder): Promise<unknown> => {
    if (order.kind === 'fetch') return database.fetch(order.request)
    if (order.kind === 'query') return database.query(order.sql, order.parameters)
    return database.close()
  }
  port.on('message', (order: DatabaseOrder) => {
    carryOut(order)
      .then(
        (value) => tell({ kind: 'value', id: order.id, value }),
        (error: unknown) => tell({ kind: 'error', id: order.id, error: plainError(error) }),
      )
      .then(() => order.kind === 'close' && port.close())
  })
  tell({ kind: 'open' })
} catch (error) {
  tell({ kind: 'failed', error: plainError(error) })
  port.close()
}

/** What goes through between threads; of the database's own errors also what they say beside the message. */
function plainError(error: unknown): { message: string; [detail: string]: unknown } {
  if (!(error instanceof Error)) return { message: String(error) }
  const details = Object.entries(error).filter(
    ([, value]) => typeof value === 'string' || typeof value === 'number',
  )
  return { ...Object.fromEntries(details), message: error.message }
}
