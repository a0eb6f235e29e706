// Runs in Deno: gives one edge function what the hosted runtime gives it, and serves it on a free local port.
//
//   deno run -A --config <function>/deno.json local/functionHost.ts <entry URL> <grace in ms> <word>
//
// The parent process is told the port on stdout, as one line `<word> <port>`; the
// word is a new one each time, so that nothing a function prints can look like it. Stdin is the life line: when it ends,
// because the parent closed it or is gone, the function is told to finish and the process exits.

interface HttpServer {
  shutdown(): Promise<void>
}
type Handler = (request: Request, information: unknown) => Response | Promise<Response>
type ServeOptions = { handler?: Handler } & Record<string, unknown>

/** The part of Deno that is used here; the project's types are Node's. */
declare const Deno: {
  args: string[]
  exit(code: number): never
  stdin: { readable: ReadableStream<Uint8Array> }
  serve: (...parameters: [Handler] | [ServeOptions, Handler?]) => HttpServer
  addSignalListener(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): void
}

const [entry = '', graceMs = '5000', word = 'listening'] = Deno.args
const background = new Set<Promise<unknown>>()
const servers: HttpServer[] = []

Object.assign(globalThis, {
  EdgeRuntime: {
    /** Keeps the process up until the promise settles, also after the response is out. */
    waitUntil<T>(promise: Promise<T>): Promise<T> {
      const settled = Promise.resolve(promise)
        .catch((error: unknown) => console.error('EdgeRuntime.waitUntil:', error))
        .finally(() => background.delete(settled))
      background.add(settled)
      return promise
    },
  },
})

// Hosted functions do not choose where they listen either: whatever they ask for, they get a local port.
const serve = Deno.serve.bind(Deno)
Deno.serve = (...parameters) => {
  const [first, second] = parameters
  const options = typeof first === 'function' ? {} : first
  const handler = typeof first === 'function' ? first : (second ?? first.handler)
  if (handler === undefined) throw new TypeError('Deno.serve was called without a handler')
  const server = serve(
    {
      ...options,
      handler: undefined,
      hostname: '127.0.0.1',
      port: 0,
      onListen: ({ port }: { port: number }) => console.log(`${word} ${port}`),
    },
    handler,
  )
  servers.push(server)
  return server
}

let stopping: Promise<never> | undefined

/** Tells the function, lets open requests and background work finish within the grace time, and exits. */
function stop(): Promise<never> {
  stopping ??= (async () => {
    setTimeout(() => Deno.exit(0), Number(graceMs))
    globalThis.dispatchEvent(new CustomEvent('beforeunload', { detail: { reason: 'termination' } }))
    await Promise.allSettled(servers.map((server) => server.shutdown()))
    while (background.size > 0) await Promise.allSettled([...background])
    return Deno.exit(0)
  })()
  return stopping
}

// Ctrl-C reaches the whole process group; the parent decides when its functions end.
Deno.addSignalListener('SIGINT', () => {})
Deno.addSignalListener('SIGHUP', () => {})
Deno.addSignalListener('SIGTERM', stop)

async function stopWithParent(): Promise<void> {
  for await (const _ of Deno.stdin.readable);
  await stop()
}
void stopWithParent()

const module: { default?: { fetch?: Handler } } = await import(entry)
if (typeof module.default?.fetch === 'function') Deno.serve({}, module.default.fetch)
