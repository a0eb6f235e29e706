/** The game as an experiment's configuration sets it up. */

import { type Configuration, configurationSchema } from '../configuration/configuration.ts'
import type { ExperimentRow } from '../store/experimentRows.ts'
import type { GameRules } from './playRound.ts'
import type { GameSetting } from './prompts.ts'

/** As it was read when the experiment began. */
export function configurationOf(experiment: Pick<ExperimentRow, 'configuration'>): Configuration {
  return configurationSchema.parse(experiment.configuration)
}

export function gameSettingOf(experiment: Pick<ExperimentRow, 'configuration'>): GameSetting {
  const { NUM_AGENTS, NUM_ROUNDS, payoffs } = configurationOf(experiment)
  return { agents: NUM_AGENTS, rounds: NUM_ROUNDS, payoffs }
}

export function gameRulesOf(experiment: Pick<ExperimentRow, 'configuration'>): GameRules {
  const { payoffs, power } = configurationOf(experiment)
  return { payoffs, updateRate: power.update_rate }
}
