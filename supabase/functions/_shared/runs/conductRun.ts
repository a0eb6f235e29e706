/** A run this worker holds, from its first step to its record: profile → orchestrate → answer; then, not held up by it, record. */
import { circuitOf, modelsToAvoid, retryAfterMs } from '../execution/circuit.ts'
import { withinModelRates } from '../execution/modelRates.ts'
import { type Outcome, orchestrate } from '../execution/orchestrate.ts'
import { NO_EVENTS, type RunEvents } from '../execution/runEvents.ts'
import { toApiError } from '../http/functionApp.ts'
import type { Catalog } from '../models/catalog.ts'
import type { Model, ModelResolution } from '../models/model.ts'
import { profileTask } from '../profiling/profileTask.ts'
import type { TaskContext, TaskProfile } from '../profiling/taskProfile.ts'
import type { ScoreBreakdown } from '../scoring/scoreBreakdown.ts'
import type { BeginRunResult, Conversation } from '../store/beginRun.ts'
import type { Store } from '../store/store.ts'
import { answerOf, errorOf, type UnavailableName } from './answer.ts'
import type { Kernel } from './kernel.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'
import { runRecordOf } from './recordOf.ts'

/** A final HTTP answer, the same whether fresh or stored. */
export interface RunAnswer {
  status: number
  body: object
  /** When asking again may help. */
  retryAfterMs?: number
}

/** A run that `begin_run` gave to this worker. */
export interface HeldRun {
  body: OrchestrationRequest
  store: Store
  run: Extract<BeginRunResult, { state: 'started' }>
  models: readonly Model[]
  resolutions: readonly ModelResolution[]
  /** Names of the allow-list that no key is set for. */
  unavailable: readonly UnavailableName[]
  deadlineAtMs: number
  /** What the task is, where the caller knows better than the profiler. */
  profile?: TaskProfile
  /** The experiment on traffic that the run is in; `body` has the arm's settings already. */
  experiment?: { name: string; arm: string }
}

/** The record of a probe follows its run's end this soon, or the probe is anybody's again. */
const PROBE_MARGIN_MS = 10_000

/** Runs it. What models do, and what goes wrong with us, becomes the answer; the record follows in the background. */
export async function conductRun(
  kernel: Kernel,
  held: HeldRun,
  options: { events?: RunEvents; signal?: AbortSignal } = {},
): Promise<RunAnswer> {
  const { body, run, store } = held
  const startedAtMs = kernel.now()
  const context = withConversation(body.context, run.conversation)
  const profile = held.profile ?? profileTask({ request: body.request, context })
  const events = options.events ?? NO_EVENTS
  events.profiled(profile)
  const onFault = (error: unknown) => toApiError(error, kernel.functionName, kernel.logger)
  const outcome = await orchestrate({
    request: body.request,
    context,
    profile,
    models: held.models,
    unavailableModels: modelsToAvoid(run.circuits, held.models),
    admit: admitting(kernel, held, onFault),
    fallbackChain: fallbackChainOf(kernel.catalog),
    evidence: run.evidence,
    policy: body.policy ?? 'thompson',
    approach: body.approach,
    parallel: body.parallelExecution,
    maxStrategies: body.maxStrategies,
    qualityThreshold: body.qualityThreshold,
    budgetNanoUsd: budgetOf(held),
    deadlineAtMs: held.deadlineAtMs,
    temperature: body.temperature,
    signal: options.signal,
    callModel: withinModelRates(kernel.callModel, {
      limitedModels: run.limitedModels,
      expectedOutputTokens: profile.estimatedOutputTokens,
      take: store.takeModelRate,
      waitUntil: kernel.waitUntil,
      onFault,
      now: kernel.now,
    }),
    score: (product) => score(body.request, profile, context, product),
    onFault,
    events,
    now: kernel.now,
    sleep: kernel.sleep,
    random: kernel.random,
  }).catch((error: unknown): Outcome => {
    onFault(error)
    return { kind: 'internal', plan: null, attempts: [], stopReason: undefined }
  })

  const durationMs = Math.round(kernel.now() - startedAtMs)
  const { errorCode, ...answer } = answerTo(outcome, held, profile, durationMs)
  kernel.recorder.keep(
    store,
    runRecordOf({
      runId: run.runId,
      leaseToken: run.leaseToken,
      profile,
      outcome,
      parallel: body.parallelExecution,
      durationMs,
      httpStatus: answer.status,
      body: answer.body,
      errorCode,
      experiment: held.experiment,
    }),
  )
  return answer
}

function answerTo(
  outcome: Outcome,
  { run: { runId, circuits }, models, resolutions, unavailable }: HeldRun,
  profile: TaskProfile,
  durationMs: number,
): RunAnswer & { errorCode?: string } {
  if (outcome.kind === 'succeeded') {
    return { status: 200, body: answerOf({ runId, outcome, profile, durationMs, resolutions, unavailable }) }
  }
  const failure = errorOf({ outcome, runId, unavailable })
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
  kernel: Kernel,
  { store, run, deadlineAtMs }: HeldRun,
  onFault: (error: unknown) => void,
): (model: Model) => Promise<boolean> {
  return async (model) => {
    if (circuitOf(run.circuits, model) === undefined) return true
    const leaseMs = Math.max(0, deadlineAtMs - kernel.now()) + PROBE_MARGIN_MS
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
