/** Routes of `experiments`. */
import type { SupabaseContext } from '@supabase/server'
import type { Context } from 'hono'
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import { authenticate, ownerOf, requireSecretKey } from '../_shared/http/caller.ts'
import { createFunctionApp } from '../_shared/http/functionApp.ts'
import { parseFields, readText } from '../_shared/http/readBody.ts'
import { serverSentEvents } from '../_shared/http/serverSentEvents.ts'
import type { Database } from '../_shared/store/database.generated.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { PLOTS, plotOf } from './analysis/plots.ts'
import { reportOf } from './analysis/report.ts'
import { reportMarkdown } from './analysis/reportMarkdown.ts'
import { assignmentsView } from './assignmentsView.ts'
import { beginExperiment } from './beginExperiment.ts'
import { experimentEvents } from './experimentEvents.ts'
import { createExperimentRunner } from './experimentRunner.ts'
import { statusView } from './experimentStatus.ts'
import type { ExperimentRow } from './store/experimentRows.ts'
import { createExperimentStore } from './store/experimentStore.ts'

interface Environment {
  Variables: { supabaseContext: SupabaseContext<Database> }
}
type Call = Context<Environment>

/** Experiments one tick takes on at once. */
const MAX_CLAIMS_A_TICK = 20

/**
 * The function's app:
 *
 *     GET POST /        (a YAML or JSON configuration; ?resume=true goes on with what is unfinished of the same)
 *     GET DELETE /:id   GET /:id/status   GET /:id/events   GET /:id/assignments   GET /:id/rounds
 *     GET /:id/report?format=json|markdown   GET /:id/plots/:name   POST /:id/cancel   POST /tick (secret key)
 *
 * @param hasVariable tells whether a variable of the environment is set.
 */
export function createExperimentsApp(worker: WorkerContext, hasVariable: (name: string) => boolean) {
  const app = createFunctionApp<Environment>(worker.functionName, worker.logger)
  app.use('*', authenticate())

  app.get('/', async (context) => {
    const experiments = await storeOf(context).list(ownerOf(context))
    return context.json({
      experiments: experiments.map(
        ({ id, status, groups, started_at, finished_at, seed, ...experiment }) => ({
          ...{ experiment_id: id, status, seed },
          scenarios: [...new Set(groups.map(({ scenario }) => scenario))],
          groups: groups.length,
          agents_per_group: experiment.agents_per_group,
          rounds_per_group: experiment.rounds_per_group,
          models: experiment.models.map(({ name }) => name),
          spent_usd: experiment.spent_nano_usd / 1e9,
          ...{ started_at, finished_at },
        }),
      ),
    })
  })

  app.post('/', async (context) => {
    const { resume } = parseFields(context.req.query(), z.object({ resume: z.stringbool().default(false) }))
    const text = await readText(context.req.raw)
    const input = { text, owner: ownerOf(context), resume, hasVariable }
    const { experiment, isNew } = await beginExperiment(worker, storeOf(context), input)
    if (isNew) runnerOf(context).conduct(experiment)
    else await takeOverIfLeft(context, experiment)
    return context.json(await currentStatus(context, experiment.id), 202)
  })

  app.post('/tick', async (context) => {
    requireSecretKey(context)
    const runner = runnerOf(context)
    let claimed = 0
    while (claimed < MAX_CLAIMS_A_TICK && (await runner.takeOver())) claimed += 1
    return context.json({ claimed })
  })

  app.get('/:id', async (context) => {
    const experiment = await experimentOf(context)
    const store = storeOf(context)
    const { configuration } = experiment
    const agents = await store.agents(experiment.id)
    return context.json({
      ...statusView(experiment, await store.progress(experiment.id)),
      configuration,
      agents,
    })
  })

  app.get('/:id/status', async (context) => {
    const experiment = await experimentOf(context)
    await takeOverIfLeft(context, experiment)
    return context.json(await currentStatus(context, experiment.id))
  })

  app.get('/:id/events', async (context) => {
    const { id } = await experimentOf(context)
    const store = storeOf(context)
    return serverSentEvents((gone) =>
      experimentEvents(worker, gone, {
        read: () => store.read(id, ownerOf(context)),
        progress: () => store.progress(id),
        rounds: () => store.rounds(id),
        onLeft: (left) => takeOverIfLeft(context, left),
      }),
    )
  })

  app.get('/:id/assignments', async (context) => {
    const experiment = await experimentOf(context)
    return context.json(assignmentsView(experiment, await storeOf(context).agents(experiment.id)))
  })

  app.get('/:id/rounds', async (context) => {
    const experiment = await experimentOf(context)
    return context.json({ rounds: await storeOf(context).rounds(experiment.id) })
  })

  app.get('/:id/report', async (context) => {
    const query = z.object({ format: z.enum(['json', 'markdown']).default('json') })
    const { format } = parseFields(context.req.query(), query)
    const report = await currentReport(context)
    if (format === 'json') return context.json(report)
    return new Response(reportMarkdown(report), {
      headers: { 'Content-Type': 'text/markdown; charset=utf-8' },
    })
  })

  app.get('/:id/plots/:name', async (context) => {
    const { name } = parseFields(context.req.param(), z.object({ name: z.enum(PLOTS) }))
    const plot = plotOf(name, await currentReport(context))
    return new Response(plot, { headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' } })
  })

  app.post('/:id/cancel', cancel)
  app.delete('/:id', cancel)

  return app

  async function cancel(context: Call): Promise<Response> {
    const experiment = await experimentOf(context)
    await storeOf(context).cancel(experiment.id)
    return context.json(await currentStatus(context, experiment.id))
  }

  function storeOf(context: Call) {
    return createExperimentStore(context.var.supabaseContext.supabaseAdmin)
  }

  function runnerOf(context: Call) {
    return createExperimentRunner(worker, context.var.supabaseContext.supabaseAdmin)
  }

  async function experimentOf(context: Call): Promise<ExperimentRow> {
    const { id } = parseFields(context.req.param(), z.object({ id: z.uuid() }))
    const experiment = await storeOf(context).read(id, ownerOf(context))
    if (experiment === null) throw new ApiError('not_found', 'no such experiment')
    return experiment
  }

  async function currentStatus(context: Call, id: string) {
    const store = storeOf(context)
    const experiment = await store.read(id, ownerOf(context))
    if (experiment === null) throw new ApiError('not_found', 'no such experiment')
    return statusView(experiment, await store.progress(id))
  }

  async function currentReport(context: Call) {
    const experiment = await experimentOf(context)
    const store = storeOf(context)
    const [agents, rounds, totals] = await Promise.all([
      store.agents(experiment.id),
      store.rounds(experiment.id),
      store.totals(experiment.id),
    ])
    return reportOf({ experiment, agents, rounds, totals })
  }

  /** Its worker is gone: whoever looks after it sets it going again. */
  async function takeOverIfLeft(context: Call, experiment: ExperimentRow): Promise<void> {
    const isLeft = experiment.status === 'running' && Date.parse(experiment.lease_expires_at) <= worker.now()
    if (isLeft) await runnerOf(context).takeOver(experiment.id)
  }
}
