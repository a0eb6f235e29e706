/** A begun run as an HTTP answer: at once in the background, as events, or when it is done. */
import { z } from 'zod'
import { retryAfterHeader } from '../http/apiError.ts'
import { toApiError } from '../http/functionApp.ts'
import { parseFields } from '../http/readBody.ts'
import { serverSentEvents } from '../http/serverSentEvents.ts'
import type { BegunRun } from './beginRun.ts'
import { inCanonicalOrder } from './canonicalOrder.ts'
import type { RunAnswer } from './conductRun.ts'
import type { Kernel } from './kernel.ts'
import { idempotencyKeySchema } from './orchestrationRequest.ts'
import { eventsTo } from './runEvents.ts'

export interface AnswerOptions {
  request: Request
  background: boolean
  stream: boolean
  /** What the caller gets of the run's answer; by default the answer itself. */
  toBody?: (answer: RunAnswer) => unknown
}

/** Answers 202 with the run's id, a stream whose last event is the answer, or the answer. */
export async function answerRun(kernel: Kernel, run: BegunRun, options: AnswerOptions): Promise<Response> {
  const { request, toBody = (answer) => inCanonicalOrder(answer.body) } = options
  const onFault = (error: unknown) => toApiError(error, kernel.functionName, kernel.logger)
  if (options.background) {
    // A failure is the run's own record; one that keeps it from being recorded is in the log.
    if (run.isOurs) kernel.waitUntil(run.answer().catch(onFault))
    return Response.json({ runId: run.runId }, { status: 202 })
  }
  // Whoever sends a key means to ask again: their run goes on though the line drops.
  const endsWithCaller = idempotencyKeyOf(request) === null
  if (options.stream) {
    return serverSentEvents(async (sink, gone) => {
      sink.send('run', { runId: run.runId })
      try {
        const answer = await run.answer({ events: eventsTo(sink), signal: endsWithCaller ? gone : undefined })
        sink.send(answer.status === 200 ? 'result' : 'error', toBody(answer))
      } catch (error) {
        sink.send('error', onFault(error).toBody())
      }
    })
  }
  const answering = run.answer({ signal: endsWithCaller ? request.signal : undefined })
  if (!endsWithCaller) kernel.waitUntil(answering.catch(() => undefined))
  const answer = await answering
  const headers = answer.retryAfterMs === undefined ? undefined : retryAfterHeader(answer.retryAfterMs)
  return Response.json(toBody(answer), { status: answer.status, headers })
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
