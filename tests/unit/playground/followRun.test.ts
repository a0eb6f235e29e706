import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@supabase/supabase-js'
import { afterEach, expect, test } from 'vitest'
import { followRun } from '../../../dashboard/src/data/followRun.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A server that answers the requests in turn, as the handlers say. */
async function apiOf(...handlers: Handler[]) {
  const seen: { method?: string; path?: string; key?: string; lastEventId?: string }[] = []
  const server = createServer((request, response) => {
    seen.push({
      method: request.method,
      path: request.url,
      key: request.headers['idempotency-key'] as string | undefined,
      lastEventId: request.headers['last-event-id'] as string | undefined,
    })
    request.resume().once('end', () => handlers[seen.length - 1]?.(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { functions } = createClient(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    'sb_publishable_test',
  )
  return { functions, seen }
}

const events = (response: ServerResponse, ...lines: [id: number, event: string, data: unknown][]) => {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const [id, event, data] of lines)
    response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
const failure = { error: { code: 'all_models_failed', message: 'all 2 models tried have failed' } }

async function follow(api: Awaited<ReturnType<typeof apiOf>>, signal = new AbortController().signal) {
  const connection: boolean[] = []
  const told: string[] = []
  const messages = followRun({
    functions: api.functions,
    run: { body: { request: 'a todo app' }, idempotencyKey: 'key-1' },
    signal,
    sleep: async () => {},
    onConnection: (isConnected) => connection.push(isConnected),
  })
  for await (const { event } of messages) told.push(event)
  return { told, connection }
}

test('tells all to the end, and passes over events it does not know', async () => {
  const api = await apiOf((_, response) => {
    events(response, [1, 'run', { runId: 'r1' }], [2, 'weather', {}], [3, 'error', failure])
    response.end()
  })
  expect((await follow(api)).told).toEqual(['run', 'error'])
  expect(api.seen).toEqual([
    { method: 'POST', path: '/functions/v1/multi-model-orchestrator', key: 'key-1', lastEventId: undefined },
  ])
})

test('goes on from the last event where the line drops, and starts no second run', async () => {
  const api = await apiOf(
    (_, response) => {
      events(response, [1, 'run', { runId: 'r1' }], [2, 'weather', {}])
      setImmediate(() => response.destroy())
    },
    (_, response) => response.destroy(),
    (_, response) => {
      events(response, [3, 'error', failure])
      response.end()
    },
  )
  const { told, connection } = await follow(api)
  expect(told).toEqual(['run', 'error'])
  expect(connection).toEqual([true, false, false, true])
  expect(api.seen.slice(1).map(({ method, path, lastEventId }) => [method, path, lastEventId])).toEqual(
    Array(2).fill(['GET', '/functions/v1/multi-model-orchestrator/runs/r1/events', '2']),
  )
})

test('asks again with the same key where the line drops before the run has a name', async () => {
  const api = await apiOf(
    (_, response) => response.destroy(),
    (_, response) => {
      events(response, [1, 'run', { runId: 'r1' }], [2, 'error', failure])
      response.end()
    },
  )
  expect((await follow(api)).told).toEqual(['run', 'error'])
  expect(api.seen.map(({ key }) => key)).toEqual(['key-1', 'key-1'])
})

test('a refusal is told in the words of the API, and not tried again', async () => {
  const api = await apiOf((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { code: 'invalid_request', message: 'models.0: unknown model' } }))
  })
  await expect(follow(api)).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'models.0: unknown model',
  })
  expect(api.seen).toHaveLength(1)
})
