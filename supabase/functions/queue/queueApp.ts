/** Routes of `queue`. */
import type { SupabaseContext } from '@supabase/server'
import type { Context } from 'hono'
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import { authenticate, ownerOf, requireSecretKey } from '../_shared/http/caller.ts'
import { createFunctionApp } from '../_shared/http/functionApp.ts'
import { parseFields, readBody, readOptionalJson } from '../_shared/http/readBody.ts'
import type { Database } from '../_shared/store/database.generated.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { compareConfigurations } from './extraction/compareConfigurations.ts'
import { recommendModels } from './extraction/recommendModels.ts'
import { DEFAULT_STAGES } from './extraction/stage.ts'
import {
  configurationChangesBody,
  newConfigurationBody,
  newItemBody,
  type ProcessBody,
  processBody,
  type Settings,
} from './queueBody.ts'
import { createQueueRunner } from './queueRunner.ts'
import { readDocument } from './readDocument.ts'
import { checkNames, checkStagesOf, resolveConfig } from './resolveConfig.ts'
import { createExtractionStore } from './store/extractionStore.ts'
import { type ConfigurationRow, type ItemRow, itemSummaryRow } from './store/queueRows.ts'
import { createQueueStore } from './store/queueStore.ts'

interface Environment {
  Variables: { supabaseContext: SupabaseContext<Database> }
}
type Call = Context<Environment>

/**
 * The function's app:
 *
 *     GET POST /items                GET DELETE /items/:id       POST /items/:id/retry       POST /process/:item_id
 *     GET POST /configurations       GET PATCH DELETE /configurations/:id                    GET /configurations/:id/advice
 *     GET /compare?a=&b=             GET /state                  POST /pause                 POST /resume
 *     POST /tick (secret key)
 */
