/** Sets executions going in this worker's background, and sees that what it cannot end goes on elsewhere. */
import { toApiError } from '../_shared/http/functionApp.ts'
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

  function conductInBackground(execution: ExecutionRow): void {
    const conducted = conductExecution(kernel, store, execution).then(async (result) => {
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
    async start(execution) {
      const started = await store.start({ ...execution, leaseUntilMs: kernel.now() + LEASE_MS })
      conductInBackground(started)
      return started
    },
    async takeOver(executionId) {
      const execution = await store.claim({ executionId, leaseMs: LEASE_MS })
      if (execution === null) return false
      conductInBackground(execution)
      return true
    },
    async cancel(executionId) {
      await store.cancel(executionId)
    },
  }
}
