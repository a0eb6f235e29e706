/** Routes of `scenarios`. */
import type { SupabaseContext } from '@supabase/server'
import type { Context } from 'hono'
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import { authenticate, ownerOf, requireSecretKey } from '../_shared/http/caller.ts'
import { createFunctionApp } from '../_shared/http/functionApp.ts'
import { parseFields, readBody, readOptionalJson, readText } from '../_shared/http/readBody.ts'
import { serverSentEvents } from '../_shared/http/serverSentEvents.ts'
import type { Database } from '../_shared/store/database.generated.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { chooseModels } from './chooseModels.ts'
import { comparisonView } from './comparisonView.ts'
import { executionEvents } from './executionEvents.ts'
import { createExecutionRunner } from './executionRunner.ts'
import { statusView } from './executionStatus.ts'
import { exportScenario, FORMATS, readScenarios } from './interchange.ts'
import { legacyComparison } from './legacyComparison.ts'
import {
  executeBody,
  executionBody,
  newScenarioBody,
  newStepBody,
  rerunBody,
  scenarioChangesBody,
  stepChangesBody,
} from './scenarioBody.ts'
import { snapshotOf } from './snapshot.ts'
import { createExecutionStore } from './store/executionStore.ts'
import type { ExecutionRow } from './store/scenarioRows.ts'
import { createScenarioStore, type StoredScenario } from './store/scenarioStore.ts'

interface Environment {
  Variables: { supabaseContext: SupabaseContext<Database> }
}
type Call = Context<Environment>

/** Executions one tick takes on at once. */
const MAX_CLAIMS_A_TICK = 20

/**
 * The function's app:
 *
 *     GET POST /                     POST /import               GET PATCH DELETE /:id        GET /:id/export?format=json|yaml
 *     GET POST /:id/steps            GET PATCH DELETE /:id/steps/:stepId
 *     POST /:id/execute              GET /:id/status            GET /:id/events              GET /:id/comparison
 *     POST /:id/cancel               POST /:id/resume           POST /:id/rerun              POST /tick (secret key)
 *
 * Routes about an execution mean the scenario's latest, or `execution_id` (query or body).
 */
