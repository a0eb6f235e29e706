/**
 * One run from its first round trip to its last: begin (or find the answer given before) → orchestrate → answer → record.
 * Recording does not hold the answer up.
 */

import { type Outcome, orchestrate } from '../_shared/execution/orchestrate.ts'
import { NO_EVENTS, type RunEvents } from '../_shared/execution/runEvents.ts'
import { ApiError } from '../_shared/http/apiError.ts'
import { type Logger, toApiError } from '../_shared/http/functionApp.ts'
import type { Catalog } from '../_shared/models/catalog.ts'
import type { Model, ModelResolution } from '../_shared/models/model.ts'
import type { CallModel } from '../_shared/models/modelCall.ts'
import { profileTask } from '../_shared/profiling/profileTask.ts'
import type { TaskContext, TaskProfile } from '../_shared/profiling/taskProfile.ts'
import type { ScoreBreakdown } from '../_shared/scoring/scoreBreakdown.ts'
import type { BeginRunResult } from '../_shared/store/beginRun.ts'
import { finishRunRetry } from '../_shared/store/finishRunRetry.ts'
import type { RunRecord } from '../_shared/store/runRecord.ts'
import type { Store } from '../_shared/store/store.ts'
import { StoreError } from '../_shared/store/storeError.ts'
import { answerOf, errorOf } from './answer.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { OrchestrationRequest } from './requestBody.ts'
import { runRecordOf } from './runRecord.ts'

/** What the function is given once, when its worker starts. */
export interface Kernel {
  catalog: Catalog
  callModel: CallModel
  logger: Logger
  /** Keeps the worker alive until the promise is settled. */
  waitUntil: (work: Promise<unknown>) => void
  now: () => number
  sleep: (ms: number) => Promise<void>
  random: () => number
}

export interface RunRequest {
  body: OrchestrationRequest
  /** Whom the run is for; `null`: a secret key on nobody's behalf. */
  userId: string | null
  idempotencyKey: string | null
  store: Store
}

/** A final HTTP answer, the same whether fresh or stored. */
export interface RunAnswer {
  status: number
  body: object
  retryAfterMs?: number
}

/** A run this worker holds, or the answer there is already. */
export type BegunRun =
  | {
      state: 'started'
      runId: string
      conduct: (options: { events?: RunEvents; signal?: AbortSignal }) => Promise<RunAnswer>
    }
  | { state: 'waiting'; runId: string; answer: () => Promise<RunAnswer> }

/** A worker that dies leaves its run to the next this long after the deadline. */
const LEASE_MARGIN_MS = 30_000

/** Claims the run. Throws an ApiError for what the caller did wrong. */
export async function beginRun(kernel: Kernel, request: RunRequest): Promise<BegunRun> {
  const { body, store } = request
  const { models, resolutions } = allowedModels(kernel.catalog, body.models)
  const deadlineAtMs = kernel.now() + body.deadlineMs
  const begun = await begin()

  async function begin(): Promise<Extract<BeginRunResult, { state: 'started' | 'replay' | 'in_progress' }>> {
    const { request: text, context: _context, ...options } = body
    const result = await store
      .beginRun({
        userId: request.userId,
        conversationId: body.conversationId ?? null,
        idempotencyKey: request.idempotencyKey,
        requestHash: await fingerprintOf(body),
        request: text,
        options,
        leaseMs: body.deadlineMs + LEASE_MARGIN_MS,
        taskTypes: possibleTypes(body),
        withFiles: body.context.files === undefined,
      })
      .catch((error: unknown) => {
        if (StoreError.isInstance(error) && error.code === 'unknown_user') {
          throw new ApiError('invalid_request', 'userId: is not a user of this project', {
            details: [{ field: 'userId', message: 'is not a user of this project' }],
          })
        }
        throw error
      })
    if (result.state !== 'conflict') return result
    throw new ApiError('idempotency_conflict', 'this Idempotency-Key came with another request before', {
      runId: result.runId,
    })
  }

  async function waitForOther(runId: string): Promise<RunAnswer> {
    const waited = await store.waitForRun({ runId, deadlineAtMs, now: kernel.now, sleep: kernel.sleep })
    if (waited.state === 'finished') return { status: waited.httpStatus, body: waited.body }
    if (waited.state === 'timeout')
      throw new ApiError('deadline_exceeded', 'the run with this Idempotency-Key goes on', { runId })
    const next = await begin()
    if (next.state === 'replay') return { status: next.httpStatus, body: next.body }
    if (next.state === 'in_progress') return waitForOther(next.runId)
    return conduct(next, {})
  }

  async function conduct(
    run: Extract<BeginRunResult, { state: 'started' }>,
    options: { events?: RunEvents; signal?: AbortSignal },
  ): Promise<RunAnswer> {
    const events = options.events ?? NO_EVENTS
    const startedAtMs = kernel.now()
    const context = withConversation(body.context, run)
    const profile = profileTask({ request: body.request, context })
    events.profiled(profile)
    const record = (outcome: Outcome, answer: RunAnswer, errorCode?: string) =>
      keep(
        kernel,
        store,
        runRecordOf({
          runId: run.runId,
          leaseToken: run.leaseToken,
          profile,
          outcome,
          parallel: body.parallelExecution,
          durationMs: Math.round(kernel.now() - startedAtMs),
          httpStatus: answer.status,
          body: answer.body,
          errorCode,
        }),
      )

    let outcome: Outcome
    try {
      outcome = await orchestrate({
        request: body.request,
        context,
        profile,
        models,
        fallbackChain: fallbackChainOf(kernel.catalog),
        evidence: run.evidence,
        policy: body.policy ?? 'thompson',
        approach: body.approach,
        parallel: body.parallelExecution,
        maxStrategies: body.maxStrategies,
        qualityThreshold: body.qualityThreshold,
        budgetNanoUsd: body.budgetUsd === undefined ? undefined : Math.floor(body.budgetUsd * 1e9),
        deadlineAtMs,
        temperature: body.temperature,
        signal: options.signal,
        callModel: kernel.callModel,
        score: (product) => score(body.request, profile, context, product),
        events,
        now: kernel.now,
        random: kernel.random,
      })
    } catch (error) {
      const failure = toApiError(error, 'multi-model-orchestrator', kernel.logger)
      const answer = { status: failure.status, body: { ...failure.toBody(), runId: run.runId } }
      record(
        { kind: 'all_models_failed', plan: null, attempts: [], stopReason: undefined },
        answer,
        failure.code,
      )
      return answer
    }
    const durationMs = Math.round(kernel.now() - startedAtMs)
    if (outcome.kind === 'succeeded') {
      const answer = {
        status: 200,
        body: answerOf({ runId: run.runId, outcome, profile, durationMs, resolutions }),
      }
      record(outcome, answer)
      return answer
    }
    const failure = errorOf({ outcome, runId: run.runId })
    const answer = { status: failure.status, body: failure.toBody() }
    record(outcome, answer, failure.code)
    return answer
  }

  if (begun.state === 'replay') {
    const { httpStatus, body: stored, runId } = begun
    return { state: 'waiting', runId, answer: async () => ({ status: httpStatus, body: stored }) }
  }
  if (begun.state === 'in_progress') {
    const { runId } = begun
    return { state: 'waiting', runId, answer: () => waitForOther(runId) }
  }
  return { state: 'started', runId: begun.runId, conduct: (options) => conduct(begun, options) }
}

