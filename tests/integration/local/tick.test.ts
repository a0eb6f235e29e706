// The local clock against a real server: whom it wakes, with what, and what it says when that goes wrong.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTick, type Tick } from '../../../local/tick.ts'

let knocks: string[]
let status: number
let due: string[]
let asked: string[]
let said: string[]
let tick: Tick
let closeServer: () => Promise<unknown>

beforeEach(async () => {
  ;[knocks, asked, said, due, status] = [[], [], [], [], 200]
  const server = createServer((request, response) => {
    knocks.push(`${request.method} ${request.url} ${request.headers.apikey}`)
    response.writeHead(status).end('an answer')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeServer = () => new Promise((resolve) => server.close(resolve))
  tick = startTick({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey: 'sb_secret_x',
    served: new Set(['scenarios', 'queue']),
    log: (line) => said.push(line),
    async query<Row>(sql: string) {
      asked.push(sql)
      if (due.includes('broken')) throw new Error('the database is away')
      // what the test says is due, as rows
      return (sql.includes('due_routes') ? due.map((route) => ({ route })) : []) as Row[]
    },
  })
})
afterEach(async () => {
  await tick.stop()
  await closeServer()
})

test('knocks where something is due and someone serves it, with the secret key, and has old events deleted', async () => {
  due = ['scenarios/tick', 'elsewhere/tick', 'queue/internal/tick']
  await vi.waitFor(() => expect(knocks.length).toBeGreaterThanOrEqual(2), { timeout: 5_000 })
  expect(knocks.slice(0, 2).sort()).toEqual([
    'POST /functions/v1/queue/internal/tick sb_secret_x',
    'POST /functions/v1/scenarios/tick sb_secret_x',
  ])
  expect(asked.filter((sql) => sql.includes('delete_old_run_events'))).toHaveLength(1)
  expect(said).toEqual([])
})

test('says once what is wrong, and goes on', async () => {
  ;[due, status] = [['scenarios/tick'], 503]
  await vi.waitFor(() => expect(knocks.length).toBeGreaterThanOrEqual(2), { timeout: 5_000 })
  due = ['broken']
  await vi.waitFor(() => expect(said).toHaveLength(2), { timeout: 5_000 })
  expect(said).toEqual(['tick: scenarios/tick: 503 an answer', 'tick: due work: the database is away'])
  ;[due, status, knocks] = [['scenarios/tick'], 200, []]
  await vi.waitFor(() => expect(knocks).toHaveLength(1), { timeout: 5_000 })
})
