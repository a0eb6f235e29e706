/** Which models run a scenario: names become models that run, each once, and the names are kept. */
import { ApiError } from '../_shared/http/apiError.ts'
import { resolveNames } from '../_shared/http/resolveNames.ts'
import type { Catalog } from '../_shared/models/catalog.ts'
import type { ChosenModel, ScenarioRow } from './store/scenarioRows.ts'

/** What the users of scenarios had from the start. Their successors run once they are retired. */
const DEFAULT_MODELS = ['gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-3-pro-preview']

export interface ModelChoice {
  models: ChosenModel[]
  /** Names that no key is set for, and the variable that would change that. */
  unavailable: { model_name: string; needs: string }[]
}

/**
 * The caller's list, else the scenario's, else its single `model_name`, else the default three.
 * Throws `invalid_request` for a name that means nothing, `no_model_available` where none of them can run.
 */
export function chooseModels(
  catalog: Catalog,
  asked: readonly string[] | undefined,
  scenario: Pick<ScenarioRow, 'models' | 'model_name'>,
): ModelChoice {
  const own = scenario.models.length > 0 ? scenario.models : scenario.model_name ? [scenario.model_name] : []
  const names = asked ?? (own.length > 0 ? own : DEFAULT_MODELS)
  const chosen = new Map<string, ChosenModel>()
  const { resolved, unavailable: withoutKey } = resolveNames(catalog, names)
  for (const { requested, model, resolution } of resolved) {
    const entry = chosen.get(model.id) ?? { model_name: model.id, provider: model.provider, requested: [] }
    const isNew = entry.requested.every((earlier) => earlier.model_name !== requested)
    if (isNew) entry.requested.push({ model_name: requested, reason: resolution.reason })
    chosen.set(model.id, entry)
  }
  const unavailable = withoutKey.map(({ requested, needs }) => ({ model_name: requested, needs }))
  if (chosen.size === 0) {
    throw new ApiError('no_model_available', 'no key is set for any of these models', {
      details: { unavailable },
    })
  }
  return { models: [...chosen.values()], unavailable }
}
