/** Routes of one run: how it stands, what it tells, its end; and the clock's knock. */
import type { SupabaseContext } from '@supabase/server'
import type { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import { actingUser, callerOf } from '../_shared/http/caller.ts'
import { parseFields } from '../_shared/http/readBody.ts'
import { serverSentEvents } from '../_shared/http/serverSentEvents.ts'
import { reclaimExpiredRuns } from '../_shared/runs/reclaimRuns.ts'
import type { RunWorker } from '../_shared/runs/runWorker.ts'
import { toRunView } from '../_shared/runs/toRunView.ts'
import { watchRun } from '../_shared/runs/watchRun.ts'
import type { Database } from '../_shared/store/database.generated.ts'
import type { ReadRunInput } from '../_shared/store/readRun.ts'
import { createStore } from '../_shared/store/store.ts'

export interface Environment {
  Variables: { supabaseContext: SupabaseContext<Database> }
}

/** How long a cancellation may take to be on record before the caller is told that it is under way. */
const CANCEL_WAIT_MS = 10_000

const lastEventIdSchema = z.object({ 'Last-Event-ID': z.coerce.number().int().min(0).max(2_147_483_647) })

/** `GET /runs/:id`, `GET /runs/:id/events`, `DELETE /runs/:id`, `POST /internal/tick`. */
export function addRunRoutes(app: Hono<Environment>, worker: RunWorker): void {
  app.get('/runs/:id', async (context) => {
    const { store, which } = runOf(context.var.supabaseContext, context.req.param())
    const run = await store.readRun(which)
    if (run === null) throw noSuchRun()
    if (run.status !== 'running') return context.json(toRunView(run))
    const told =
      worker.eventBuffers.get(which.runId)?.events ??
      (await store.readRunEvents({ ...which, afterId: 0 }))?.events
    return context.json(toRunView(run, told))
  })

  app.get('/runs/:id/events', async (context) => {
    const { store, which } = runOf(context.var.supabaseContext, context.req.param())
    const given = context.req.header('last-event-id') ?? '0'
    const afterId = parseFields({ 'Last-Event-ID': given }, lastEventIdSchema)['Last-Event-ID']
    // Before the stream begins: a status can still be told.
    if ((await store.readRunEvents({ ...which, afterId })) === null) throw noSuchRun()
    return serverSentEvents((signal) => watchRun(worker, store, { ...which, afterId, signal }))
  })

  app.delete('/runs/:id', async (context) => {
    const { store, which } = runOf(context.var.supabaseContext, context.req.param())
    const { runId } = which
    const asked = await store.requestCancel(which)
    if (asked.state === 'not_found') throw noSuchRun()
    if (asked.state === 'requested') {
      worker.heartbeat.cancel(runId)
      if (!asked.isHeld) await reclaimExpiredRuns(worker, store, { runId })
      const deadlineAtMs = worker.now() + CANCEL_WAIT_MS
      await store.waitForRun({ runId, deadlineAtMs, now: worker.now, sleep: worker.sleep })
    }
    const run = await store.readRun(which)
    if (run === null) throw noSuchRun()
    return context.json(toRunView(run), run.status === 'running' ? 202 : 200)
  })

  app.post('/internal/tick', async (context) => {
    if (callerOf(context.var.supabaseContext).kind !== 'secret')
      throw new ApiError('forbidden', 'this route takes the secret key alone')
    const takenUp = await reclaimExpiredRuns(worker, createStore(context.var.supabaseContext.supabaseAdmin))
    return context.json({ takenUp }, 202)
  })
}

/** The run that the path names, for the caller it must belong to. */
function runOf(supabase: SupabaseContext<Database>, parameters: Record<string, string>) {
  const { id: runId } = parseFields(parameters, z.object({ id: z.uuid() }))
  const which: ReadRunInput = { runId, userId: actingUser(callerOf(supabase), undefined) }
  return { store: createStore(supabase.supabaseAdmin), which }
}

function noSuchRun(): ApiError {
  return new ApiError('not_found', 'no such run')
}
