/** Where an execution is, as `GET /:id/status` and the events tell it. */
import type { ExecutionRow, ProgressRow } from './store/scenarioRows.ts'

/**
 * Steps count from 1 and `current_model_index` from 0. The execution's own `current_model` and `current_step` are those
 * of the first model that has steps left, and of the last model once none has.
 */
export function statusView(execution: ExecutionRow, results: readonly ProgressRow[]) {
  const totalSteps = execution.steps.length
  const models = execution.models.map(({ model_name, provider, requested }) => {
    const own = results.filter((result) => result.model_name === model_name)
    const isDone = own.length === totalSteps
    return {
      model_name,
      provider,
      requested,
      status: isDone ? 'completed' : execution.status,
      current_step: Math.min(own.length + 1, totalSteps),
      completed_steps: own.length,
      failed_steps: own.filter((result) => result.status === 'failed').length,
      total_steps: totalSteps,
    }
  })
  const firstOpen = models.findIndex((model) => model.completed_steps < totalSteps)
  const index = firstOpen === -1 ? models.length - 1 : firstOpen
  const current = models[index]
  return {
    scenario_id: execution.scenario_id,
    execution_id: execution.id,
    status: execution.status,
    current_model: current?.model_name ?? null,
    current_model_index: index,
    total_models: models.length,
    current_step: current?.current_step ?? totalSteps,
    total_steps: totalSteps,
    models,
    takeovers: execution.takeovers,
    started_at: execution.started_at,
    finished_at: execution.finished_at,
  }
}
