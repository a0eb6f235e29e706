/** Server-sent events: named JSON events with ids, and a comment line now and then so that nothing in between hangs up. */

export const KEEP_ALIVE_MS = 15_000

export interface ServerSentEvent {
  id: number
  event: string
  data: unknown
}

export interface EventStreamOptions {
  /** How long the line may be silent; {@link KEEP_ALIVE_MS} by default. */
  keepAliveMs?: number
  /** Called once where the client goes away before the end. */
  onGone?: () => void
}

/**
 * A response whose body is what `source` yields, one event at a time and only when the client takes it: a slow reader
 * slows the source down, and nothing piles up here. The source's signal is aborted when the client goes away.
 * A source that throws ends the stream short.
 */
export function serverSentEvents(
  source: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
  { keepAliveMs = KEEP_ALIVE_MS, onGone }: EventStreamOptions = {},
): Response {
  const gone = new AbortController()
  const events = source(gone.signal)[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<ServerSentEvent>> | undefined
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        next ??= events.next()
        const result = await within(next, keepAliveMs)
        if (result === undefined) {
          controller.enqueue(encoder.encode(': keep-alive\n\n'))
          return
        }
        next = undefined
        if (gone.signal.aborted) return
        if (result.done) controller.close()
        else controller.enqueue(encoder.encode(textOf(result.value)))
      },
      async cancel() {
        gone.abort()
        onGone?.()
        // What it was about to say has no listener any more.
        await next?.catch(() => undefined)
        await events.return?.()
      },
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}

function textOf({ id, event, data }: ServerSentEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** The promise's value, or `undefined` where it takes longer than that. Leaves no timer behind. */
async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