export function createQueueApp(worker: WorkerContext, { projectUrl }: { projectUrl: string }) {
  const app = createFunctionApp<Environment>(worker.functionName, worker.logger)
  const runner = createQueueRunner(worker)
  app.use('*', authenticate())

  app.get('/items', async (context) => {
    const filter = parseFields(context.req.query(), itemFilter)
    return context.json({ items: await storeOf(context).listItems(ownerOf(context), filter) })
  })

  app.post('/items', async (context) => {
    const store = storeOf(context)
    const body = await readBody(context.req.raw, newItemBody)
    const { text, url, data, name, kind, schema, ground_truth, process: mustProcess, ...way } = body
    const { stages = DEFAULT_STAGES, ...processing } = way
    const isToRun = mustProcess || Object.keys(processing).some((field) => field !== 'priority')
    const settings = isToRun ? await settingsOf(context, processing) : null
    if (settings !== null) checkStagesOf(stages, settings.settings)
    const { supabase } = context.var.supabaseContext
    const document = await readDocument({ text, url, data }, { storage: supabase.storage, projectUrl })
    const described = {
      stages: [...stages],
      input_type: document.input_type,
      input_text: document.input_text,
    }
    // What cannot run is not added.
    const resolved = settings && resolveConfig(worker.catalog, settings.settings, described)
    const item = await store.addItem(ownerOf(context), {
      ...document,
      name,
      kind,
      schema,
      stages,
      ground_truth: ground_truth ?? null,
      priority: processing.priority ?? 0,
    })
    if (settings === null || resolved === null) return context.json(item, 201)
    return context.json(await start(context, item, processing, { ...settings, ...resolved }), 201)
  })

  app.get('/items/:id', async (context) => {
    const item = await itemOf(context)
    return context.json({ ...item, results: await storeOf(context).readResults(item) })
  })

  app.delete('/items/:id', async (context) => {
    const item = await itemOf(context)
    const outcome = await storeOf(context).cancel(item.id)
    if (outcome === 'ended') throw new ApiError('invalid_request', `the item has ended: it is ${item.status}`)
    return context.json(await itemOf(context), outcome === 'requested' ? 202 : 200)
  })

  app.post('/items/:id/retry', async (context) => {
    const item = await itemOf(context)
    if (!(await storeOf(context).retry(item.id))) {
      throw new ApiError('invalid_request', `only a dead letter can be retried; the item is ${item.status}`)
    }
    runner.wake(adminOf(context))
    return context.json(await itemOf(context), 202)
  })

  app.post('/process/:id', async (context) => {
    const item = await itemOf(context)
    const body = parseFields(await readOptionalJson(context.req.raw), processBody)
    const settings = await settingsOf(context, body)
    const resolved = resolveConfig(worker.catalog, settings.settings, item)
    return context.json(await start(context, item, body, { ...settings, ...resolved }), 202)
  })

  app.get('/configurations', async (context) =>
    context.json({ configurations: await storeOf(context).listConfigurations(ownerOf(context)) }),
  )

  app.post('/configurations', async (context) => {
    const body = await readBody(context.req.raw, newConfigurationBody)
    const resolutions = checkNames(worker.catalog, body)
    const made = await storeOf(context).addConfiguration(ownerOf(context), body)
    return context.json({ ...made, resolutions }, 201)
  })

  app.get('/configurations/:id', async (context) => {
    const configuration = await configurationOf(context, idOf(context))
    return context.json({
      ...configuration,
      resolutions: checkNames(worker.catalog, configuration),
      performance: await storeOf(context).performance(configuration.id),
    })
  })

  app.patch('/configurations/:id', async (context) => {
    const known = await configurationOf(context, idOf(context))
    const changes = await readBody(context.req.raw, configurationChangesBody)
    const resolutions = checkNames(worker.catalog, changes)
    const changed = await storeOf(context).changeConfiguration(known, ownerOf(context), changes)
    if (changed === null) throw noConfiguration()
    return context.json({ ...changed, resolutions })
  })

  app.delete('/configurations/:id', async (context) => {
    if (!(await storeOf(context).removeConfiguration(idOf(context), ownerOf(context))))
      throw noConfiguration()
    return context.body(null, 204)
  })

  app.get('/configurations/:id/advice', async (context) => {
    const configuration = await configurationOf(context, idOf(context))
    const stageModels = Object.fromEntries(
      Object.entries(configuration.stage_models).map(([stage, names]) => [stage, names.map(runningName)]),
    )
    const evidence = await storeOf(context).stageEvidence(configuration.user_id, Object.keys(stageModels))
    return context.json({
      configuration_id: configuration.id,
      stages: recommendModels(stageModels, evidence),
    })
  })

  app.get('/compare', async (context) => {
    const { a, b } = parseFields(context.req.query(), z.object({ a: z.uuid(), b: z.uuid() }))
    const store = storeOf(context)
    const [first, second] = await Promise.all([configurationOf(context, a), configurationOf(context, b)])
    const [usesA, usesB] = await Promise.all([store.uses(first), store.uses(second)])
    const named = ({ id, name, version }: ConfigurationRow) => ({ id, name, version })
    return context.json({ a: named(first), b: named(second), ...compareConfigurations(usesA, usesB) })
  })

  app.get('/state', async (context) => context.json(await state(context)))

  app.post('/pause', async (context) => {
    const held = await storeOf(context).pause(ownerOf(context))
    return context.json({ ...(await state(context)), held })
  })

  app.post('/resume', async (context) => {
    const resumed = await storeOf(context).resume(ownerOf(context))
    runner.wake(adminOf(context))
    return context.json({ ...(await state(context)), resumed })
  })

  app.post('/tick', async (context) => {
    requireSecretKey(context)
    const waits = await createExtractionStore(adminOf(context)).isAnythingWaiting()
    if (waits) runner.wake(adminOf(context))
    return context.json({ woken: waits })
  })

  return app

  async function state(context: Call) {
    const pauses = await storeOf(context).pauses(ownerOf(context))
    return { paused: pauses.user || pauses.everybody, paused_for_everybody: pauses.everybody }
  }

  /** What is sent takes the place of the configuration's, field by field. */
  async function settingsOf(context: Call, body: ProcessBody) {
    const { configuration_id, priority: _p, max_attempts: _m, ...own } = body
    if (configuration_id === undefined) return { settings: own, configuration: null }
    const configuration = await configurationOf(context, configuration_id)
    const { temperature, orchestrator_model, orchestrator_prompt } = configuration
    const { stage_models, stage_modes, limits } = configuration
    const kept = { temperature, orchestrator_model, orchestrator_prompt, stage_models, stage_modes, limits }
    const settings: Settings = { ...kept, ...own }
    // With other settings it is no use of the configuration, and does not count as one.
    const isItself = Object.keys(own).length === 0
    return { settings, configuration: isItself ? configuration : null }
  }

  async function start(
    context: Call,
    item: ItemRow,
    body: ProcessBody,
    choice: Awaited<ReturnType<typeof settingsOf>> & ReturnType<typeof resolveConfig>,
  ) {
    const { config, configuration, unavailable, temperatureLeftOut, reserve } = choice
    const started = await storeOf(context).start({
      itemId: item.id,
      config,
      configuration,
      priority: body.priority,
      maxAttempts: body.max_attempts,
      reserve,
    })
    if (started.state === 'gone') throw noItem()
    if (started.state === 'busy') {
      throw new ApiError('invalid_request', `the item is ${item.status}: cancel it first, or wait`)
    }
    if (started.state === 'rate_limited') {
      const { retryAfterMs } = started
      throw new ApiError('rate_limited', 'too many requests', { retryAfterMs })
    }
    runner.wake(adminOf(context))
    const stored = await storeOf(context).readItem(item.id, ownerOf(context))
    if (stored === null) throw noItem()
    return {
      ...stored,
      resolutions: config.resolutions,
      unavailable,
      temperature_left_out: temperatureLeftOut,
    }
  }

  /** The model that a name means today. */
  function runningName(name: string): string {
    const resolved = worker.catalog.resolve(name)
    return 'model' in resolved ? resolved.model.id : name
  }

  async function itemOf(context: Call): Promise<ItemRow> {
    const item = await storeOf(context).readItem(idOf(context), ownerOf(context))
    if (item === null) throw noItem()
    return item
  }

  async function configurationOf(context: Call, id: string): Promise<ConfigurationRow> {
    const configuration = await storeOf(context).readConfiguration(id, ownerOf(context))
    if (configuration === null) throw noConfiguration()
    return configuration
  }
}

const itemFilter = z.strictObject({
  status: itemSummaryRow.shape.status.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  before: z.iso.datetime({ offset: true }).optional(),
})

function adminOf(context: Call) {
  return context.var.supabaseContext.supabaseAdmin
}

function storeOf(context: Call) {
  return createQueueStore(adminOf(context))
}

function idOf(context: Call): string {
  return parseFields(context.req.param(), z.object({ id: z.uuid() })).id
}

function noItem(): ApiError {
  return new ApiError('not_found', 'no such item')
}

function noConfiguration(): ApiError {
  return new ApiError('not_found', 'no such configuration')
}
