/** Sets executions going in this worker's background, and sees that what it cannot end goes on elsewhere. */
import { conductInBackground } from '../_shared/runs/conductInBackground.ts'
import { LEASE_MS } from '../_shared/runs/heldLease.ts'
import type { Kernel } from '../_shared/runs/kernel.ts'
import type { MeritClient } from '../_shared/store/meritClient.ts'
import { createExecutionStore, type NewExecution } from '../_shared/store/scenarios/executionStore.ts'
import type { ExecutionRow } from '../_shared/store/scenarios/scenarioRows.ts'
import { conductExecution } from './conductExecution.ts'

export interface Worker {
  start(execution: Omit<NewExecution, 'leaseUntilMs'>): Promise<ExecutionRow>
  /** Takes an execution whose worker is gone: the one named, or the one that waited longest. False where there is none. */
  takeOver(executionId?: string): Promise<boolean>
  /** Ends it, wherever it runs: its worker notices at its next heartbeat or save, and hangs up on the models. */
  cancel(executionId: string): Promise<void>
}

export function createWorker(kernel: Kernel, admin: MeritClient): Worker {
  const store = createExecutionStore(admin)

  const conduct = (execution: ExecutionRow) =>
    conductInBackground(kernel, admin, conductExecution(kernel, store, execution))

  return {
    async start(execution) {
      const started = await store.start({ ...execution, leaseUntilMs: kernel.now() + LEASE_MS })
      conduct(started)
      return started
    },
    async takeOver(executionId) {
      const execution = await store.claim({ executionId, leaseMs: LEASE_MS })
      if (execution === null) return false
      conduct(execution)
      return true
    },
    async cancel(executionId) {
      await store.cancel(executionId)
    },
  }
}
