/** What a caller's allow-list of names comes to. */

import { resolveNames } from '../http/resolveNames.ts'
import type { Catalog } from '../models/catalog.ts'
import type { Model, ModelResolution } from '../models/model.ts'
import type { UnavailableName } from './runResult.ts'

export interface AllowedModels {
  models: readonly Model[]
  /** How the names became models; empty where there was no list. */
  resolutions: readonly ModelResolution[]
  /** Names that no key is set for. */
  unavailable: readonly UnavailableName[]
}

/** The models an allow-list names, each once, or all that can run. Throws `invalid_request` for a name that means nothing. */
export function allowedModels(catalog: Catalog, names: readonly string[] | undefined): AllowedModels {
  if (names === undefined) return { models: catalog.models, resolutions: [], unavailable: [] }
  const { resolved, unavailable } = resolveNames(catalog, names)
  return {
    models: [...new Map(resolved.map(({ model }) => [model.id, model])).values()],
    resolutions: resolved.map(({ resolution }) => resolution),
    unavailable,
  }
}
