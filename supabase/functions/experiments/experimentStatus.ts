/** Where an experiment is, as the routes and the events tell it. */
import type { ExperimentRow, ProgressRow } from './store/experimentRows.ts'

const NANO_USD_PER_USD = 1e9

export function statusView(experiment: ExperimentRow, progress: readonly ProgressRow[]) {
  const groups = experiment.groups.map(({ scenario, repetition }, index) => ({
    group: index + 1,
    scenario,
    repetition,
    completed_rounds: progress.filter(({ group_number }) => group_number === index + 1).length,
  }))
  const { agents_per_group: agents, rounds_per_group: rounds } = experiment
  return {
    experiment_id: experiment.id,
    status: experiment.status,
    seed: experiment.seed,
    agents_per_group: agents,
    rounds_per_group: rounds,
    groups,
    completed_rounds: progress.length,
    total_rounds: groups.length * rounds,
    /** Tries included. */
    calls: experiment.calls_begun,
    /** Without tries that fail: a strategy and decisions about all others, of each agent in each round. */
    planned_calls: groups.length * rounds * agents * agents,
    models: experiment.models.map(({ name, model, provider }) => ({
      model_name: name,
      runs_as: model,
      provider,
    })),
    warnings: experiment.warnings,
    budget_usd: experiment.budget_nano_usd === null ? null : experiment.budget_nano_usd / NANO_USD_PER_USD,
    spent_usd: experiment.spent_nano_usd / NANO_USD_PER_USD,
    error:
      experiment.error_code === null
        ? null
        : { code: experiment.error_code, message: experiment.error_message ?? '' },
    takeovers: experiment.takeovers,
    started_at: experiment.started_at,
    finished_at: experiment.finished_at,
  }
}

export type StatusView = ReturnType<typeof statusView>
