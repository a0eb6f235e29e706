/** A begun run as an HTTP answer: at once in the background, as events, or when it is done. */
import { z } from 'zod'
import { inCanonicalOrder } from '../canonical/canonicalOrder.ts'
import { type ApiError, retryAfterHeader } from '../http/apiError.ts'
import { toApiError } from '../http/functionApp.ts'
import { parseFields } from '../http/readBody.ts'
import { type ServerSentEvent, serverSentEvents } from '../http/serverSentEvents.ts'
import type { Store } from '../store/store.ts'
import type { BegunRun } from './beginRun.ts'
import { idempotencyKeySchema } from './orchestrationRequest.ts'
import type { RunAnswer } from './runAnswer.ts'
import type { RunWorker } from './runWorker.ts'
import { watchRun } from './watchRun.ts'

export interface AnswerOptions {
  request: Request
  store: Store
  background: boolean
  stream: boolean
  /** What the caller gets of the run's answer; by default the answer itself. */
  toBody?: (answer: RunAnswer) => unknown
}

/** Answers 202 with the run's id, a stream whose last event is the answer, or the answer. */
export async function respondToRun(
  worker: RunWorker,
  run: BegunRun,
  options: AnswerOptions,
): Promise<Response> {
  const { request, toBody = (answer) => inCanonicalOrder(answer.body) } = options
  const onFault = (error: unknown) => toApiError(error, worker.functionName, worker.logger)
  if (options.background) {
    // A failure is the run's own record; one that keeps it from being recorded is in the log.
    if (run.isOurs) worker.waitUntil(run.answer().catch(onFault))
    return Response.json({ runId: run.runId }, { status: 202 })
  }
  // Whoever sends a key means to ask again: their run goes on though the line drops.
  const endsWithCaller = idempotencyKeyOf(request) === null
  if (options.stream) {
    const caller = new AbortController()
    const answering = run.answer({ signal: endsWithCaller ? caller.signal : undefined })
    worker.waitUntil(answering.catch(() => undefined))
    return serverSentEvents((gone) => answerAsEvents(worker, run, answering, { ...options, onFault, gone }), {
      onGone: () => caller.abort(),
    })
  }
  const answering = run.answer({ signal: endsWithCaller ? request.signal : undefined })
  if (!endsWithCaller) worker.waitUntil(answering.catch(() => undefined))
  const answer = await answering
  const headers = answer.retryAfterMs === undefined ? undefined : retryAfterHeader(answer.retryAfterMs)
  return Response.json(toBody(answer), { status: answer.status, headers })
}

/** All a run tells from its first event, then its answer in the words of this caller. */
async function* answerAsEvents(
  worker: RunWorker,
  { runId }: BegunRun,
  answering: Promise<RunAnswer>,
  {
    store,
    toBody = (answer) => inCanonicalOrder(answer.body),
    onFault,
    gone,
  }: AnswerOptions & { onFault: (error: unknown) => ApiError; gone: AbortSignal },
): AsyncGenerator<ServerSentEvent> {
  let lastId = 0
  // A run that gives no answer has nothing more to tell.
  const failure = new AbortController()
  answering.catch((error: unknown) => failure.abort(error))
  const signal = AbortSignal.any([gone, failure.signal])
  try {
    for await (const event of watchRun(worker, store, { runId, userId: null, afterId: 0, signal })) {
      lastId = event.id
      yield event.event === 'result' ? { ...event, data: toBody(await answering) } : event
    }
    failure.signal.throwIfAborted()
  } catch (error) {
    yield { id: lastId + 1, event: 'error', data: onFault(error).toBody() }
  }
}

/** The `Idempotency-Key` of a request, `null` where it has none. Throws `invalid_request` for one that is malformed. */
export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers.get('idempotency-key')
  if (key === null) return null
  const schema = z.object({ 'Idempotency-Key': idempotencyKeySchema })
  return parseFields({ 'Idempotency-Key': key }, schema)['Idempotency-Key']
}

/** Whether the caller asks for events by its `Accept` header. */
export function wantsEventStream(request: Request): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes('text/event-stream')
}
