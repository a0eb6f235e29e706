// The one port of the local stack: /rest/v1 and /auth/v1 to the database, /functions/v1 to the functions, / to a page.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { FunctionProcess } from './functionProcess.ts'
import { forwardToFunction, sendPlatformError } from './functionProxy.ts'
import type { HttpAnswer, HttpRequest } from './httpMessage.ts'

/** What the gateway leads to; known only after the port is. */
export interface GatewayTargets {
  /** Answers Data API and Auth requests. */
  database: (request: HttpRequest) => Promise<HttpAnswer>
  functions: ReadonlyMap<string, FunctionProcess>
  /** Answers everything else. */
  page: (request: Request) => Promise<Response>
}

export interface Gateway {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** Requests that came before now waited; from here on they are answered. */
  open(targets: GatewayTargets): void
  /** Ends open connections and frees the port. */
  close(): Promise<void>
}

/** The port is taken by another program. */
export class PortInUseError extends Error {
  constructor(port: number) {
    super(`port ${port} is in use: stop what listens there, or choose another with PORT=<number>`)
    this.name = 'PortInUseError'
  }
}

const KEEP_ALIVE_MS = 65_000

/**
 * Takes the port (0: any free one), on this machine's loopback address only.
 *
 * @throws PortInUseError
 */
export async function claimPort(port: number): Promise<Gateway> {
  const opened = Promise.withResolvers<GatewayTargets>()
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    opened.promise
      .then((targets) => route(request, response, targets))
      .catch((error: unknown) => {
        console.error('gateway:', error)
        sendPlatformError(response, 500, 'INTERNAL', 'the local gateway failed; see its log')
      })
  })
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: opened.resolve,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUseError(port)
    throw error
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  targets: GatewayTargets,
): Promise<void> {
  const path = request.url ?? '/'
  const functionPath = /^\/functions\/v1(\/([^/?]+).*)$/.exec(path)
  if (functionPath !== null) {
    const [, forwardedPath = '', name = ''] = functionPath
    const process = targets.functions.get(name)
    if (process === undefined)
      return sendPlatformError(response, 404, 'NOT_FOUND', 'Requested function was not found')
    return forwardToFunction(request, response, { process, path: forwardedPath })
  }
  if (/^\/(?:rest|auth)\/v1(?:[/?]|$)/.test(path)) {
    const answer = await targets.database(await wholeRequest(request))
    response.writeHead(answer.status, answer.headers.flat())
    response.end(answer.body)
    return
  }
  // The global Request and Response stay as they are: replacing them would break `instanceof` in everything else.
  await getRequestListener(targets.page, { overrideGlobalObjects: false })(request, response)
}

/** The request once all of it is there: the database has one connection, and nobody's slow upload is to hold it. */
async function wholeRequest(request: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const method = request.method ?? 'GET'
  return {
    url: `http://${request.headers.host ?? '127.0.0.1'}${request.url}`,
    method,
    headers: Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
      ),
    ),
    body: method === 'GET' || method === 'HEAD' ? null : new Uint8Array(Buffer.concat(chunks)),
  }
}
