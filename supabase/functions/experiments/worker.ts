/** Sets experiments going in this worker's background, and sees that what it cannot end goes on elsewhere. */
import { toApiError } from '../_shared/http/functionApp.ts'
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

  function conduct(experiment: ExperimentRow): void {
    const conducted = conductExperiment(kernel, store, experiment).then(async (result) => {
      if (result !== 'handed_over') return
      // A worker of its own, with its whole time. If it cannot be had, the next tick or look at the status does it.
      const { error } = await admin.functions.invoke(`${kernel.functionName}/tick`, { method: 'POST' })
      if (error) throw error
    })
    // What was done is in the rows and what was not is taken up when the lease has run out; this says why.
    kernel.waitUntil(
      conducted.catch((error: unknown) => toApiError(error, kernel.functionName, kernel.logger)),
    )
  }

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
