/** A provider that answers exactly what a test says, byte for byte, over real HTTP. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedRequest {
  path: string
  headers: IncomingHttpHeaders
  // Whatever the SDK sent; the tests look at single fields of it.
  body: Record<string, unknown>
  /** Settles when the client's end of the socket is gone. */
  closed: Promise<void>
}

export interface ScriptedProvider {
  url: string
  requests: ReceivedRequest[]
  answer: (response: ServerResponse, request: ReceivedRequest) => void | Promise<void>
  stop(): Promise<void>
}

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const provider: ScriptedProvider = {
    url: '',
    requests: [],
    answer: (response) => {
      response.writeHead(501).end()
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    const text = Buffer.concat(pieces).toString()
    const received: ReceivedRequest = {
      path: request.url ?? '',
      headers: request.headers,
      body: text ? JSON.parse(text) : {},
      closed: new Promise((resolve) => response.once('close', resolve)),
    }
    provider.requests.push(received)
    await provider.answer(response, received)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return provider
}

/** Starts a server-sent-event answer; the stream stays open until the test ends it. */
export function openStream(response: ServerResponse, ...events: string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  for (const event of events) response.write(event)
}

export function sendStream(response: ServerResponse, ...events: string[]): void {
  openStream(response, ...events)
  response.end()
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
