/** Sets experiments going in this worker's background, and sees that what it cannot end goes on elsewhere. */
import { conductInBackground } from '../_shared/runs/conductInBackground.ts'
import { LEASE_MS } from '../_shared/runs/heldLease.ts'
import type { Kernel } from '../_shared/runs/kernel.ts'
import type { ExperimentRow } from '../_shared/store/experiments/experimentRows.ts'
import { createExperimentStore } from '../_shared/store/experiments/experimentStore.ts'
import type { MeritClient } from '../_shared/store/meritClient.ts'
import { conductExperiment } from './conduct/conductExperiment.ts'

export interface Worker {
  /** Conducts an experiment whose lease this worker holds. */
  conduct(experiment: ExperimentRow): void
  /** Takes an experiment whose worker is gone: the one named, or the one that waited longest. False where there is none. */
  takeOver(experimentId?: string): Promise<boolean>
}

export function createWorker(kernel: Kernel, admin: MeritClient): Worker {
  const store = createExperimentStore(admin)

  const conduct = (experiment: ExperimentRow) =>
    conductInBackground(kernel, admin, conductExperiment(kernel, store, experiment))

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
