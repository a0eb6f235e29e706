/** Who runs on what: each group's seats, by its scenario's distribution, shuffled by the seed. */
import { seededRandom } from '../../_shared/random/seededRandom.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { Group } from '../store/experimentRows.ts'

export interface Seat {
  /** 1 is the first group. */
  group_number: number
  /** 1 is the first agent of its group. */
  agent_number: number
  scenario: string
  model_name: string
  initial_power: number
}

/** The one scenario of an experiment without several models. */
const SINGLE_MODEL = 'single_model'

/** Each scenario as often as it is repeated, in the order of the file. */
export function groupsOf(configuration: Pick<Configuration, 'ENABLE_MULTI_MODEL' | 'scenarios'>): Group[] {
  if (!configuration.ENABLE_MULTI_MODEL) return [{ scenario: SINGLE_MODEL, repetition: 1 }]
  return configuration.scenarios.flatMap(({ name, repetitions }) =>
    Array.from({ length: repetitions }, (_, index) => ({ scenario: name, repetition: index + 1 })),
  )
}

/**
 * The seats of all groups. A group's shuffle depends on the seed, its scenario's name and its repetition alone, so that
 * adding a scenario to a file leaves the others as they were.
 */
export function assignModels(
  configuration: Pick<Configuration, 'ENABLE_MULTI_MODEL' | 'NUM_AGENTS' | 'power' | 'scenarios'>,
  defaultModelName: string,
  seed: number,
): Seat[] {
  return groupsOf(configuration).flatMap(({ scenario, repetition }, index) => {
    const distribution = configuration.ENABLE_MULTI_MODEL
      ? (configuration.scenarios.find(({ name }) => name === scenario)?.model_distribution ?? {})
      : { [defaultModelName]: configuration.NUM_AGENTS }
    const inOrder = Object.entries(distribution)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([model, count]) => Array.from({ length: count }, () => model))
    const random = seededRandom(seed, 'assignment', scenario, String(repetition))
    return random.shuffle(inOrder).map((model_name, place) => ({
      group_number: index + 1,
      agent_number: place + 1,
      scenario,
      model_name,
      initial_power: configuration.power.initial?.[place] ?? 1,
    }))
  })
}
