/** A TCP proxy that can go down and come back, for tests of what happens when the database is away. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface BreakableProxy {
  url: string
  /** How many connections came while it was down. */
  refused: number
  /** Cuts what is open and hangs up on whoever comes. */
  break(): void
  mend(): void
  stop(): Promise<void>
}

/** Listens on a free port and passes everything on to `targetUrl`. */
export async function startBreakableProxy(targetUrl: string): Promise<BreakableProxy> {
  const target = new URL(targetUrl)
  const open = new Set<Socket>()
  let broken = false
  const server = createServer((client) => {
    if (broken) {
      proxy.refused += 1
      client.destroy()
      return
    }
    const upstream = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const proxy: BreakableProxy = {
    url: `http://127.0.0.1:${port}`,
    refused: 0,
    break() {
      broken = true
      for (const socket of open) socket.destroy()
    },
    mend() {
      broken = false
    },
    stop() {
      for (const socket of open) socket.destroy()
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())))
    },
  }
  return proxy
}
