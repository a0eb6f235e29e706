/** What a caller's allow-list of names comes to. */
import { ApiError } from '../http/apiError.ts'
import type { Catalog } from '../models/catalog.ts'
import type { Model, ModelResolution } from '../models/model.ts'
import type { UnavailableName } from './answer.ts'

export interface AllowedModels {
  models: readonly Model[]
  /** How the names became models; empty where there was no list. */
  resolutions: readonly ModelResolution[]
  /** Names that no key is set for. */
  unavailable: readonly UnavailableName[]
}

/**
 * The models an allow-list names, or all that can run. A known name may lack its key; one that is unknown is the caller's
 * mistake: throws `invalid_request`.
 */
export function allowedModels(catalog: Catalog, names: readonly string[] | undefined): AllowedModels {
  if (names === undefined) return { models: catalog.models, resolutions: [], unavailable: [] }
  const unavailable: UnavailableName[] = []
  const models = new Map<string, Model>()
  const resolutions: ModelResolution[] = []
  names.forEach((name, index) => {
    const resolved = catalog.resolve(name)
    if ('unknown' in resolved) {
      const field = `models.${index}`
      const message = `no model is called ${JSON.stringify(name)}`
      throw new ApiError('invalid_request', `${field}: ${message}`, { details: [{ field, message }] })
    }
    if ('unavailable' in resolved) {
      unavailable.push({ requested: name, needs: resolved.setting })
      return
    }
    models.set(resolved.model.id, resolved.model)
    resolutions.push(resolved.resolution)
  })
  return { models: [...models.values()], resolutions, unavailable }
}
