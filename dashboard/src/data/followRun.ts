/**
 * Starts a run and tells what it tells, to its end, also where the network drops in between: a run with an
 * `Idempotency-Key` goes on without its listener, and its events are had again from where they broke off.
 */
import { FunctionsFetchError, FunctionsHttpError } from '@supabase/supabase-js'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { failureOf } from './callFunction.ts'
import type { Client } from './project.tsx'
import { type RunMessage, readRunMessage } from './runMessages.ts'

type FunctionsClient = Client['functions']

const FUNCTION = 'multi-model-orchestrator'

export interface NewRun {
  /** The body of the orchestrator's contract, without `stream`. */
  body: Readonly<Record<string, unknown>>
  /** One for each run that is meant: sent with every try, so that no try starts a second run. */
  idempotencyKey: string
}

export interface FollowRunOptions {
  functions: Pick<FunctionsClient, 'invoke'>
  /** A run to start, or one that was started before. */
  run: NewRun | { runId: string }
  /** Ends the listening, not the run. */
  signal: AbortSignal
  sleep: (ms: number) => Promise<void>
  /** Told when the line drops (`false`) and when it is back. */
  onConnection?: (isConnected: boolean) => void
}

class LineDropped extends Error {}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8_000

/**
 * @returns each message once, in order; the last is `result` or `error`
 * @throws ApiFailure where the run is refused, or is not there any more
 */
export async function* followRun(options: FollowRunOptions): AsyncGenerator<RunMessage> {
  const { run } = options
  let runId = 'runId' in run ? run.runId : undefined
  let lastId = 0
  let pauseMs = FIRST_PAUSE_MS
  while (!options.signal.aborted) {
    try {
      const response = await ('body' in run && runId === undefined
        ? start(options, run)
        : goOn(options, runId ?? '', lastId))
      options.onConnection?.(true)
      for await (const { id, message } of messagesOf(response)) {
        lastId = id
        pauseMs = FIRST_PAUSE_MS
        if (message === null) continue
        if (message.event === 'run') runId = message.data.runId
        yield message
        if (message.event === 'result' || message.event === 'error') return
      }
      // The stream ended before the run did.
      options.onConnection?.(false)
    } catch (error) {
      if (options.signal.aborted) return
      if (!(error instanceof LineDropped || error instanceof FunctionsFetchError)) throw error
      options.onConnection?.(false)
    }
    await options.sleep(pauseMs)
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
  }
}

function start({ functions, signal }: FollowRunOptions, { body, idempotencyKey }: NewRun): Promise<Response> {
  return call(functions, FUNCTION, {
    body: { ...body, stream: true },
    headers: { 'Idempotency-Key': idempotencyKey },
    signal,
  })
}

function goOn({ functions, signal }: FollowRunOptions, runId: string, lastId: number): Promise<Response> {
  return call(functions, `${FUNCTION}/runs/${runId}/events`, {
    method: 'GET',
    headers: { 'Last-Event-ID': String(lastId) },
    signal,
  })
}

async function call(
  functions: FollowRunOptions['functions'],
  path: string,
  request: Parameters<FunctionsClient['invoke']>[1],
): Promise<Response> {
  const { data, error } = await functions.invoke<Response>(path, request)
  if (error instanceof FunctionsHttpError) throw await failureOf(error.context)
  if (error) throw error
  if (!(data instanceof Response)) throw new TypeError('the API answered with something other than events')
  return data
}

async function* messagesOf(response: Response): AsyncGenerator<{ id: number; message: RunMessage | null }> {
  if (response.body === null) return
  const reader = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new LineDropped('the network went away in the middle of the events', { cause })
      })
      if (done) return
      yield { id: Number(value.id), message: readRunMessage(value.event, value.data) }
    }
  } finally {
    // Of a stream that broke there is nothing left to cancel.
    await reader.cancel().catch(() => undefined)
  }
}
