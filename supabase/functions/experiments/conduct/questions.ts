/**
 * Asks models what the game needs to know, each question until it is answered or nothing is left to try:
 *
 *     the agent's own model, up to three failures → the default model, up to six more → no answer
 *
 * Every try is written down before it is made and its answer before it is used, so that whoever takes the experiment over
 * goes on from there and asks nothing that was answered. A model that is no longer offered, or whose key is refused, is
 * not asked again in this experiment, and one that fails ten times in a row is left alone for a minute. An answer that cannot be read says something about the model that gave it: it is
 * asked again, and nobody else in its place.
 */
import { bulkhead } from 'cockatiel'
import { withinModelRates } from '../../_shared/execution/modelRates.ts'
import { estimateInputTokens } from '../../_shared/models/callAccounting.ts'
import type { Model } from '../../_shared/models/model.ts'
import type { CallOutcome, Message, ModelErrorCode } from '../../_shared/models/modelCall.ts'
import { costNanoUsd } from '../../_shared/models/pricing.ts'
import { patiently } from '../../_shared/runs/heldLease.ts'
import type { Kernel } from '../../_shared/runs/kernel.ts'
import type {
  CallRow,
  ChosenModel,
  Decision,
  ExperimentRow,
  QuestionOutcome,
} from '../../_shared/store/experiments/experimentRows.ts'
import type { EndedCall, ExperimentStore, NewCall } from '../../_shared/store/experiments/experimentStore.ts'
import { askAgain, DECISION_SCHEMA } from '../game/prompts.ts'
import { readDecision } from '../game/readDecision.ts'
import { inBatches } from './batches.ts'
import { createBreakers } from './breakers.ts'
import type { Halt } from './halt.ts'
import { createPacer } from './pacer.ts'

/** Failures of a model after which the next is asked. */
const FAILURES_BEFORE_THE_NEXT = 3
/** Failures of the last there is after which the question stays open: one in 15,000 where one call in five fails. */
const FAILURES_AT_LAST = 6
/** Answers that cannot be read after which the question stays open. */
const MOST_UNREADABLE = 3
/** Calls of a model under way at once. */
const SIDE_BY_SIDE = 16
const CALL_DEADLINE_MS = 120_000
/** Models that reason say nothing for a while. */
const FIRST_TOKEN_MS = 60_000
const LONGEST_PAUSE_MS = 60_000
/** A provider that wants to be left alone for longer is not waited for. */
const LONGEST_RETRY_AFTER_MS = 120_000
const BUDGET_RETRY_MS = 200
const MAX_BATCH = 100
/** The size of a usual answer, which is what the project's own limit on a model takes for a call at first. */
const USUAL_ANSWER_TOKENS = 200
/** Token counts are estimates; this much is added before they are trusted with money. */
const TOKEN_ESTIMATE_MARGIN = 1.25

/** The model will not answer anybody any more, as far as this experiment can tell. */
const GONE: ReadonlySet<ModelErrorCode> = new Set(['authentication', 'model_not_found', 'quota_exhausted'])
/** The model will not answer this. */
const REFUSED: ReadonlySet<ModelErrorCode> = new Set(['content_policy', 'context_length', 'invalid_request'])

export interface Question {
  groupNumber: number
  roundNumber: number
  stage: CallRow['stage']
  agentNumber: number
  /** 0 for a strategy. */
  otherNumber: number
  messages: readonly Message[]
  /** What was tried before this worker came. */
  earlier: readonly CallRow[]
}

export interface QuestionAnswer {
  text: string | null
  decision: Decision | null
  /** Catalog id of the model that was asked last. */
  model: string
  outcome: QuestionOutcome
}

export interface Questions {
  /** `null` where the work was halted before there was an answer. */
  ask(own: ChosenModel, question: Question): Promise<QuestionAnswer | null>
}

type Try = Pick<CallRow, 'status' | 'model' | 'answer' | 'decision' | 'error_code' | 'fallback_from'>

