/** Lets work under a lease go on in a worker's background, and hands over what the worker's life is too short for. */
import { toApiError } from '../http/functionApp.ts'
import type { MeritClient } from '../store/meritClient.ts'
import type { WorkerContext } from '../worker/workerContext.ts'

/** `handed_over`: something is left to do, and its lease is free. */
export function continueInBackground(
  worker: WorkerContext,
  admin: MeritClient,
  conducted: Promise<string>,
): void {
  const handedOn = conducted.then(async (result) => {
    if (result !== 'handed_over') return
    // A worker of its own, with its whole time. If it cannot be had, the next tick or look at the status does it.
    const { error } = await admin.functions.invoke(`${worker.functionName}/tick`, { method: 'POST' })
    if (error) throw error
  })
  // What was done is in the rows and what was not is taken up when the lease has run out; this says why.
  worker.waitUntil(handedOn.catch((error: unknown) => toApiError(error, worker.functionName, worker.logger)))
}
