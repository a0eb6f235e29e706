/** A run this worker holds, from its first step to its record: profile → orchestrate → answer; then, not held up by it, record. */
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
import type { AllowedModels } from './allowedModels.ts'
import { answerOf, errorOf } from './answer.ts'
import { inCanonicalOrder } from './canonicalOrder.ts'
import { resumedRun } from './checkpoint.ts'
import type { Kernel } from './kernel.ts'
import type { OrchestrationRequest } from './orchestrationRequest.ts'
import { runRecordOf } from './recordOf.ts'
import type { RunAnswer } from './runAnswer.ts'
import { runEvents, type Tell } from './runEvents.ts'
import type { RunFeed } from './runFeed.ts'
import { createRunJournal } from './runJournal.ts'
import type { RunHold } from './runKeeper.ts'
import { trafficArmOf } from './trafficArm.ts'

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
  /** True where another worker goes on with the run if this one dies: what it tells is then written down first. */
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
export async function conductRun(
  kernel: Kernel,
  held: HeldRun,
  options: { signal?: AbortSignal } = {},
): Promise<RunAnswer | null> {
  const { run, store } = held
  const startedAtMs = held.startedAtMs ?? kernel.now()
  const resume = resumedRun(held.progress, held.models)
  const onFault = (error: unknown) => toApiError(error, kernel.functionName, kernel.logger)
  const arm = trafficArmOf({ experiments: run.experiments, userId: held.userId, body: held.body, onFault })
  const body = { ...held.body, ...arm?.settings }
  const lease = {
    runId: run.runId,
    leaseToken: run.leaseToken,
    leaseMs: held.isDurable ? kernel.leaseMs : null,
  }
  const hold = kernel.keeper.hold(store, lease)
  const signal = options.signal ? AbortSignal.any([options.signal, hold.signal]) : hold.signal
  const feed = kernel.live.open(run.runId, held.progress.nextEventId)
  const { tell, written, saved } = narratorOf(kernel, held, feed, hold, onFault)

  const context = resume?.context ?? withConversation(body.context, run.conversation)
  const ownProfile = isAlone(body.context, run.conversation) ? held.ownProfile : undefined
  const profile =
    resume?.profile ?? held.profile ?? ownProfile ?? profileTask({ request: body.request, context })
  const events = runEvents(tell, { profile, context })
  if (held.progress.nextEventId === 1) {
    tell('run', { runId: run.runId })
    events.profiled(profile)
  }
  const callModel = withinModelRates(kernel.callModel, {
    limitedModels: run.limitedModels,
    expectedOutputTokens: profile.estimatedOutputTokens,
    take: store.takeModelRate,
    waitUntil: kernel.waitUntil,
    onFault,
    now: kernel.now,
  })
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
      await saved()
      return callModel(call)
    },
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
  // Nothing is told after a run is on record: whoever reads the record has then all of it.
  const afterWriting: Pick<Store, 'finishRun'> = {
    async finishRun(record) {
      await written()
      return store.finishRun(record)
    },
  }
  const isLost = hold.isLost
  void kernel.recorder
    .keep(
      afterWriting,
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
        experiment: arm === null ? undefined : { name: arm.experiment, arm: arm.arm },
      }),
    )
    .then(() => hold.release())
  if (held.isDurable) void written().then(() => feed.end(isLost ? null : answer))
  else feed.end(answer)
  return isLost ? null : answer
}

interface Narrator {
  tell: Tell
  /** Resolves when all that was told is where it is kept. */
  written: () => Promise<void>
  /** Resolves when every attempt that has ended is where the next worker finds it, or the database is away for long. */
  saved: () => Promise<void>
}

/** A run would sooner pay for an attempt twice than stand still for longer. */
const MAX_SAVING_MS = 5_000

/** A durable run's words are written down, then heard; another's are heard, and kept where anyone listened. */
function narratorOf(
  kernel: Kernel,
  { store, run, isDurable, progress }: HeldRun,
  feed: RunFeed,
  hold: RunHold,
  onFault: (error: unknown) => void,
): Narrator {
  const journal = createRunJournal({
    store,
    lease: {
      runId: run.runId,
      leaseToken: run.leaseToken,
      leaseMs: isDurable ? kernel.leaseMs : null,
    },
    firstId: progress.nextEventId,
    publish: (event) => isDurable && feed.publish(event),
    onLease: hold.heard,
    onFault,
    now: kernel.now,
    sleep: kernel.sleep,
  })
  if (isDurable) {
    let endedCount = 0
    let savedCount = 0
    return {
      tell(event, data, checkpoint) {
        if (checkpoint !== undefined && checkpoint.step > 0) endedCount += 1
        journal.tell(event, inCanonicalOrder(data), checkpoint)
      },
      written: journal.written,
      async saved() {
        const toSave = endedCount
        if (savedCount >= toSave) return
        const over = new AbortController()
        await Promise.race([journal.written(), kernel.sleep(MAX_SAVING_MS, over.signal)])
        over.abort()
        savedCount = Math.max(savedCount, toSave)
      },
    }
  }
  let nextId = progress.nextEventId
  let isKept = false
  return {
    tell(event, data) {
      feed.publish({ id: nextId, event, data: inCanonicalOrder(data) })
      nextId += 1
    },
    // A listener whose line dropped comes back with the id it heard last.
    async written() {
      if (feed.wasRead && !isKept) for (const { event, data } of feed.events) journal.tell(event, data)
      isKept = true
      await journal.written()
    },
    saved: async () => {},
  }
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
