/** Sets executions going in this worker's background, and sees that what it cannot end goes on elsewhere. */
import { continueInBackground } from '../_shared/durable/continueInBackground.ts'
import { LEASE_MS } from '../_shared/durable/heldLease.ts'
import type { MeritClient } from '../_shared/store/meritClient.ts'
import type { WorkerContext } from '../_shared/worker/workerContext.ts'
import { executeScenario } from './executeScenario.ts'
import { createExecutionStore, type NewExecution } from './store/executionStore.ts'
import type { ExecutionRow } from './store/scenarioRows.ts'

export interface ExecutionRunner {
  start(execution: Omit<NewExecution, 'leaseUntilMs'>): Promise<ExecutionRow>
  /** Takes an execution whose worker is gone: the one named, or the one that waited longest. False where there is none. */
  takeOver(executionId?: string): Promise<boolean>
  /** Ends it, wherever it runs: its worker notices at its next heartbeat or save, and hangs up on the models. */
  cancel(executionId: string): Promise<void>
}

export function createExecutionRunner(worker: WorkerContext, admin: MeritClient): ExecutionRunner {
  const store = createExecutionStore(admin)

  const conduct = (execution: ExecutionRow) =>
    continueInBackground(worker, admin, executeScenario(worker, store, execution))

  return {
    async start(execution) {
      const started = await store.start({ ...execution, leaseUntilMs: worker.now() + LEASE_MS })
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
