/** Before a run: is it new, answered already, or under way elsewhere? */

import { fingerprintOf } from '../canonical/fingerprint.ts'
import { reservationFor } from '../execution/budget.ts'
import { ApiError } from '../http/apiError.ts'
import type { Model } from '../models/model.ts'
import { profileTask } from '../profiling/profileTask.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { BeginRunResult } from '../store/beginRun.ts'
import type { RunProgress } from '../store/claimRun.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/storeError.ts'
import { allowedModels } from './allowedModels.ts'
import { executeRun } from './executeRun.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'
import type { RunAnswer } from './runAnswer.ts'
import type { RunWorker } from './runWorker.ts'

export interface RunRequest {
  body: OrchestrationRequest
  /** Whom the run is for; `null`: a secret key on nobody's behalf. */
  userId: string | null
  idempotencyKey: string | null
  store: Store
  /** What the task is, where the caller knows better than the profiler. */
  profile?: TaskProfile
}

export interface BegunRun {
  runId: string
  /** True where this worker runs it: only then is there something for the signal to end. */
  isOurs: boolean
  /** Runs it, waits for it, or gives the answer there is. Call once. Throws an ApiError where waiting was in vain. */
  answer(options?: { signal?: AbortSignal }): Promise<RunAnswer>
}

/** A run that only its caller waits for is left to another worker this long after its deadline. */
const LEASE_MARGIN_MS = 30_000

const FROM_THE_START: RunProgress = { nextEventId: 1, checkpoints: [] }

/** Beside the options of a durable run: what of its request is kept nowhere else. */
export interface DurableOptions {
  context: OrchestrationRequest['context']
  profile?: TaskProfile
}

type Begun = Exclude<BeginRunResult, { state: 'conflict' | 'rate_limited' | 'over_budget' }> & {
  /** What the profiler says of the request alone, where it was asked. */
  ownProfile?: TaskProfile
}

/** Claims the run. Throws an ApiError for what the caller did wrong. */
export async function beginRun(worker: RunWorker, request: RunRequest): Promise<BegunRun> {
  const { body, store } = request
  // Whoever sends a key means to ask again; whoever lets a run go on in the background means to come back.
  const isDurable = body.background || request.idempotencyKey !== null
  const allowed = allowedModels(worker.catalog, body.models)
  async function answer(
    begun: Begun,
    deadlineAtMs: number,
    options?: Parameters<BegunRun['answer']>[0],
  ): Promise<RunAnswer> {
    if (begun.state === 'replay') return { status: begun.httpStatus, body: begun.body }
    const { runId } = begun
    if (begun.state === 'started') {
      const { userId, profile } = request
      const { ownProfile } = begun
      const progress = isDurable && begun.takenOver ? await store.readProgress(runId) : FROM_THE_START
      const answer = await executeRun(
        worker,
        {
          body,
          store,
          run: begun,
          userId,
          ...allowed,
          deadlineAtMs,
          profile,
          ownProfile,
          isDurable,
          progress,
        },
        options,
      )
      if (answer !== null) return answer
    }
    const waited = await store.waitForRun({ runId, deadlineAtMs, now: worker.now, sleep: worker.sleep })
    if (waited.state === 'finished') return { status: waited.httpStatus, body: waited.body }
    if (waited.state === 'timeout') {
      throw new ApiError('deadline_exceeded', 'the run with this Idempotency-Key goes on', { runId })
    }
    // Its worker is gone, or it is no more: the run is whoever's asks first, and has its whole time again.
    return answer(
      await claim(worker, request, allowed.models, isDurable),
      worker.now() + body.deadlineMs,
      options,
    )
  }

  const deadlineAtMs = worker.now() + body.deadlineMs
  const begun = await claim(worker, request, allowed.models, isDurable)
  return {
    runId: begun.runId,
    isOurs: begun.state === 'started',
    answer: (options) => answer(begun, deadlineAtMs, options),
  }
}

/** In place of the hash of a request that no other can be taken for: hashing is a good part of beginning a run. */
const NEVER_COMPARED = ''

async function claim(
  worker: RunWorker,
  { body, userId, idempotencyKey, store, profile: given }: RunRequest,
  models: readonly Model[],
  isDurable: boolean,
): Promise<Begun> {
  const { request, context, ...options } = body
  // With the rest of its request kept, any worker can go on with the run.
  const durable: DurableOptions = { context, profile: given }
  const profile = given ?? profileTask({ request, context })
  const result = await store
    .beginRun({
      userId,
      conversationId: body.conversationId ?? null,
      idempotencyKey,
      requestHash: idempotencyKey === null ? NEVER_COMPARED : await fingerprintOf(body),
      request,
      options: isDurable ? { ...options, durable } : options,
      leaseMs: isDurable ? worker.leaseMs : body.deadlineMs + LEASE_MARGIN_MS,
      taskTypes: given === undefined ? possibleTypes(body, profile.type) : [given.type],
      withFiles: body.context.files === undefined,
      reservation: reservationFor({
        models,
        profile,
        maxStrategies: body.maxStrategies,
        budgetNanoUsd: body.budgetUsd === undefined ? undefined : Math.floor(body.budgetUsd * 1e9),
      }),
    })
    .catch((error: unknown) => {
      if (!StoreError.isInstance(error) || error.code !== 'unknown_user') throw error
      if (body.userId === undefined) throw new ApiError('unauthorized', 'the user of this token is no more')
      const message = 'is not a user of this project'
      throw new ApiError('invalid_request', `userId: ${message}`, { details: [{ field: 'userId', message }] })
    })
  if (result.state === 'rate_limited')
    throw new ApiError('rate_limited', 'too many requests in this minute', {
      retryAfterMs: result.retryAfterMs,
    })
  if (result.state === 'over_budget')
    throw new ApiError('budget_exceeded', 'a spend limit leaves too little for this request')
  if (result.state !== 'conflict') return given === undefined ? { ...result, ownProfile: profile } : result
  const { runId } = result
  throw new ApiError('idempotency_conflict', 'this Idempotency-Key came with another request before', {
    runId,
  })
}

/** The types the task may turn out to have: a conversation's files, not known yet, can turn a build into an edit. */
function possibleTypes({ request, context, conversationId }: OrchestrationRequest, alone: string): string[] {
  if (context.files !== undefined || conversationId === undefined) return [alone]
  const withFiles = profileTask({ request, context: { ...context, files: { 'package.json': '{}' } } }).type
  return [...new Set([alone, withFiles])]
}
