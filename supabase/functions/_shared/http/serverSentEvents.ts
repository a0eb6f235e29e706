/** Server-sent events: named JSON events with ids, and a comment line now and then so that nothing in between hangs up. */

export const KEEP_ALIVE_MS = 15_000

export interface EventSink {
  send(event: string, data: unknown): void
}

/**
 * A response whose body `produce` writes. `signal` is aborted when the client goes away.
 * `produce` ends the stream by returning; it is to turn its own failures into events, and a throw ends the stream short.
 */
export function serverSentEvents(produce: (sink: EventSink, signal: AbortSignal) => Promise<void>): Response {
  const gone = new AbortController()
  const encoder = new TextEncoder()
  let eventId = 0
  let keepAlive: ReturnType<typeof setInterval> | undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(text))
      }
      keepAlive = setInterval(() => write(': keep-alive\n\n'), KEEP_ALIVE_MS)
      const sink: EventSink = {
        send(event, data) {
          eventId += 1
          write(`id: ${eventId}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
        },
      }
      produce(sink, gone.signal)
        .then(
          () => !gone.signal.aborted && controller.close(),
          (error: unknown) => !gone.signal.aborted && controller.error(error),
        )
        .finally(() => clearInterval(keepAlive))
    },
    cancel() {
      clearInterval(keepAlive)
      gone.abort()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
