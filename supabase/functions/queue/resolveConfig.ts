/** What runs for an item: its stages' models by name, made into models that run, and checked against what it is. */

import { ApiError } from '../_shared/http/apiError.ts'
import type { Catalog } from '../_shared/models/catalog.ts'
import type { Model, ModelResolution } from '../_shared/models/model.ts'
import { extractionLimits, type ModelConfig } from './extraction/modelConfig.ts'
import { reservationOf } from './extraction/reservation.ts'
import type { Stage } from './extraction/stage.ts'
import type { Settings } from './queueBody.ts'
import type { ItemRow } from './store/queueRows.ts'

export interface ResolvedConfig {
  config: ModelConfig
  /** Names that no key is set for, and the variable that would change that. */
  unavailable: { model: string; needs: string }[]
  /** Models that take no temperature of a caller's: to them none is sent. */
  temperatureLeftOut: string[]
  reserve: { mostNanoUsd: number; leastNanoUsd: number }
}

type Item = Pick<ItemRow, 'stages' | 'input_type' | 'input_text'>

/**
 * Throws `invalid_request` naming a stage the item has not, a model nobody knows, and one that cannot see what the item
 * is; `no_model_available` where a stage is left without a model that runs.
 */
export function resolveConfig(catalog: Catalog, settings: Settings, item: Item): ResolvedConfig {
  const stageNames = item.stages.map(({ name }) => name)
  checkStages('stage_models', settings.stage_models, stageNames)
  checkStages('stage_modes', settings.stage_modes, stageNames)
  const names = createNames(catalog, item.input_type !== 'text')
  const used: Model[] = []
  const stageModels: Record<string, string[]> = {}
  for (const stage of stageNames) {
    const given = settings.stage_models?.[stage]
    const models =
      given === undefined
        ? [defaultModel(catalog, item)]
        : given.flatMap((name, index) => names.resolve(name, `stage_models.${stage}.${index}`) ?? [])
    const unique = [...new Map(models.map((model) => [model.id, model])).values()]
    if (unique.length === 0) throw nobodyFor(stage, names.unavailable)
    stageModels[stage] = unique.map(({ id }) => id)
    used.push(...unique)
  }
  const orchestratorName = settings.orchestrator_model ?? null
  const orchestrator =
    orchestratorName === null ? null : names.resolve(orchestratorName, 'orchestrator_model')
  if (orchestratorName !== null && !orchestrator) throw nobodyFor('orchestrator', names.unavailable)
  if (orchestrator) used.push(orchestrator)
  const config: ModelConfig = {
    temperature: settings.temperature ?? 0,
    orchestrator_model: orchestrator?.id ?? null,
    orchestrator_prompt: settings.orchestrator_prompt ?? null,
    stage_models: stageModels,
    stage_modes: Object.fromEntries(
      stageNames.map((stage) => [stage, settings.stage_modes?.[stage] ?? 'fallback']),
    ),
    limits: extractionLimits.parse(settings.limits ?? {}),
    resolutions: names.resolutions,
  }
  const reserve = reservationOf({ config, models: used, documentCharacters: item.input_text?.length ?? 0 })
  const steady = used.filter((model) => model.refusesTemperature).map(({ id }) => id)
  return { config, unavailable: names.unavailable, temperatureLeftOut: [...new Set(steady)], reserve }
}

/** Names of stages and models of a configuration to be kept. Its stages are an item's, so any stage name will do. */
export function checkNames(catalog: Catalog, settings: Settings): ModelResolution[] {
  const names = createNames(catalog, false)
  for (const [stage, models] of Object.entries(settings.stage_models ?? {})) {
    for (const [index, name] of models.entries()) names.resolve(name, `stage_models.${stage}.${index}`)
  }
  if (settings.orchestrator_model) names.resolve(settings.orchestrator_model, 'orchestrator_model')
  return names.resolutions
}

export function checkStagesOf(stages: readonly Pick<Stage, 'name'>[], settings: Settings): void {
  const known = stages.map(({ name }) => name)
  checkStages('stage_models', settings.stage_models, known)
  checkStages('stage_modes', settings.stage_modes, known)
}

function checkStages(
  field: string,
  given: Record<string, unknown> | undefined,
  known: readonly string[],
): void {
  const unknown = Object.keys(given ?? {}).find((stage) => !known.includes(stage))
  if (unknown === undefined) return
  throw invalid(
    `${field}.${unknown}`,
    `there is no stage ${JSON.stringify(unknown)}; there are ${known.join(', ')}`,
  )
}

function createNames(catalog: Catalog, mustSee: boolean) {
  const resolutions: ModelResolution[] = []
  const unavailable: ResolvedConfig['unavailable'] = []
  return {
    resolutions,
    unavailable,
    /** `null` where no key is set for it. */
    resolve(name: string, field: string): Model | null {
      const resolved = catalog.resolve(name)
      if ('unknown' in resolved) throw invalid(field, `no model is called ${JSON.stringify(name)}`)
      if ('unavailable' in resolved) {
        unavailable.push({ model: name, needs: resolved.setting })
        return null
      }
      const { model, resolution } = resolved
      if (mustSee && !model.capabilities.includes('vision')) {
        throw invalid(field, `${model.id} cannot read images and PDFs`)
      }
      if (resolutions.every(({ requested }) => requested !== name)) resolutions.push(resolution)
      return model
    },
  }
}

/** The one that does the work elsewhere, or where it cannot see what it must, the first that can. */
function defaultModel(catalog: Catalog, item: Item): Model {
  const model = catalog.role('executor')
  if (item.input_type === 'text' && model !== null) return model
  const seeing = [...(model === null ? [] : [model]), ...catalog.models].find(({ capabilities }) =>
    capabilities.includes('vision'),
  )
  if (item.input_type !== 'text' && seeing !== undefined) return seeing
  throw new ApiError('no_model_available', 'no model is available that can read this item')
}

function nobodyFor(stage: string, unavailable: ResolvedConfig['unavailable']): ApiError {
  return new ApiError('no_model_available', `no key is set for any model of ${stage}`, {
    details: { unavailable },
  })
}

function invalid(field: string, message: string): ApiError {
  return new ApiError('invalid_request', `${field}: ${message}`, { details: [{ field, message }] })
}
