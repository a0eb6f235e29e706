/** Before a run: is it new, answered already, or under way elsewhere? */
import { reservationFor } from '../execution/budget.ts'
import type { RunEvents } from '../execution/runEvents.ts'
import { ApiError } from '../http/apiError.ts'
import { toApiError } from '../http/functionApp.ts'
import type { Catalog } from '../models/catalog.ts'
import type { Model, ModelResolution } from '../models/model.ts'
import { profileTask } from '../profiling/profileTask.ts'
import type { TaskProfile } from '../profiling/taskProfile.ts'
import type { BeginRunResult } from '../store/beginRun.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/storeError.ts'
import type { UnavailableName } from './answer.ts'
import { conductRun, type HeldRun, type RunAnswer } from './conductRun.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Kernel } from './kernel.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'
import { trafficArmOf } from './trafficArm.ts'

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
  /** True where this worker runs it: only then are there events, and something for the signal to end. */
  isOurs: boolean
  /** Runs it, waits for it, or gives the answer there is. Call once. Throws an ApiError where waiting was in vain. */
  answer(options?: { events?: RunEvents; signal?: AbortSignal }): Promise<RunAnswer>
}

/** A worker that dies leaves its run to the next this long after the deadline. */
const LEASE_MARGIN_MS = 30_000

type Begun = Exclude<BeginRunResult, { state: 'conflict' | 'rate_limited' | 'over_budget' }>

/** Claims the run. Throws an ApiError for what the caller did wrong. */
export async function beginRun(kernel: Kernel, request: RunRequest): Promise<BegunRun> {
  const { body, store } = request
  const allowed = allowedModels(kernel.catalog, body.models)
  async function answer(
    begun: Begun,
    deadlineAtMs: number,
    options?: Parameters<BegunRun['answer']>[0],
  ): Promise<RunAnswer> {
    if (begun.state === 'replay') return { status: begun.httpStatus, body: begun.body }
    if (begun.state === 'started') {
      const { userId, profile } = request
      const arm = trafficArmOf({
        experiments: begun.experiments,
        userId,
        body,
        onFault: (error) => toApiError(error, kernel.functionName, kernel.logger),
      })
      const held = { store, run: begun, ...allowed, deadlineAtMs, profile }
      return conductRun(
        kernel,
        arm === null
          ? { ...held, body }
          : {
              ...held,
              body: { ...body, ...arm.settings },
              experiment: { name: arm.experiment, arm: arm.arm },
            },
        options,
      )
    }
    const { runId } = begun
    const waited = await store.waitForRun({ runId, deadlineAtMs, now: kernel.now, sleep: kernel.sleep })
    if (waited.state === 'finished') return { status: waited.httpStatus, body: waited.body }
    if (waited.state === 'timeout') {
      throw new ApiError('deadline_exceeded', 'the run with this Idempotency-Key goes on', { runId })
    }
    // Its worker is gone, or it is no more: the run is whoever's asks first, and has its whole time again.
    return answer(await claim(request, allowed.models), kernel.now() + body.deadlineMs, options)
  }

  const deadlineAtMs = kernel.now() + body.deadlineMs
  const begun = await claim(request, allowed.models)
  return {
    runId: begun.runId,
    isOurs: begun.state === 'started',
    answer: (options) => answer(begun, deadlineAtMs, options),
  }
}

async function claim(
  { body, userId, idempotencyKey, store, profile: given }: RunRequest,
  models: readonly Model[],
): Promise<Begun> {
  const { request, context, ...options } = body
  const profile = given ?? profileTask({ request, context })
  const result = await store
    .beginRun({
      userId,
      conversationId: body.conversationId ?? null,
      idempotencyKey,
      requestHash: await fingerprintOf(body),
      request,
      options,
      leaseMs: body.deadlineMs + LEASE_MARGIN_MS,
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
  if (result.state !== 'conflict') return result
  const { runId } = result
  throw new ApiError('idempotency_conflict', 'this Idempotency-Key came with another request before', {
    runId,
  })
}

/** The models an allow-list names, or all that can run. An unknown name is the caller's mistake; a known one may lack its key. */
function allowedModels(
  catalog: Catalog,
  names: readonly string[] | undefined,
): Pick<HeldRun, 'models' | 'resolutions' | 'unavailable'> {
  if (names === undefined) return { models: catalog.models, resolutions: [], unavailable: [] }
  const unavailable: UnavailableName[] = []
  const models = new Map<string, Model>()
  const resolutions: ModelResolution[] = []
  names.forEach((name, index) => {
    const resolved = catalog.resolve(name)
    if ('unknown' in resolved) {
      const field = `models.${index}`
      const message = `no model is called ${JSON.stringify(name)}`
      throw new ApiError('invalid_request', `${field}: ${message}`, { details: [{ field, message }] })
    }
    if ('unavailable' in resolved) {
      unavailable.push({ requested: name, needs: resolved.setting })
      return
    }
    models.set(resolved.model.id, resolved.model)
    resolutions.push(resolved.resolution)
  })
  return { models: [...models.values()], resolutions, unavailable }
}

/** The types the task may turn out to have: a conversation's files, not known yet, can turn a build into an edit. */
function possibleTypes({ request, context }: OrchestrationRequest, alone: string): string[] {
  if (context.files !== undefined) return [alone]
  const withFiles = profileTask({ request, context: { ...context, files: { 'package.json': '{}' } } }).type
  return [...new Set([alone, withFiles])]
}
