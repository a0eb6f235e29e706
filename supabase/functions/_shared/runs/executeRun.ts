/** A run this worker holds, from its first step to its record: profile → orchestrate → answer; recording follows the answer. */
import { circuitOf, modelsToAvoid, retryAfterMs } from '../execution/circuit.ts'
import { withinModelRates } from '../execution/modelRates.ts'
import { type Outcome, orchestrate } from '../execution/orchestrate.ts'
import { toApiError } from '../http/functionApp.ts'
import type { Catalog } from '../models/catalog.ts'
import type { Model } from '../models/model.ts'
import { profileTask } from '../profiling/profileTask.ts'
import type { TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { ScoreBreakdown } from '../scoring/scoreBreakdown.ts'
import { currentPrices } from '../selection/pacer.ts'
import type { RunProgress } from '../store/claimRun.ts'
import type { Conversation, RunStart } from '../store/runStart.ts'
import type { Store } from '../store/store.ts'
import { assignVariant } from './abAssignment.ts'
import type { AllowedModels } from './allowedModels.ts'
import { resumedRun } from './checkpoint.ts'
import { createRunEvents } from './createRunEvents.ts'
import { createEventWriter } from './eventWriter.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'
import type { RunAnswer } from './runAnswer.ts'
import { toRunError, toRunResult } from './runResult.ts'
import type { RunWorker } from './runWorker.ts'
import { toRunRecord } from './toRunRecord.ts'

/** A run that `begin_run` or `claim_run` gave to this worker. */
export interface HeldRun extends AllowedModels {
  body: OrchestrationRequest
  store: Store
  run: RunStart
  /** `null`: on nobody's behalf. */
  userId: string | null
  deadlineAtMs: number
  /** When its first worker began; absent: now. */
  startedAtMs?: number
  /** What the task is, where the caller knows better than the profiler. */
  profile?: TaskProfile
  /** What the profiler says of the request without its conversation, where it was asked before. */
  ownProfile?: TaskProfile
  /** True where another worker resumes the run if this one dies: its events are then stored before they are heard. */
  isDurable: boolean
  /** How far earlier workers came. */
  progress: RunProgress
}

/** The record of a probe follows its run's end this soon, or the probe is anybody's again. */
const PROBE_MARGIN_MS = 10_000

/**
 * Runs it, or goes on with it. What models do, and what goes wrong with us, becomes the answer; the record follows in the
 * background. `null` where another worker has taken the run meanwhile: the answer is theirs to give.
 */
export async function executeRun(
  worker: RunWorker,
  held: HeldRun,
  options: { signal?: AbortSignal } = {},
): Promise<RunAnswer | null> {
  const { run, store } = held
  const startedAtMs = held.startedAtMs ?? worker.now()
  const resume = resumedRun(held.progress, held.models)
  const onFault = (error: unknown) => toApiError(error, worker.functionName, worker.logger)
  const assignment = assignVariant({ abTests: run.abTests, userId: held.userId, body: held.body, onFault })
  const body = { ...held.body, ...assignment?.settings }
  const runLease = {
    runId: run.runId,
    leaseToken: run.leaseToken,
    leaseMs: held.isDurable ? worker.leaseMs : null,
  }
  const lease = worker.heartbeat.start(store, runLease)
  const signal = options.signal ? AbortSignal.any([options.signal, lease.signal]) : lease.signal
  const buffer = worker.eventBuffers.open(run.runId, held.progress.nextEventId)
  const { emit, flushed, checkpointed } = createEventWriter({
    worker,
    store,
    runLease,
    lease,
    buffer,
    isDurable: held.isDurable,
    firstId: held.progress.nextEventId,
    onFault,
  })

  const context = resume?.context ?? withConversation(body.context, run.conversation)
  const ownProfile = isAlone(body.context, run.conversation) ? held.ownProfile : undefined
  const profile =
    resume?.profile ?? held.profile ?? ownProfile ?? profileTask({ request: body.request, context })
  const events = createRunEvents(emit, { profile, context })
  if (held.progress.nextEventId === 1) {
    emit('run', { runId: run.runId })
    events.profiled(profile)
  }
  const callModel = withinModelRates(worker.callModel, {
    limitedModels: run.limitedModels,
    expectedOutputTokens: profile.estimatedOutputTokens,
    take: store.takeModelRate,
    waitUntil: worker.waitUntil,
    onFault,
    now: worker.now,
  })
  const outcome = await orchestrate({
    request: body.request,
    context,
    profile,
    models: held.models,
    unavailableModels: modelsToAvoid(run.circuits, held.models),
    admit: admitting(worker, held, onFault),
    fallbackChain: fallbackChainOf(worker.catalog),
    evidence: run.evidence,
    policy: body.policy ?? 'thompson',
    prices: currentPrices(run.prices),
    approach: body.approach,
    parallel: body.parallelExecution,
    maxStrategies: body.maxStrategies,
    qualityThreshold: body.qualityThreshold,
    budgetNanoUsd: budgetOf(held),
    deadlineAtMs: held.deadlineAtMs,
    temperature: body.temperature,
    signal,
    resume: resume ?? undefined,
    // What is finished is safe before anything else is paid for.
    async callModel(call) {
      await checkpointed()
      return callModel(call)
    },
    score: (product) => score(body.request, profile, context, product),
    onFault,
    events,
    now: worker.now,
    sleep: worker.sleep,
    random: worker.random,
  }).catch((error: unknown): Outcome => {
    onFault(error)
    return { kind: 'internal', plan: null, attempts: [], stopReason: undefined }
  })

  const durationMs = Math.round(worker.now() - startedAtMs)
  const { errorCode, ...answer } = answerTo(outcome, held, profile, durationMs)
  // No event follows the record: whoever reads the record has all events.
  const afterEvents: Pick<Store, 'finishRun'> = {
    async finishRun(record) {
      await flushed()
      return store.finishRun(record)
    },
  }
  const isLost = lease.isLost
  void worker.recorder
    .keep(
      afterEvents,
      toRunRecord({
        runId: run.runId,
        leaseToken: run.leaseToken,
        profile,
        outcome,
        parallel: body.parallelExecution,
        durationMs,
        httpStatus: answer.status,
        body: answer.body,
        errorCode,
        abTest: assignment === null ? undefined : { name: assignment.test, variant: assignment.variant },
      }),
    )
    .then(() => lease.release())
  if (held.isDurable) void flushed().then(() => buffer.end(isLost ? null : answer))
  else buffer.end(answer)
  return isLost ? null : answer
}

function answerTo(
  outcome: Outcome,
  { run: { runId, circuits }, models, resolutions, unavailable }: HeldRun,
  profile: TaskProfile,
  durationMs: number,
): RunAnswer & { errorCode?: string } {
  if (outcome.kind === 'succeeded') {
    return {
      status: 200,
      body: toRunResult({ runId, outcome, profile, durationMs, resolutions, unavailable }),
    }
  }
  const failure = toRunError({ outcome, runId, unavailable })
  const wait = failure.code === 'no_model_available' ? retryAfterMs(circuits, models) : undefined
  return {
    status: failure.status,
    body: failure.toBody(),
    errorCode: failure.code,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  }
}

/** The caller's own budget, or what the spend caps granted, whichever is less. */
function budgetOf({ body, run }: HeldRun): number | undefined {
  const own = body.budgetUsd === undefined ? undefined : Math.floor(body.budgetUsd * 1e9)
  if (run.budgetNanoUsd === null) return own
  return Math.min(own ?? run.budgetNanoUsd, run.budgetNanoUsd)
}

/** A model whose circuit is half open is tried by one run at a time; where that cannot be asked, it is left alone. */
function admitting(
  worker: RunWorker,
  { store, run, deadlineAtMs }: HeldRun,
  onFault: (error: unknown) => void,
): (model: Model) => Promise<boolean> {
  return async (model) => {
    if (circuitOf(run.circuits, model) === undefined) return true
    const leaseMs = Math.max(0, deadlineAtMs - worker.now()) + PROBE_MARGIN_MS
    return store
      .takeProbe({ provider: model.provider, model: model.id, runId: run.runId, leaseMs })
      .catch((error: unknown) => {
        onFault(error)
        return false
      })
  }
}

/** The catalog's own order, the default executor first: what the `static` policy follows. */
function fallbackChainOf(catalog: Catalog): string[] {
  const executor = catalog.role('executor')
  if (executor === null) return []
  return [executor, ...catalog.fallbackChain(executor)].map((model) => model.id)
}

/** True where the conversation adds nothing to what the request came with. */
function isAlone(context: TaskContext, { files, turns }: Conversation): boolean {
  return (
    (context.files !== undefined || files === null) && (context.history !== undefined || turns.length === 0)
  )
}

/** The caller's own files and history come first; a conversation fills in what they left out. */
function withConversation(context: TaskContext, conversation: Conversation): TaskContext {
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
    const { scoreText } = await import('../scoring/scoreText.ts')
    return scoreText({ text: product.text, request, profile })
  }
  const { scoreProject } = await import('../scoring/scoreProject.ts')
  return scoreProject({ files: product.files, request, profile, before: context.files })
}
