/** Goes on with runs whose workers are gone, or ends those that nobody can go on with. */
import { z } from 'zod'
import type { Outcome } from '../execution/orchestrate.ts'
import { ApiError } from '../http/apiError.ts'
import { toApiError } from '../http/functionApp.ts'
import { profileTask } from '../profiling/profileTask.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { ClaimedRun, RunProgress } from '../store/claimRun.ts'
import type { Store } from '../store/store.ts'
import { allowedModels } from './allowedModels.ts'
import { errorOf } from './answer.ts'
import { type ResumedRun, resumedRun } from './checkpoint.ts'
import { conductRun } from './conductRun.ts'
import type { Kernel } from './kernel.ts'
import { type OrchestrationRequest, orchestrationRequestSchema } from './orchestrationRequest.ts'
import { runRecordOf } from './recordOf.ts'

/** A run that has outlived so many workers is what ends them. */
const MAX_TAKEOVERS = 10

/** How many runs one call takes up: a worker has its limits, and the next call may reach another. */
const AT_ONCE = 4

const durableSchema = z.object({
  context: z.unknown(),
  profile: z.custom<TaskProfile>((value) => typeof value === 'object').optional(),
})

/**
 * Takes up what waits, `runId` alone where given, and goes on with it in the background.
 * The ids of what it took. Throws a StoreError.
 */
export async function takeUpRuns(
  kernel: Kernel,
  store: Store,
  { runId }: { runId?: string } = {},
): Promise<string[]> {
  const taken: string[] = []
  while (taken.length < (runId === undefined ? AT_ONCE : 1)) {
    const claimed = await store.claimRun({ leaseMs: kernel.leaseMs, runId })
    if (claimed === null) break
    taken.push(claimed.runId)
    const onFault = (error: unknown) => toApiError(error, kernel.functionName, kernel.logger)
    kernel.waitUntil(goOnWith(kernel, store, claimed).catch(onFault))
  }
  return taken
}

async function goOnWith(kernel: Kernel, store: Store, claimed: ClaimedRun): Promise<void> {
  const kept = keptRequest(claimed)
  if (kept === null || claimed.takeovers > MAX_TAKEOVERS) return giveUp(kernel, store, claimed, kept?.body)
  const { body, profile } = kept
  // Whoever took the run before did not come to hear that it is to end.
  const signal = claimed.cancelRequested ? AbortSignal.abort() : undefined
  await conductRun(
    kernel,
    {
      body,
      store,
      run: claimed,
      userId: claimed.userId,
      ...allowedModels(kernel.catalog, body.models),
      deadlineAtMs: kernel.now() + body.deadlineMs,
      startedAtMs: claimed.startedAtMs,
      profile,
      isDurable: true,
      progress: claimed.progress,
    },
    { signal },
  )
}

/** The request as it came; `null` where only its first worker knew all of it. */
function keptRequest({
  request,
  options,
}: ClaimedRun): { body: OrchestrationRequest; profile?: TaskProfile } | null {
  const { durable, ...rest } = options
  const kept = durableSchema.safeParse(durable)
  if (!kept.success) return null
  const body = orchestrationRequestSchema.safeParse({ ...rest, request, context: kept.data.context })
  return body.success ? { body: body.data, profile: kept.data.profile } : null
}

/** Ends a run without its worker: what it had finished is booked, and whoever asks is told. */
async function giveUp(
  kernel: Kernel,
  store: Store,
  claimed: ClaimedRun,
  body: OrchestrationRequest | undefined,
): Promise<void> {
  const { runId, leaseToken, request, progress } = claimed
  const resume = body === undefined ? null : readable(kernel, progress)
  const outcome: Outcome = {
    kind: claimed.cancelRequested ? 'cancelled' : 'internal',
    plan: resume?.plan ?? null,
    attempts: resume?.attempts ?? [],
    stopReason: claimed.cancelRequested ? 'cancelled' : undefined,
  }
  const failure =
    outcome.kind === 'cancelled'
      ? errorOf({ outcome, runId, unavailable: [] })
      : new ApiError('internal', 'the worker of this run was lost', { runId })
  await kernel.recorder.keep(
    store,
    runRecordOf({
      runId,
      leaseToken,
      profile: resume?.profile ?? profileTask({ request, context: body?.context ?? {} }),
      outcome,
      parallel: body?.parallelExecution ?? false,
      durationMs: kernel.now() - claimed.startedAtMs,
      httpStatus: failure.status,
      body: failure.toBody(),
      errorCode: failure.code,
    }),
  )
}

/** What was finished, as far as it can be read: what cannot must not keep the run from its end. */
function readable(kernel: Kernel, progress: RunProgress): ResumedRun | null {
  try {
    return resumedRun(progress, kernel.catalog.models)
  } catch (error) {
    toApiError(error, kernel.functionName, kernel.logger)
    return null
  }
}