/** The models an allow-list names, or all that can run. An unknown name is the caller's mistake; a known one may lack its key. */
function allowedModels(
  catalog: Catalog,
  names: readonly string[] | undefined,
): { models: readonly Model[]; resolutions: ModelResolution[] } {
  if (names === undefined) return { models: catalog.models, resolutions: [] }
  const models = new Map<string, Model>()
  const resolutions: ModelResolution[] = []
  names.forEach((name, index) => {
    const resolved = catalog.resolve(name)
    if ('unknown' in resolved) {
      const message = `no model is called ${JSON.stringify(name)}`
      throw new ApiError('invalid_request', `models.${index}: ${message}`, {
        details: [{ field: `models.${index}`, message }],
      })
    }
    if ('unavailable' in resolved) return
    models.set(resolved.model.id, resolved.model)
    resolutions.push(resolved.resolution)
  })
  return { models: [...models.values()], resolutions }
}

/** The types the task may turn out to have: a conversation's files, not known yet, can turn a build into an edit. */
function possibleTypes({ request, context }: OrchestrationRequest): string[] {
  const alone = profileTask({ request, context }).type
  if (context.files !== undefined) return [alone]
  const withFiles = profileTask({ request, context: { ...context, files: { 'package.json': '{}' } } }).type
  return [...new Set([alone, withFiles])]
}

/** The catalog's own order, the default executor first: what the `static` policy follows. */
function fallbackChainOf(catalog: Catalog): string[] {
  const executor = catalog.role('executor')
  if (executor === null) return []
  return [executor, ...catalog.fallbackChain(executor)].map((model) => model.id)
}

/** The caller's own files and history come first; a conversation fills in what they left out. */
function withConversation(
  context: TaskContext,
  { conversation }: Extract<BeginRunResult, { state: 'started' }>,
): TaskContext {
  return {
    ...context,
    files: context.files ?? conversation.files ?? undefined,
    history: context.history ?? conversation.turns,
  }
}

/** The scorer brings a parser along, and is loaded when there is something to score. */
async function score(
  request: string,
  profile: TaskProfile,
  context: TaskContext,
  product: { files: Record<string, string>; text?: string },
): Promise<ScoreBreakdown> {
  if (product.text !== undefined) {
    const { scoreText } = await import('../_shared/scoring/scoreText.ts')
    return scoreText({ text: product.text, request, profile })
  }
  const { scoreProject } = await import('../_shared/scoring/scoreProject.ts')
  return scoreProject({ files: product.files, request, profile, before: context.files })
}

function keep(kernel: Kernel, store: Store, record: RunRecord): void {
  kernel.waitUntil(
    finishRunRetry({
      finishRun: (finished) => store.finishRun(finished),
      record,
      logLine: (line) => kernel.logger.error(line),
      now: kernel.now,
      sleep: kernel.sleep,
    }),
  )
}
