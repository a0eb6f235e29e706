/** What the names of models that a caller gave come to. */

import type { Catalog } from '../models/catalog.ts'
import type { Model, ModelResolution } from '../models/model.ts'
import type { UnavailableName } from '../runs/runResult.ts'
import { ApiError } from './apiError.ts'

export interface ResolvedNames {
  /** In the order of the names; names of the same model are kept apart. */
  resolved: { requested: string; model: Model; resolution: ModelResolution }[]
  /** Names that no key is set for. */
  unavailable: UnavailableName[]
}

/**
 * The models behind the names of a body's `models`. A known name may lack its key; one that is unknown is the caller's
 * mistake: throws `invalid_request`.
 */
export function resolveNames(catalog: Catalog, names: readonly string[]): ResolvedNames {
  const resolved: ResolvedNames['resolved'] = []
  const unavailable: UnavailableName[] = []
  names.forEach((requested, index) => {
    const result = catalog.resolve(requested)
    if ('unknown' in result) {
      const field = `models.${index}`
      const message = `no model is called ${JSON.stringify(requested)}`
      throw new ApiError('invalid_request', `${field}: ${message}`, { details: [{ field, message }] })
    }
    if ('unavailable' in result) unavailable.push({ requested, needs: result.setting })
    else resolved.push({ requested, ...result })
  })
  return { resolved, unavailable }
}
