/** Sets experiments going in this worker's background, and sees that what it cannot end goes on elsewhere. */
import { continueInBackground } from '../_shared/durable/continueInBackground.ts'
import { LEASE_MS } from '../_shared/durable/heldLease.ts'
import type { MeritClient } from '../_shared/store/meritClient.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { executeExperiment } from './execution/executeExperiment.ts'
import type { ExperimentRow } from './store/experimentRows.ts'
import { createExperimentStore } from './store/experimentStore.ts'

export interface ExperimentRunner {
  /** Conducts an experiment whose lease this worker holds. */
  conduct(experiment: ExperimentRow): void
  /** Takes an experiment whose worker is gone: the one named, or the one that waited longest. False where there is none. */
  takeOver(experimentId?: string): Promise<boolean>
}

export function createExperimentRunner(worker: WorkerContext, admin: MeritClient): ExperimentRunner {
  const store = createExperimentStore(admin)

  const conduct = (experiment: ExperimentRow) =>
    continueInBackground(worker, admin, executeExperiment(worker, store, experiment))

  return {
    conduct,
    async takeOver(experimentId) {
      const experiment = await store.claim({ experimentId, leaseMs: LEASE_MS })
      if (experiment === null) return false
      conduct(experiment)
      return true
    },
  }
}