export async function createQuestions(
  kernel: Kernel,
  store: ExperimentStore,
  experiment: ExperimentRow,
  halt: Halt,
): Promise<Questions> {
  const { signal } = halt
  const held = { experimentId: experiment.id, leaseToken: experiment.lease_token }
  const reached = await patiently(kernel, signal, () =>
    store.reachedSince(experiment.id, kernel.now() - 2 * LONGEST_PAUSE_MS),
  )
  const pacer = createPacer(kernel, reached)
  const limits = limitsOf([...experiment.models, experiment.default_model])
  const callModel = withinModelRates(kernel.callModel, {
    limitedModels: await patiently(kernel, signal, () => store.limitedModels()),
    expectedOutputTokens: USUAL_ANSWER_TOKENS,
    take: (rate) => store.takeModelRate(rate),
    waitUntil: kernel.waitUntil,
    onFault: (error) =>
      kernel.logger.error(JSON.stringify({ event: 'model_rate_not_asked', reason: String(error) })),
    now: kernel.now,
  })
  /** Catalog ids of models that are not to be asked any more. */
  const gone = new Set(
    [...experiment.models, experiment.default_model]
      .filter(({ name }) =>
        experiment.warnings.some(
          ({ code, model_name }) => code === 'model_unavailable' && model_name === name,
        ),
      )
      .map(({ model }) => model),
  )
  const breakers = createBreakers(kernel.now)
  const lanes = new Map<string, ReturnType<typeof bulkhead>>()
  let underWay = 0

  const begin = inBatches(async (calls: readonly NewCall[]) => {
    const begun = await patiently(kernel, signal, () => store.beginCalls(held, calls))
    return calls.map(({ id }) =>
      begun === null ? ('superseded' as const) : begun.has(id) ? 'begun' : 'no_room',
    )
  }, MAX_BATCH)
  const finish = inBatches(async (calls: readonly EndedCall[]) => {
    const saved = await patiently(kernel, signal, () => store.finishCalls(held, calls))
    return calls.map(() => saved)
  }, MAX_BATCH)

  /** `null` where the work was halted. */
  async function tryOnce(
    chosen: ChosenModel,
    call: Omit<NewCall, 'id' | 'reservedNanoUsd'>,
    messages: readonly Message[],
  ) {
    const resolved = kernel.catalog.resolve(chosen.model)
    if (!('model' in resolved)) return unavailable(chosen)
    const { model } = resolved
    const arrived = await pacer.wait(model.id, limits.get(model.id), signal)
    if (arrived === null) return null
    if (halt.isHalting) {
      arrived('never')
      return null
    }
    const id = crypto.randomUUID()
    const reservedNanoUsd = mostItCosts(model, messages, chosen.max_tokens, kernel.now())
    if (!(await beginWithRoom({ ...call, id, reservedNanoUsd }))) {
      arrived('never')
      return null
    }
    halt.count()
    try {
      const outcome = await makeCall(chosen, model, call.stage, messages)
      arrived(outcome.startedAtMs + (outcome.firstTokenAfterMs ?? outcome.durationMs))
      const ended = endOf(id, call.stage, outcome)
      const saved = await finish(ended)
      if (!saved) halt.lose()
      return saved ? { ended, outcome } : null
    } finally {
      underWay -= 1
    }
  }

  /** Where the budget has no room but calls are under way, what they leave may be enough. True: it is under way too. */
  async function beginWithRoom(call: NewCall): Promise<boolean> {
    while (!signal.aborted) {
      underWay += 1
      const state = await begin(call)
      if (state === 'begun') return true
      underWay -= 1
      if (state === 'superseded') halt.lose()
      else if (underWay > 0) await kernel.sleep(BUDGET_RETRY_MS, signal)
      else halt.fail('budget_exceeded', 'The budget of the experiment does not pay for another call.')
      if (halt.isHalting) return false
    }
    return false
  }

  /** Waits as long as the project's own limit on the model says, and is not a try until the call was made. */
  async function makeCall(
    chosen: ChosenModel,
    model: Model,
    stage: CallRow['stage'],
    messages: readonly Message[],
  ): Promise<CallOutcome> {
    for (;;) {
      const outcome = await callModel({
        model,
        messages,
        maxOutputTokens: chosen.max_tokens,
        temperature: chosen.temperature,
        customParameters: chosen.custom_params,
        responseSchema: stage === 'decision' ? DECISION_SCHEMA : undefined,
        signal,
        deadlineAtMs: kernel.now() + CALL_DEADLINE_MS,
        firstTokenMs: FIRST_TOKEN_MS,
      })
      if (outcome.ok || outcome.error.code !== 'throttled' || halt.isHalting) return outcome
      await kernel.sleep(outcome.error.retryAfterMs ?? BUDGET_RETRY_MS, signal)
    }
  }

  function unavailable(chosen: ChosenModel) {
    return { ended: null, outcome: null, message: `${chosen.name} has no key any more.` }
  }

  async function leaveAlone(chosen: ChosenModel, reason: string): Promise<void> {
    if (gone.has(chosen.model)) return
    gone.add(chosen.model)
    const standIn = experiment.default_model.model
    const what = gone.has(standIn) ? 'Nothing runs in its place.' : `${standIn} runs in its place.`
    const message = `${chosen.name} cannot be used: ${reason} ${what}`
    const warning = { code: 'model_unavailable' as const, model_name: chosen.name, model: standIn, message }
    await patiently(kernel, signal, () => store.warn(held, warning))
  }

  async function pauseAfter(chosen: ChosenModel, outcome: CallOutcome, tries: number): Promise<boolean> {
    const asked = outcome.ok ? undefined : outcome.error.retryAfterMs
    if (asked !== undefined && asked > LONGEST_RETRY_AFTER_MS) return false
    // Exponential, with half of it jitter, so that those who failed together do not come back together.
    const backOffMs = chosen.retry_delay_ms * 2 ** (tries - 1) * (0.5 + kernel.random() / 2)
    await kernel.sleep(Math.max(asked ?? 0, Math.min(backOffMs, LONGEST_PAUSE_MS)), signal)
    return true
  }

  async function askInLane(own: ChosenModel, question: Question): Promise<QuestionAnswer | null> {
    const tries: Try[] = [...question.earlier]
    const given = new Set<string>() // ids of models given up for this question
    const lineUp = own.model === experiment.default_model.model ? [own] : [own, experiment.default_model]
    for (;;) {
      const answered = tries.find(({ status }) => status === 'succeeded')
      if (answered !== undefined) {
        const outcome = answered.fallback_from === null ? ('answered' as const) : ('fallback' as const)
        return { text: answered.answer, decision: answered.decision, model: answered.model, outcome }
      }
      if (lineUp.every(({ model }) => gone.has(model))) {
        halt.fail('no_model_available', `${own.name} cannot be used any more, nor what stands in for it.`)
      }
      if (halt.isHalting) return null
      const unreadable = tries.filter(({ status }) => status === 'unparseable').length
      if (unreadable >= MOST_UNREADABLE) return unanswered(tries, own, 'unparseable')
      const chosen = lineUp.find((each, place) => {
        if (gone.has(each.model) || given.has(each.model)) return false
        const isLast = place === lineUp.length - 1
        if (!isLast && breakers.isOpen(each.model)) return false
        const ofIt = tries.filter(({ model }) => model === each.model)
        if (ofIt.some(({ error_code }) => REFUSED.has(error_code as ModelErrorCode))) return false
        const most = isLast ? FAILURES_AT_LAST : FAILURES_BEFORE_THE_NEXT
        return ofIt.filter(({ status }) => status === 'failed').length < most
      })
      if (chosen === undefined) return unanswered(tries, own, unreadable > 0 ? 'unparseable' : 'failed')
      const { groupNumber, roundNumber, stage, agentNumber, otherNumber, messages } = question
      const made = await tryOnce(
        chosen,
        {
          ...{ groupNumber, roundNumber, stage, agentNumber, otherNumber },
          tryNumber: tries.length + 1,
          model: chosen.model,
          provider: chosen.provider,
          fallbackFrom: chosen === own ? null : own.model,
        },
        unreadable > 0 ? askAgain(messages) : messages,
      )
      if (made === null) return null
      if (made.ended === null) {
        await leaveAlone(chosen, made.message)
        continue
      }
      const { ended, outcome } = made
      tries.push({
        status: ended.status,
        model: chosen.model,
        answer: ended.answer,
        decision: ended.decision,
        error_code: ended.error?.code ?? null,
        fallback_from: chosen === own ? null : own.model,
      })
      breakers.note(chosen.model, outcome.ok || REFUSED.has(outcome.error.code))
      if (outcome.ok) continue
      if (GONE.has(outcome.error.code)) await leaveAlone(chosen, outcome.error.message)
      else if (!REFUSED.has(outcome.error.code)) {
        const ofIt = tries.filter(({ model, status }) => model === chosen.model && status === 'failed').length
        if (!(await pauseAfter(chosen, outcome, ofIt))) given.add(chosen.model)
      }
    }
  }

  return {
    ask(own, question) {
      const lane = lanes.get(own.model) ?? bulkhead(SIDE_BY_SIDE, Number.POSITIVE_INFINITY)
      lanes.set(own.model, lane)
      return lane.execute(() => askInLane(own, question))
    },
  }
}

