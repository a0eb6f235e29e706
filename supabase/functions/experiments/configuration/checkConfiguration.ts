/**
 * What a configuration means with the models and keys there are: which model each name runs as, what stands in for one
 * that is no longer offered, and what is missing.
 */
import type { Catalog } from '../../_shared/models/catalog.ts'
import type { Model } from '../../_shared/models/model.ts'
import { SETTING_OF_PROVIDER } from '../../_shared/models/providerSettings.ts'
import type { ChosenModel, ExperimentWarning } from '../store/experimentRows.ts'
import type { Configuration, ModelConfiguration } from './configuration.ts'
import type { Fault } from './readConfiguration.ts'

export interface CheckedConfiguration {
  /** Each name agents are given, once, with how it is called. */
  models: ChosenModel[]
  /** Stands in for the others. */
  defaultModel: ChosenModel
  warnings: ExperimentWarning[]
}

const DEFAULT_RETRY_DELAY_S = 1
/** Where a variable holds a provider's key. */
const KEY_VARIABLES = new Set(Object.values(SETTING_OF_PROVIDER).filter((name) => name.endsWith('_API_KEY')))

/** Either faults, or what will run. `has` tells whether a variable of the environment is set. */
export function checkConfiguration(
  catalog: Catalog,
  has: (variable: string) => boolean,
  configuration: Configuration,
): { faults: Fault[] } | CheckedConfiguration {
  const faults: Fault[] = []
  const warnings: ExperimentWarning[] = []
  const fallback = catalog.role('executor')
  if (fallback === null)
    return { faults: [{ path: [], message: 'cannot run: no key of any provider is set' }] }

  const isSandbox = fallback.provider === 'sandbox'
  const configurations = configuration.ENABLE_MULTI_MODEL ? configuration.model_configs : {}
  for (const [name, { api_key_env: variable }] of Object.entries(configurations)) {
    if (variable === undefined || isSandbox) continue
    const path = ['model_configs', name, 'api_key_env']
    if (!KEY_VARIABLES.has(variable)) {
      faults.push({ path, message: `is to be one of ${[...KEY_VARIABLES].join(', ')}` })
    } else if (!has(variable)) {
      faults.push({ path, message: `names ${variable}, which is not set` })
    }
  }

  for (const [name, { model_type: type = name }] of Object.entries(configurations)) {
    // Whether it can run matters where agents are put on it; what it is called is wrong or right by itself.
    if (!('unknown' in catalog.resolve(type))) continue
    const path = ['model_configs', name, 'model_type']
    faults.push({ path, message: `names no model that is known: ${JSON.stringify(type)}` })
  }

  const wanted = configuration.DEFAULT_MODEL ?? fallback.id
  const found = find(catalog, wanted, wanted)
  if ('fault' in found) faults.push({ path: ['DEFAULT_MODEL'], message: found.fault })
  if ('retired' in found) warnings.push(replaced(wanted, fallback.id, found.retired))
  const defaultModel = called(
    configuration,
    wanted,
    'model' in found ? found.model : fallback,
    configurationOf(configurations, wanted),
  )

  const models = new Map<string, ChosenModel>()
  const scenarios = configuration.ENABLE_MULTI_MODEL ? configuration.scenarios : []
  for (const [index, { model_distribution }] of scenarios.entries()) {
    for (const name of Object.keys(model_distribution)) {
      if (models.has(name)) continue
      const own = configurationOf(configurations, name)
      const resolved = find(catalog, name, own?.model_type ?? name)
      if ('fault' in resolved) {
        const isTold = own !== undefined && resolved.isUnknown
        const path = ['scenarios', index, 'model_distribution', name]
        if (!isTold) faults.push({ path, message: resolved.fault })
      } else if ('retired' in resolved) {
        warnings.push(replaced(name, defaultModel.model, resolved.retired))
        models.set(name, { ...defaultModel, name, fallback_reason: 'retired' })
      } else {
        models.set(name, called(configuration, name, resolved.model, own))
      }
    }
  }
  if (scenarios.length === 0) models.set(defaultModel.name, defaultModel)
  if (configuration.BUDGET_USD !== undefined) {
    for (const { name, is_priced } of models.values()) {
      if (!is_priced)
        faults.push({ path: ['BUDGET_USD'], message: `cannot be kept: nobody knows what ${name} costs` })
    }
  }
  return faults.length > 0 ? { faults } : { models: [...models.values()], defaultModel, warnings }
}

type Found = { model: Model } | { fault: string; isUnknown: boolean } | { retired: string }

function find(catalog: Catalog, name: string, modelType: string): Found {
  const resolved = catalog.resolve(modelType)
  if ('unknown' in resolved) {
    return { fault: `names no model that is known: ${JSON.stringify(modelType)}`, isUnknown: true }
  }
  if ('unavailable' in resolved) {
    return { fault: `${JSON.stringify(name)} cannot run: ${resolved.setting} is not set`, isUnknown: false }
  }
  const { model, resolution } = resolved
  if (resolution.reason === 'retired') return { retired: model.id }
  if (resolution.successor !== undefined) return { retired: resolution.successor }
  return { model }
}

function replaced(name: string, byModel: string, successor: string): ExperimentWarning {
  const message = `${name} is no longer offered; ${byModel} runs in its place. Its successor is ${successor}.`
  return { code: 'model_retired', model_name: name, model: byModel, message }
}

function called(
  configuration: Configuration,
  name: string,
  model: Model,
  own: ModelConfiguration | undefined,
): ChosenModel {
  const temperature = own?.temperature ?? configuration.TEMPERATURE
  return {
    name,
    model: model.id,
    provider: model.provider,
    is_priced: model.price !== null,
    max_tokens: own?.max_tokens ?? configuration.MAX_TOKENS,
    retry_delay_ms: Math.round(1000 * (own?.retry_delay ?? DEFAULT_RETRY_DELAY_S)),
    ...(temperature === undefined ? {} : { temperature }),
    ...(own?.rate_limit === undefined ? {} : { rate_limit: own.rate_limit }),
    ...(own?.custom_params === undefined ? {} : { custom_params: own.custom_params }),
  }
}

/** The entry of that name, else the one for that model. */
function configurationOf(
  configurations: Configuration['model_configs'],
  name: string,
): ModelConfiguration | undefined {
  return configurations[name] ?? Object.values(configurations).find((entry) => entry.model_type === name)
}