export function createScenariosApp(worker: WorkerContext) {
  const app = createFunctionApp<Environment>(worker.functionName, worker.logger)
  app.use('*', authenticate())

  app.get('/', async (context) =>
    context.json({ scenarios: await stores(context).scenarios.list(ownerOf(context)) }),
  )

  app.post('/', async (context) => {
    const { scenarios } = stores(context)
    const body = await readBody(context.req.raw, newScenarioBody)
    snapshotOf(body)
    const id = await scenarios.create(ownerOf(context), body)
    return context.json(await scenarios.read(id, ownerOf(context)), 201)
  })

  app.post('/import', async (context) => {
    const { scenarios } = stores(context)
    const bodies = await readScenarios(await readText(context.req.raw))
    for (const body of bodies) snapshotOf(body)
    const made = []
    for (const body of bodies) {
      const id = await scenarios.create(ownerOf(context), body)
      made.push(await scenarios.read(id, ownerOf(context)))
    }
    return context.json({ scenarios: made }, 201)
  })

  app.post('/tick', async (context) => {
    requireSecretKey(context)
    const runner = runnerOf(context)
    let claimed = 0
    while (claimed < MAX_CLAIMS_A_TICK && (await runner.takeOver())) claimed += 1
    return context.json({ claimed })
  })

  app.get('/:id', async (context) => context.json(await scenarioOf(context)))

  app.patch('/:id', async (context) => {
    const { scenarios } = stores(context)
    const scenario = await scenarioOf(context)
    const changes = await readBody(context.req.raw, scenarioChangesBody)
    snapshotOf({ ...scenario, ...changes })
    await scenarios.update(scenario.id, ownerOf(context), changes)
    return context.json(await scenarioOf(context))
  })

  app.delete('/:id', async (context) => {
    const { id } = parseFields(context.req.param(), z.object({ id: z.uuid() }))
    const removed = await stores(context).scenarios.remove(id, ownerOf(context))
    if (!removed) throw new ApiError('not_found', 'no such scenario')
    return context.body(null, 204)
  })

  app.get('/:id/export', async (context) => {
    const { format } = parseFields(context.req.query(), z.object({ format: z.enum(FORMATS).default('json') }))
    return exportScenario(await scenarioOf(context), format)
  })

  app.get('/:id/steps', async (context) => context.json({ steps: (await scenarioOf(context)).steps }))

  app.post('/:id/steps', async (context) => {
    const scenario = await scenarioOf(context)
    const body = await readBody(context.req.raw, newStepBody)
    const step = { ...body, step_number: body.step_number ?? (scenario.steps.at(-1)?.step_number ?? 0) + 1 }
    if (scenario.steps.length >= 100)
      throw new ApiError('invalid_request', 'a scenario has 100 steps at most')
    snapshotOf({ ...scenario, steps: [...scenario.steps, step] })
    const added = await stores(context).scenarios.addStep(scenario, step)
    if (added === null) throw stepNumberTaken()
    return context.json(added, 201)
  })

  app.get('/:id/steps/:stepId', async (context) => context.json(stepOf(context, await scenarioOf(context))))

  app.patch('/:id/steps/:stepId', async (context) => {
    const scenario = await scenarioOf(context)
    const step = stepOf(context, scenario)
    const changes = await readBody(context.req.raw, stepChangesBody)
    const steps = scenario.steps.map((each) => (each === step ? { ...each, ...changes } : each))
    snapshotOf({ ...scenario, steps })
    const changed = await stores(context).scenarios.updateStep(scenario, step.id, changes)
    if (changed === 'taken') throw stepNumberTaken()
    if (changed === null) throw new ApiError('not_found', 'no such step')
    return context.json(changed)
  })

  app.delete('/:id/steps/:stepId', async (context) => {
    const scenario = await scenarioOf(context)
    await stores(context).scenarios.removeStep(scenario, stepOf(context, scenario).id)
    return context.body(null, 204)
  })

  app.post('/:id/execute', async (context) => {
    const scenario = await scenarioOf(context)
    const body = parseFields(await readOptionalJson(context.req.raw), executeBody)
    if (scenario.steps.length === 0) throw new ApiError('invalid_request', 'steps: the scenario has none')
    const { models, unavailable } = chooseModels(worker.catalog, body.models, scenario)
    const execution = await runnerOf(context).start({
      scenarioId: scenario.id,
      userId: scenario.user_id,
      models,
      ...snapshotOf(scenario),
    })
    return context.json({ ...statusView(execution, []), unavailable }, 202)
  })

  app.get('/:id/status', async (context) => {
    const execution = await executionOf(context)
    await takeOverIfLeft(context, execution)
    return context.json(statusView(execution, await stores(context).executions.progress(execution.id)))
  })

  app.get('/:id/events', async (context) => {
    const execution = await executionOf(context)
    const { executions } = stores(context)
    const read = () => executions.read(execution.scenario_id, ownerOf(context), execution.id)
    return serverSentEvents((gone) =>
      executionEvents(worker, gone, {
        read,
        progress: () => executions.progress(execution.id),
        results: () => executions.results(execution.id),
        onLeft: (left) => takeOverIfLeft(context, left),
      }),
    )
  })

  app.get('/:id/comparison', async (context) => {
    const scenario = await scenarioOf(context)
    const { executions } = stores(context)
    const execution = await executions.read(scenario.id, ownerOf(context), executionIdOf(context))
    if (execution === null) {
      const legacy = legacyComparison(scenario)
      if (legacy === null) throw notExecuted()
      return context.json(legacy)
    }
    return context.json(
      comparisonView({
        scenario_id: execution.scenario_id,
        execution_id: execution.id,
        status: execution.status,
        item_rules: execution.scenario.item_rules,
        models: execution.models,
        steps: execution.steps,
        results: await executions.results(execution.id),
      }),
    )
  })

  app.post('/:id/cancel', async (context) => {
    const body = parseFields(await readOptionalJson(context.req.raw), executionBody)
    const execution = await executionOf(context, body.execution_id)
    await runnerOf(context).cancel(execution.id)
    return context.json(await currentStatus(context, execution))
  })

  app.post('/:id/resume', async (context) => {
    const body = parseFields(await readOptionalJson(context.req.raw), executionBody)
    const execution = await executionOf(context, body.execution_id)
    const { executions } = stores(context)
    const cells = await executions.progress(execution.id)
    const isWhole = cells.length === execution.models.length * execution.steps.length
    if (execution.status === 'cancelled' && !isWhole) await executions.reopen({ executionId: execution.id })
    if (!isWhole) await runnerOf(context).takeOver(execution.id)
    return context.json(await currentStatus(context, execution), 202)
  })

  app.post('/:id/rerun', async (context) => {
    const body = parseFields(await readOptionalJson(context.req.raw), rerunBody)
    const execution = await executionOf(context, body.execution_id)
    const modelName = body.model === undefined ? undefined : modelOfExecution(execution, body.model)
    if (body.step !== undefined && execution.steps.every((step) => step.step_number !== body.step)) {
      throw new ApiError('invalid_request', `step: the execution has no step ${body.step}`)
    }
    const target = { executionId: execution.id, modelName, stepNumber: body.step }
    if (!(await stores(context).executions.reopen(target))) {
      throw new ApiError('invalid_request', 'the execution is still running: cancel it first, or wait')
    }
    await runnerOf(context).takeOver(execution.id)
    return context.json(await currentStatus(context, execution), 202)
  })

  return app

  function stores(context: Call) {
    const admin = context.var.supabaseContext.supabaseAdmin
    return { scenarios: createScenarioStore(admin), executions: createExecutionStore(admin) }
  }

  function runnerOf(context: Call) {
    return createExecutionRunner(worker, context.var.supabaseContext.supabaseAdmin)
  }

  async function scenarioOf(context: Call): Promise<StoredScenario> {
    const { id } = parseFields(context.req.param(), z.object({ id: z.uuid() }))
    const scenario = await stores(context).scenarios.read(id, ownerOf(context))
    if (scenario === null) throw new ApiError('not_found', 'no such scenario')
    return scenario
  }

  async function executionOf(context: Call, executionId?: string): Promise<ExecutionRow> {
    const { id } = parseFields(context.req.param(), z.object({ id: z.uuid() }))
    const wanted = executionId ?? executionIdOf(context)
    const execution = await stores(context).executions.read(id, ownerOf(context), wanted)
    if (execution === null) throw notExecuted()
    return execution
  }

  async function currentStatus(context: Call, { id, scenario_id }: ExecutionRow) {
    const { executions } = stores(context)
    const execution = await executions.read(scenario_id, ownerOf(context), id)
    if (execution === null) throw notExecuted()
    return statusView(execution, await executions.progress(id))
  }

  /** Its worker is gone: whoever looks after it sets it going again. */
  async function takeOverIfLeft(context: Call, execution: ExecutionRow): Promise<void> {
    const isLeft = execution.status === 'running' && Date.parse(execution.lease_expires_at) <= worker.now()
    if (isLeft) await runnerOf(context).takeOver(execution.id)
  }
}

function executionIdOf(context: Call): string | undefined {
  return parseFields(context.req.query(), z.object({ execution_id: z.uuid().optional() })).execution_id
}

function stepOf(context: Call, scenario: StoredScenario) {
  const { stepId } = parseFields(context.req.param(), z.object({ stepId: z.uuid() }))
  const step = scenario.steps.find((each) => each.id === stepId)
  if (step === undefined) throw new ApiError('not_found', 'no such step')
  return step
}

/** A model may be named as it runs, or as it was asked for. */
function modelOfExecution(execution: ExecutionRow, name: string): string {
  const found = execution.models.find(
    (model) =>
      model.model_name === name || model.requested.some((requested) => requested.model_name === name),
  )
  if (found !== undefined) return found.model_name
  throw new ApiError('invalid_request', `model: the execution has no model ${JSON.stringify(name)}`)
}

function notExecuted(): ApiError {
  return new ApiError('not_found', 'no such execution')
}

function stepNumberTaken(): ApiError {
  return new ApiError('invalid_request', 'step_number: the scenario has a step of that number')
}
