/** Who runs on what, as it is exported: nothing in it depends on when or where the experiment ran. */
import type { AgentRow, ExperimentRow } from './store/experimentRows.ts'

/** The content of `model_assignments.json`. */
export function assignmentsView(experiment: ExperimentRow, agents: readonly AgentRow[]) {
  const { name, model, provider } = experiment.default_model
  return {
    seed: experiment.seed,
    default_model: { model_name: name, runs_as: model, provider },
    groups: experiment.groups.map(({ scenario, repetition }, index) => ({
      group: index + 1,
      scenario,
      repetition,
      agents: agents
        .filter(({ group_number }) => group_number === index + 1)
        .map((agent) => ({
          agent: agent.agent_number,
          model_name: agent.model_name,
          runs_as: agent.model,
          provider: agent.provider,
          initial_power: agent.initial_power,
        })),
    })),
    warnings: experiment.warnings,
  }
}