/** The strictest limit of all names that run on the same model: to the provider they are one. */
function limitsOf(models: readonly ChosenModel[]): ReadonlyMap<string, number> {
  const limits = new Map<string, number>()
  for (const { model, rate_limit: limit } of models) {
    if (limit !== undefined) limits.set(model, Math.min(limit, limits.get(model) ?? limit))
  }
  return limits
}

function mostItCosts(model: Model, messages: readonly Message[], maxTokens: number, nowMs: number): number {
  const input = Math.ceil(estimateInputTokens(messages) * TOKEN_ESTIMATE_MARGIN)
  const output = Math.min(maxTokens, model.maxOutputTokens)
  return costNanoUsd(model, { input_tokens: input, output_tokens: output }, nowMs) ?? 0
}

function endOf(id: string, stage: CallRow['stage'], outcome: CallOutcome): EndedCall {
  const base = { id, answer: outcome.text, account: outcome }
  if (!outcome.ok) {
    const { code, message } = outcome.error
    return { ...base, status: 'failed', decision: null, error: { code, message } }
  }
  if (stage === 'strategy') return { ...base, status: 'succeeded', decision: null }
  const decision = readDecision(outcome.text)
  return { ...base, status: decision === null ? 'unparseable' : 'succeeded', decision }
}

function unanswered(tries: readonly Try[], own: ChosenModel, outcome: QuestionOutcome): QuestionAnswer {
  return { text: null, decision: null, model: tries.at(-1)?.model ?? own.model, outcome }
}
