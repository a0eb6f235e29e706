/**
 * Asks models what the game needs to know, each question until it is answered or nothing is left to try:
 *
 *     the agent's own model, up to three failures → the default model, up to six more → no answer
 *
 * Every try is written down before it is made and its answer before it is used, so that whoever takes the experiment over
 * goes on from there and asks nothing that was answered. A model that is no longer offered, or whose key is refused, is
 * not asked again in this experiment, and one that fails ten times in a row is left alone for a minute. An answer that
 * cannot be read says something about the model that gave it: it is asked again, and nobody else in its place.
 */
import { bulkhead } from 'cockatiel'
import { retryWhileUnavailable } from '../../_shared/durable/heldLease.ts'
import type { CallOutcome, Message, ModelErrorCode } from '../../_shared/models/modelCall.ts'
import type { WorkerContext } from '../../_shared/worker/workerContext.ts'
import { askAgain } from '../game/prompts.ts'
import type {
  CallRow,
  ChosenModel,
  Decision,
  ExperimentRow,
  QuestionOutcome,
} from '../store/experimentRows.ts'
import type { ExperimentStore } from '../store/experimentStore.ts'
import { createBreakers } from './breakers.ts'
import { createCalls } from './calls.ts'
import type { Halt } from './halt.ts'

/** Failures of a model after which the next is asked. */
const FAILURES_BEFORE_THE_NEXT = 3
/** Failures of the last there is after which the question stays open: one in 15,000 where one call in five fails. */
const FAILURES_AT_LAST = 6
/** Answers that cannot be read after which the question stays open. */
const MOST_UNREADABLE = 3
/** Calls of a model under way at once. */
const SIDE_BY_SIDE = 16
const LONGEST_PAUSE_MS = 60_000
/** A provider that wants to be left alone for longer is not waited for. */
const LONGEST_RETRY_AFTER_MS = 120_000

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
  worker: WorkerContext,
  store: ExperimentStore,
  experiment: ExperimentRow,
  halt: Halt,
): Promise<Questions> {
  const { signal } = halt
  const held = { experimentId: experiment.id, leaseToken: experiment.lease_token }
  const calls = await createCalls(worker, store, experiment, halt)
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
  const breakers = createBreakers(worker.now)
  const lanes = new Map<string, ReturnType<typeof bulkhead>>()

  async function leaveAlone(chosen: ChosenModel, reason: string): Promise<void> {
    if (gone.has(chosen.model)) return
    gone.add(chosen.model)
    const standIn = experiment.default_model.model
    const what = gone.has(standIn) ? 'Nothing runs in its place.' : `${standIn} runs in its place.`
    const message = `${chosen.name} cannot be used: ${reason} ${what}`
    const warning = { code: 'model_unavailable' as const, model_name: chosen.name, model: standIn, message }
    await retryWhileUnavailable(worker, signal, () => store.warn(held, warning))
  }

  async function pauseAfter(chosen: ChosenModel, outcome: CallOutcome, tries: number): Promise<boolean> {
    const asked = outcome.ok ? undefined : outcome.error.retryAfterMs
    if (asked !== undefined && asked > LONGEST_RETRY_AFTER_MS) return false
    // Exponential, with half of it jitter, so that those who failed together do not come back together.
    const backOffMs = chosen.retry_delay_ms * 2 ** (tries - 1) * (0.5 + worker.random() / 2)
    await worker.sleep(Math.max(asked ?? 0, Math.min(backOffMs, LONGEST_PAUSE_MS)), signal)
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
      const resolved = worker.catalog.resolve(chosen.model)
      if (!('model' in resolved)) {
        await leaveAlone(chosen, 'no key is set for it any more.')
        continue
      }
      const fallbackFrom = chosen === own ? null : own.model
      const made = await calls.make(
        {
          ...{ groupNumber, roundNumber, stage, agentNumber, otherNumber, chosen, fallbackFrom },
          tryNumber: tries.length + 1,
          messages: unreadable > 0 ? askAgain(messages) : messages,
        },
        resolved.model,
      )
      if (made === null) return null
      const { ended, outcome } = made
      tries.push({
        status: ended.status,
        model: chosen.model,
        answer: ended.answer,
        decision: ended.decision,
        error_code: ended.error?.code ?? null,
        fallback_from: fallbackFrom,
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

function unanswered(tries: readonly Try[], own: ChosenModel, outcome: QuestionOutcome): QuestionAnswer {
  return { text: null, decision: null, model: tries.at(-1)?.model ?? own.model, outcome }
}
