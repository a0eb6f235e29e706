// Passes a request on to the process of its function and streams both ways.
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { pipeline } from 'node:stream'
import { FunctionBootError, type FunctionProcess } from './functionProcess.ts'

/** Headers that speak about one connection and end with it (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
])

/**
 * Answers `/functions/v1/<name>/…` with what the function answers to `/<name>/…`. Bodies flow with back-pressure, and a
 * client that goes away closes the function's request too. Failures carry the codes of the hosted gateway:
 * `BOOT_ERROR` 503 when the process does not come up, `WORKER_ERROR` 500 when it dies before it answers.
 */
export async function forwardToFunction(
  request: IncomingMessage,
  response: ServerResponse,
  target: { process: FunctionProcess; path: string },
): Promise<void> {
  let port: number | undefined
  try {
    port = await target.process.port()
    if (response.destroyed) return
    if (await exchange(request, response, { port, path: target.path })) return
    // The process is gone but its end was not yet noticed. Nothing was sent, so the next process gets the request whole.
    await target.process.gone(port)
    port = await target.process.port()
    if (await exchange(request, response, { port, path: target.path })) return
    throw new FunctionBootError(target.process.name, 'it is gone again')
  } catch (error) {
    if (error instanceof FunctionBootError)
      return sendPlatformError(response, 503, 'BOOT_ERROR', error.message)
    if (port !== undefined) await target.process.hungUp(port)
    sendPlatformError(response, 500, 'WORKER_ERROR', 'Function exited due to an error (please check logs)')
  }
}

/** An error of the platform rather than of the function, readable for a browser of any origin. */
export function sendPlatformError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'sb-error-code',
    'sb-error-code': code,
  })
  response.end(JSON.stringify({ code, message }))
}

/** @returns false when no one listens on the port, in which case nothing of the request has been read. */
function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  { port, path }: { port: number; path: string },
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const upstream = httpRequest({
      host: '127.0.0.1',
      port,
      path,
      method: request.method,
      headers: forwardedHeaders(request),
      // A connection that was kept open could be one whose process has died since.
      agent: false,
    })
    const clientGone = () => {
      if (!response.writableFinished) upstream.destroy()
    }
    response.once('close', clientGone)
    upstream.once('socket', (socket) => socket.once('connect', () => sendBody(request, upstream)))
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers))
      response.flushHeaders()
      // A function may answer before it has read the whole body; the rest is read here, so that the client can finish.
      request.unpipe(upstream)
      request.resume()
      pipeline(answer, response, () => {
        upstream.destroy()
        resolve(true)
      })
    })
    upstream.on('error', (error: NodeJS.ErrnoException) => {
      if (response.headersSent || response.destroyed) return resolve(true)
      response.off('close', clientGone)
      if (error.code === 'ECONNREFUSED') return resolve(false)
      reject(error)
    })
  })
}

function sendBody(request: IncomingMessage, upstream: ClientRequest): void {
  const hasBody =
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  if (hasBody) request.pipe(upstream)
  else upstream.end()
}

function forwardedHeaders(request: IncomingMessage): IncomingHttpHeaders {
  const host = request.headers.host ?? '127.0.0.1'
  return {
    ...endToEnd(request.headers),
    'x-forwarded-for': [request.headers['x-forwarded-for'], request.socket.remoteAddress]
      .flat()
      .filter(Boolean)
      .join(', '),
    'x-forwarded-host': host,
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').toLowerCase().split(/\s*,\s*/))
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)),
  )
}
