/** Resumes runs whose workers are gone, and ends those that cannot be resumed. */
import { z } from 'zod'
import type { Outcome } from '../execution/orchestrate.ts'
import { ApiError } from '../http/apiError.ts'
import { toApiError } from '../http/functionApp.ts'
import { profileTask } from '../profiling/profileTask.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { ClaimedRun, RunProgress } from '../store/claimRun.ts'
import type { Store } from '../store/store.ts'
import { allowedModels } from './allowedModels.ts'
import { type ResumedRun, resumedRun } from './checkpoint.ts'
import { executeRun } from './executeRun.ts'
import { type OrchestrationRequest, orchestrationRequestSchema } from './orchestrationRequest.ts'
import { toRunError } from './runResult.ts'
import type { RunWorker } from './runWorker.ts'
import { toRunRecord } from './toRunRecord.ts'

/** A run that was reclaimed so often is assumed to end its workers itself. */
const MAX_TAKEOVERS = 10

/** Runs that one call reclaims at most: a worker has its limits, and the next call may reach another worker. */
const MAX_RECLAIMED_AT_ONCE = 4

const durableSchema = z.object({
  context: z.unknown(),
  profile: z.custom<TaskProfile>((value) => typeof value === 'object').optional(),
})

/**
 * Claims runs whose lease has expired, `runId` alone where given, and resumes them in the background.
 * Returns the ids of the claimed runs. Throws a StoreError.
 */
export async function reclaimExpiredRuns(
  worker: RunWorker,
  store: Store,
  { runId }: { runId?: string } = {},
): Promise<string[]> {
  const reclaimed: string[] = []
  while (reclaimed.length < (runId === undefined ? MAX_RECLAIMED_AT_ONCE : 1)) {
    const claimed = await store.claimRun({ leaseMs: worker.leaseMs, runId })
    if (claimed === null) break
    reclaimed.push(claimed.runId)
    const onFault = (error: unknown) => toApiError(error, worker.functionName, worker.logger)
    worker.waitUntil(resumeRun(worker, store, claimed).catch(onFault))
  }
  return reclaimed
}

async function resumeRun(worker: RunWorker, store: Store, claimed: ClaimedRun): Promise<void> {
  const stored = storedRequest(claimed)
  if (stored === null || claimed.takeovers > MAX_TAKEOVERS)
    return abandonRun(worker, store, claimed, stored?.body)
  const { body, profile } = stored
  // The worker that held the run before did not notice the cancellation.
  const signal = claimed.cancelRequested ? AbortSignal.abort() : undefined
  await executeRun(
    worker,
    {
      body,
      store,
      run: claimed,
      userId: claimed.userId,
      ...allowedModels(worker.catalog, body.models),
      deadlineAtMs: worker.now() + body.deadlineMs,
      startedAtMs: claimed.startedAtMs,
      profile,
      isDurable: true,
      progress: claimed.progress,
    },
    { signal },
  )
}

/** The request as it came; `null` where only its first worker had all of it. */
function storedRequest({
  request,
  options,
}: ClaimedRun): { body: OrchestrationRequest; profile?: TaskProfile } | null {
  const { durable, ...rest } = options
  const stored = durableSchema.safeParse(durable)
  if (!stored.success) return null
  const body = orchestrationRequestSchema.safeParse({ ...rest, request, context: stored.data.context })
  return body.success ? { body: body.data, profile: stored.data.profile } : null
}

/** Ends a run whose worker is gone: what was finished is recorded, and the answer is the error. */
async function abandonRun(
  worker: RunWorker,
  store: Store,
  claimed: ClaimedRun,
  body: OrchestrationRequest | undefined,
): Promise<void> {
  const { runId, leaseToken, request, progress } = claimed
  const resume = body === undefined ? null : readProgress(worker, progress)
  const outcome: Outcome = {
    kind: claimed.cancelRequested ? 'cancelled' : 'internal',
    plan: resume?.plan ?? null,
    attempts: resume?.attempts ?? [],
    stopReason: claimed.cancelRequested ? 'cancelled' : undefined,
  }
  const failure =
    outcome.kind === 'cancelled'
      ? toRunError({ outcome, runId, unavailable: [] })
      : new ApiError('internal', 'the worker of this run was lost', { runId })
  await worker.recorder.keep(
    store,
    toRunRecord({
      runId,
      leaseToken,
      profile: resume?.profile ?? profileTask({ request, context: body?.context ?? {} }),
      outcome,
      parallel: body?.parallelExecution ?? false,
      durationMs: worker.now() - claimed.startedAtMs,
      httpStatus: failure.status,
      body: failure.toBody(),
      errorCode: failure.code,
    }),
  )
}

/** The finished attempts, as far as they can be read: an unreadable checkpoint must not prevent the end of the run. */
function readProgress(worker: RunWorker, progress: RunProgress): ResumedRun | null {
  try {
    return resumedRun(progress, worker.catalog.models)
  } catch (error) {
    toApiError(error, worker.functionName, worker.logger)
    return null
  }
}
