/**
 * What a run needs to know of circuit breakers. Their state is in Postgres, where all workers share it, and so are the
 * rules by which it changes: every recorded attempt moves it. A run only keeps to it.
 */
import type { Model } from '../models/model.ts'

/** A circuit that is not closed. */
export interface Circuit {
  provider: string
  /** Catalog id. */
  model: string
  /** `half_open`: one attempt may be made, by whoever takes the probe first. */
  state: 'open' | 'half_open'
  /** Until a probe may be taken; 0 where it may be now. */
  retryAfterMs: number
}

/** The circuit of a model as its provider serves it; `undefined` where it is closed. */
export function circuitOf(
  circuits: readonly Circuit[],
  model: Pick<Model, 'id' | 'provider'>,
): Circuit | undefined {
  return circuits.find((circuit) => circuit.model === model.id && circuit.provider === model.provider)
}

/** Ids of the models that are not to be called. */
export function modelsToAvoid(circuits: readonly Circuit[], models: readonly Model[]): string[] {
  return models.filter((model) => circuitOf(circuits, model)?.state === 'open').map((model) => model.id)
}

/** Milliseconds until the first of these models may be probed, where every one of them is open; else `undefined`. */
export function retryAfterMs(circuits: readonly Circuit[], models: readonly Model[]): number | undefined {
  const waits = models.map((model) => circuitOf(circuits, model)?.retryAfterMs ?? 0)
  const soonest = Math.min(...waits)
  return models.length > 0 && soonest > 0 ? soonest : undefined
}
