/** An experiment as the form has it, and the configuration that is sent. */

export interface ExperimentForm {
  models: string[]
  agents: number
  rounds: number
  hasMixed: boolean
  hasHomogeneous: boolean
  repetitions: number
  /** Empty: one is drawn. */
  seed: string
  /** Empty: no bound. */
  budgetUsd: string
}

export const FIRST_FORM: ExperimentForm = {
  models: [],
  agents: 6,
  rounds: 4,
  hasMixed: true,
  hasHomogeneous: true,
  repetitions: 1,
  seed: '',
  budgetUsd: '',
}

/** What is missing, in words; null where nothing is. */
export function faultOf({ models, agents, hasMixed, hasHomogeneous }: ExperimentForm): string | null {
  if (models.length === 0) return 'Choose at least one model.'
  if (!hasMixed && !hasHomogeneous) return 'Choose at least one kind of group.'
  if (hasMixed && models.length > agents) return 'A mixed group takes at least as many agents as models.'
  return null
}

export function configurationOf(form: ExperimentForm): Record<string, unknown> {
  const { models, agents, rounds, hasMixed, hasHomogeneous, repetitions, seed, budgetUsd } = form
  const mixed = hasMixed && models.length > 1
  const alone = hasHomogeneous || !mixed
  return {
    NUM_AGENTS: agents,
    NUM_ROUNDS: rounds,
    ENABLE_MULTI_MODEL: true,
    ...(seed === '' ? {} : { SEED: Number(seed) }),
    ...(budgetUsd === '' ? {} : { BUDGET_USD: Number(budgetUsd) }),
    scenarios: [
      ...(mixed ? [{ name: 'mixed', model_distribution: evenly(models, agents), repetitions }] : []),
      ...(alone
        ? models.map((model) => ({
            name: `only ${model}`.replace(/[^\p{L}\p{N} ._-]/gu, '-').slice(0, 100),
            model_distribution: { [model]: agents },
            repetitions,
          }))
        : []),
    ],
  }
}

/** As even as it goes, the first ones having one more. */
function evenly(models: readonly string[], agents: number): Record<string, number> {
  const share = Math.floor(agents / models.length)
  const over = agents % models.length
  return Object.fromEntries(models.map((model, index) => [model, share + (index < over ? 1 : 0)]))
}
