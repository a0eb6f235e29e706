/** Routes of `multi-model-orchestrator`. What they need is passed in, so that tests and Deno mount the same app. */
import type { SupabaseContext } from '@supabase/server'
import type { Context } from 'hono'
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import { actingUser, authenticate, callerOf } from '../_shared/http/caller.ts'
import { createFunctionApp, toApiError } from '../_shared/http/functionApp.ts'
import { parseFields, readBody } from '../_shared/http/readBody.ts'
import { serverSentEvents } from '../_shared/http/serverSentEvents.ts'
import { type BegunRun, beginRun } from '../_shared/runs/beginRun.ts'
import { inCanonicalOrder } from '../_shared/runs/canonicalOrder.ts'
import type { RunAnswer } from '../_shared/runs/conductRun.ts'
import type { Kernel } from '../_shared/runs/kernel.ts'
import { idempotencyKeySchema, orchestrationRequestSchema } from '../_shared/runs/orchestrationRequest.ts'
import { eventsTo } from '../_shared/runs/runEvents.ts'
import { runView } from '../_shared/runs/runView.ts'
import type { Database } from '../_shared/store/database.generated.ts'
import { createStore } from '../_shared/store/store.ts'

interface Environment {
  Variables: { supabaseContext: SupabaseContext<Database> }
}

/** The function's app: `POST /`, `GET /runs/:id`, `GET /models`. */
export function createOrchestratorApp(kernel: Kernel) {
  const app = createFunctionApp<Environment>(kernel.functionName, kernel.logger)
  app.use('*', authenticate())

  app.post('/', async (context) => {
    const body = await readBody(context.req.raw, orchestrationRequestSchema)
    const request = {
      body,
      userId: actingUser(callerOf(context.var.supabaseContext), body.userId),
      idempotencyKey: idempotencyKeyOf(context),
      store: createStore(context.var.supabaseContext.supabaseAdmin),
    }
    const wantsStream = body.stream || acceptsEventStream(context)
    const run = await beginRun(kernel, request)
    if (body.background) {
      // A failure is the run's own record; one that keeps it from being recorded is in the log.
      if (run.isOurs)
        kernel.waitUntil(
          run.answer().catch((error: unknown) => toApiError(error, kernel.functionName, kernel.logger)),
        )
      return context.json({ runId: run.runId }, 202)
    }
    // Whoever sends a key means to ask again: their run goes on though the line drops.
    const endsWithCaller = request.idempotencyKey === null
    if (wantsStream) return streamed(kernel, run, endsWithCaller)
    if (endsWithCaller) return toResponse(await run.answer({ signal: context.req.raw.signal }))
    const answer = run.answer()
    kernel.waitUntil(answer.catch(() => undefined))
    return toResponse(await answer)
  })

  app.get('/runs/:id', async (context) => {
    const { id: runId } = parseFields(context.req.param(), z.object({ id: z.uuid() }))
    const caller = callerOf(context.var.supabaseContext)
    const store = createStore(context.var.supabaseContext.supabaseAdmin)
    const run = await store.readRun({ runId, userId: caller.kind === 'user' ? caller.userId : null })
    if (run === null) throw new ApiError('not_found', 'no such run')
    return context.json(runView(run))
  })

  app.get('/models', (context) => context.json({ models: kernel.catalog.known }))

  return app
}

function idempotencyKeyOf(context: Context): string | null {
  const key = context.req.header('idempotency-key')
  if (key === undefined) return null
  return parseFields({ 'Idempotency-Key': key }, z.object({ 'Idempotency-Key': idempotencyKeySchema }))[
    'Idempotency-Key'
  ]
}

function acceptsEventStream(context: Context): boolean {
  return (context.req.header('accept') ?? '').toLowerCase().includes('text/event-stream')
}

function toResponse(answer: RunAnswer): Response {
  return Response.json(inCanonicalOrder(answer.body), { status: answer.status })
}

/** The run as events; the last is what the plain answer would have been. */
function streamed(kernel: Kernel, run: BegunRun, endsWithCaller: boolean): Response {
  return serverSentEvents(async (sink, gone) => {
    sink.send('run', { runId: run.runId })
    try {
      const answer = await run.answer({ events: eventsTo(sink), signal: endsWithCaller ? gone : undefined })
      sink.send(answer.status === 200 ? 'result' : 'error', inCanonicalOrder(answer.body))
    } catch (error) {
      sink.send('error', toApiError(error, kernel.functionName, kernel.logger).toBody())
    }
  })
}
