/** From the text of a configuration to an experiment that this worker holds. */

import { fingerprintOf } from '../_shared/canonical/fingerprint.ts'
import { LEASE_MS } from '../_shared/durable/heldLease.ts'
import { ApiError } from '../_shared/http/apiError.ts'
import type { Owner } from '../_shared/store/owner.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { checkConfiguration } from './configuration/checkConfiguration.ts'
import { type Configuration, plannedCalls } from './configuration/configuration.ts'
import { readConfiguration } from './configuration/readConfiguration.ts'
import { assignModels, groupsOf } from './game/assignModels.ts'
import type { ChosenModel, ExperimentRow } from './store/experimentRows.ts'
import type { ExperimentStore } from './store/experimentStore.ts'

const NANO_USD_PER_USD = 1e9
const LARGEST_SEED = 4_294_967_295
/** What a call reads, tokens: two long strategies and the rules. */
const USUAL_INPUT_TOKENS = 2_000

export interface BeginInput {
  text: string
  owner: Owner
  /** Go on with what is unfinished of the same configuration, where there is such a thing. */
  resume: boolean
  hasVariable: (name: string) => boolean
}

/** `isNew` false: it was there already, and may be in another worker's hands. */
export interface Begun {
  experiment: ExperimentRow
  isNew: boolean
}

/** Throws `invalid_request` with path and line of what is wrong, `budget_exceeded` where a cap leaves too little. */
export async function beginExperiment(
  worker: WorkerContext,
  store: ExperimentStore,
  input: BeginInput,
): Promise<Begun> {
  const { configuration, refuse } = readConfiguration(input.text)
  const configurationHash = await fingerprintOf(configuration)
  if (input.resume) {
    const unfinished = await store.findUnfinished(configurationHash, input.owner)
    if (unfinished !== null) return { experiment: unfinished, isNew: false }
  }
  const checked = checkConfiguration(worker.catalog, input.hasVariable, configuration)
  if ('faults' in checked) throw refuse(checked.faults)
  const { models, defaultModel, warnings } = checked
  const seed = configuration.SEED ?? Math.floor(worker.random() * (LARGEST_SEED + 1))
  const groups = groupsOf(configuration)
  const id = await store.begin({
    userId: input.owner,
    name: [...new Set(groups.map(({ scenario }) => scenario))].join(', '),
    configuration,
    configurationHash,
    seed,
    models,
    defaultModel,
    warnings,
    groups,
    agents: assignModels(configuration, defaultModel.name, seed).map((seat) => {
      const { model, provider } = models.find(({ name }) => name === seat.model_name) ?? defaultModel
      return { ...seat, model, provider }
    }),
    agentsPerGroup: configuration.NUM_AGENTS,
    roundsPerGroup: configuration.NUM_ROUNDS,
    budgetNanoUsd:
      configuration.BUDGET_USD === undefined ? null : Math.floor(configuration.BUDGET_USD * NANO_USD_PER_USD),
    mostNanoUsd: mostItCosts(worker, configuration, groups.length, models),
    leaseMs: LEASE_MS,
  })
  if (id === null) throw new ApiError('budget_exceeded', 'a spend cap leaves too little for this experiment')
  const experiment = await store.read(id, input.owner)
  if (experiment === null) throw new ApiError('not_found', 'it is no more')
  return { experiment, isNew: true }
}

/** Rough, and rather too much: every call by the dearest model, and answered as long as it may be. */
function mostItCosts(
  worker: WorkerContext,
  configuration: Configuration,
  groups: number,
  models: readonly ChosenModel[],
): number {
  const ofOneCall = models.map(({ model: id, max_tokens }) => {
    const resolved = worker.catalog.resolve(id)
    const price = 'model' in resolved ? resolved.model.price : null
    return price === null ? 0 : USUAL_INPUT_TOKENS * price.inputNanoUsd + max_tokens * price.outputNanoUsd
  })
  const most = plannedCalls(configuration, groups) * Math.max(...ofOneCall)
  return Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(most))
}
