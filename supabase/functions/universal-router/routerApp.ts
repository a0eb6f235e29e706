/** Routes of `universal-router`: classify, then hand on or answer. */
import type { SupabaseContext } from '@supabase/server'
import { inCanonicalOrder } from '../_shared/canonical/canonicalOrder.ts'
import { ApiError } from '../_shared/http/apiError.ts'
import { actingUser, authenticate, callerOf } from '../_shared/http/caller.ts'
import { createFunctionApp } from '../_shared/http/functionApp.ts'
import { parseFields, readJson } from '../_shared/http/readBody.ts'
import { profileTask } from '../_shared/profiling/profileTask.ts'
import type { TaskProfile } from '../_shared/profiling/taskProfile.ts'
import { beginRun } from '../_shared/runs/beginRun.ts'
import {
  type OrchestrationRequest,
  orchestrationRequestSchema,
} from '../_shared/runs/orchestrationRequest.ts'
import { idempotencyKeyOf, respondToRun, wantsEventStream } from '../_shared/runs/respondToRun.ts'
import type { RunWorker } from '../_shared/runs/runWorker.ts'
import type { Database } from '../_shared/store/database.generated.ts'
import { createStore } from '../_shared/store/store.ts'
import { classify } from './classify.ts'
import { delegate, ROUTED_HEADER } from './delegate.ts'

interface Environment {
  Variables: { supabaseContext: SupabaseContext<Database> }
}

/** The function's app: `POST /`, with the orchestrator's own body. */
export function createRouterApp(worker: RunWorker) {
  const app = createFunctionApp<Environment>(worker.functionName, worker.logger)
  app.use('*', authenticate())

  app.post('/', async (context) => {
    const request = context.req.raw
    if (context.req.header(ROUTED_HEADER) !== undefined) {
      throw new ApiError('invalid_request', 'a request that was routed once is not routed again')
    }
    const given = await readJson(request)
    const body = parseFields(given, orchestrationRequestSchema)
    const supabase = context.var.supabaseContext
    const caller = callerOf(supabase)
    const userId = actingUser(caller, body.userId)
    const store = createStore(supabase.supabaseAdmin)
    const profile = profileTask({ request: body.request, context: body.context })

    const hasFiles = Object.keys(body.context.files ?? {}).length > 0
    const classification = await classify(profile, { text: body.request, hasFiles }, async (question) => {
      const model = worker.catalog.role('triage')
      if (model === null) return undefined
      const run = await beginRun(worker, {
        body: orchestrationRequestSchema.parse({
          request: question,
          models: [model.id],
          maxStrategies: 1,
          policy: 'static',
        }),
        profile: triageProfile(profile),
        userId,
        idempotencyKey: null,
        store,
      })
      const answer = await run.answer()
      return 'text' in answer.body && typeof answer.body.text === 'string' ? answer.body.text : undefined
    })
    const { route, confidence, output } = classification
    const delegatedTo = output === 'files' ? route.filesFrom : null
    const told = { intent: route.intent, confidence, delegatedTo }

    if (delegatedTo !== null) {
      const client = caller.kind === 'user' ? supabase.supabase : supabase.supabaseAdmin
      const delegated = await delegate(client, delegatedTo, {
        body: given as Record<string, unknown>,
        headers: passedOn(context.req.header('idempotency-key'), context.req.header('accept')),
        signal: request.signal,
      })
      if (delegated.kind === 'response') return delegated.response
      return Response.json({ ...told, result: delegated.body }, { status: delegated.status })
    }

    const run = await beginRun(worker, {
      body: oneModel(body),
      profile: { ...profile, type: route.taskType, output: 'text' },
      userId,
      idempotencyKey: idempotencyKeyOf(request),
      store,
    })
    return respondToRun(worker, run, {
      request,
      store,
      background: body.background,
      stream: body.stream || wantsEventStream(request),
      toBody: (answer) =>
        answer.status === 200 ? { ...told, result: inCanonicalOrder(answer.body) } : answer.body,
    })
  })

  return app
}

/** The rest is answered by one model: the best there is for it, and no second try. */
function oneModel(body: OrchestrationRequest): OrchestrationRequest {
  return { ...body, maxStrategies: 1, parallelExecution: false, approach: 'simple' }
}

/** Sorting a request is a small text task, whatever the request itself is. */
function triageProfile(profile: TaskProfile): TaskProfile {
  return {
    ...profile,
    type: 'triage',
    output: 'text',
    complexity: 'low',
    requirements: [],
    estimatedOutputTokens: 20,
  }
}

function passedOn(idempotencyKey: string | undefined, accept: string | undefined): Record<string, string> {
  return {
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(accept?.includes('text/event-stream') ? { accept } : {}),
  }
}
