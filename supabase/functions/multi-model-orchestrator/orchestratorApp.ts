/** Routes of `multi-model-orchestrator`. What they need is passed in, so that tests and Deno mount the same app. */
import { actingUser, authenticate, callerOf } from '../_shared/http/caller.ts'
import { createFunctionApp } from '../_shared/http/functionApp.ts'
import { readBody } from '../_shared/http/readBody.ts'
import { beginRun } from '../_shared/runs/beginRun.ts'
import { orchestrationRequestSchema } from '../_shared/runs/orchestrationRequest.ts'
import { idempotencyKeyOf, respondToRun, wantsEventStream } from '../_shared/runs/respondToRun.ts'
import type { RunWorker } from '../_shared/runs/runWorker.ts'
import { createStore } from '../_shared/store/store.ts'
import { explainSelection } from './explainSelection.ts'
import { giveFeedback } from './feedback.ts'
import { addRunRoutes, type Environment } from './runRoutes.ts'

/** The function's app: `POST /`, the routes of runs, `POST /runs/:id/feedback`, `GET /selection`, `GET /models`. */
export function createOrchestratorApp(worker: RunWorker) {
  const app = createFunctionApp<Environment>(worker.functionName, worker.logger)
  app.use('*', authenticate())

  app.post('/', async (context) => {
    const body = await readBody(context.req.raw, orchestrationRequestSchema)
    const request = context.req.raw
    const store = createStore(context.var.supabaseContext.supabaseAdmin)
    const run = await beginRun(worker, {
      body,
      userId: actingUser(callerOf(context.var.supabaseContext), body.userId),
      idempotencyKey: idempotencyKeyOf(request),
      store,
    })
    return respondToRun(worker, run, {
      request,
      store,
      background: body.background,
      stream: body.stream || wantsEventStream(request),
    })
  })

  addRunRoutes(app, worker)

  app.post('/runs/:id/feedback', async (context) => {
    const recorded = await giveFeedback({
      request: context.req.raw,
      runId: context.req.param('id'),
      caller: callerOf(context.var.supabaseContext),
      store: createStore(context.var.supabaseContext.supabaseAdmin),
      worker,
    })
    return context.json(recorded)
  })

  app.get('/selection', async (context) => {
    const { supabaseContext } = context.var
    const explained = await explainSelection({
      query: context.req.query(),
      userId: actingUser(callerOf(supabaseContext), undefined),
      store: createStore(supabaseContext.supabaseAdmin),
      worker,
    })
    return context.json(explained)
  })

  app.get('/models', (context) => context.json({ models: worker.catalog.known }))

  return app
}
