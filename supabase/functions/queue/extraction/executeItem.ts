/**
 * Takes one item through its stages. Every call has a place (stage, repeat, role, model); one whose result is stored is
 * not made again but read from there, so that a worker that takes an item over goes the way of the one before it up to
 * where that had come, and on from there.
 *
 * What runs is the item's configuration and nothing else: documents and answers are data, the orchestrator chooses
 * among the stage's own models, and the bounds hold whatever it says.
 */
import { affordableOutputTokens } from '../../_shared/execution/budget.ts'
import { type Circuit, circuitOf } from '../../_shared/execution/circuit.ts'
import { persistentCall } from '../../_shared/generation/persistentCall.ts'
import { estimateInputTokens } from '../../_shared/models/callAccounting.ts'
import type { Model } from '../../_shared/models/model.ts'
import type { CallModel, Message } from '../../_shared/models/modelCall.ts'
import type { JsonSchema } from './answerSchema.ts'
import type { CallPlace, CallResult, HeldItem, ItemEnd, StageReport, StoredResult } from './extractionItem.ts'
import { fieldAccuracy } from './fieldAccuracy.ts'
import { readDecision } from './orchestratorDecision.ts'
import { readStageAnswer } from './readStageAnswer.ts'
import type { Stage } from './stage.ts'
import {
  decisionSchema,
  type Finding,
  orchestratorMessages,
  type StageDocument,
  stageMessages,
} from './stagePrompt.ts'
import { voteFields } from './voteFields.ts'

export interface Conducting {
  item: HeldItem
  document: StageDocument
  /** The model of an id; `null` where it can run no more. */
  modelOf: (id: string) => Model | null
  callModel: CallModel
  circuits: readonly Circuit[]
  /** Whether this item may try a model whose circuit is half open. */
  takeProbe: (model: Model) => Promise<boolean>
  /** Stores results, with the end where it is known. Throws where the item is no longer this worker's. */
  record: (stage: string, results: readonly CallResult[], end: ItemEnd | null) => Promise<void>
  /** Aborted when calls are to be hung up on: the item is cancelled (reason `'cancelled'`), or lost or handed back. */
  signal: AbortSignal
  /** False once this worker is to begin no more calls. */
  mayBegin: () => boolean
  /** Makes sure that the item is still this worker's, before money is spent on it. Throws where it is not. */
  hold: () => Promise<void>
  /** Whether it surely still is, by the clock alone. */
  isHeld: () => boolean
  newId: () => string
  now: () => number
  random: () => number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

const CALL_DEADLINE_MS = 120_000
/** Models that reason say nothing for a while. */
const FIRST_TOKEN_MS = 60_000

/** Trying the same again can help; what we or the provider refused outright stays refused. */
const LASTING = new Set([
  'authentication',
  'budget_exceeded',
  'call_limit_reached',
  'content_policy',
  'context_length',
  'invalid_request',
  'model_not_found',
  'no_model_available',
])

type Outcome =
  | { ok: true; output: unknown; accuracy: number | null; model: string }
  | { ok: false; code: string; message: string; retryAfterMs: number | null }

/** Ends the item from anywhere within. */
class Ended extends Error {
  readonly end: ItemEnd
  constructor(end: ItemEnd) {
    super(end.kind)
    this.end = end
  }
}

/** How the item ended here, which is on record by then. Throws what `record` throws. */
export async function executeItem(conducting: Conducting): Promise<ItemEnd> {
  const course = startCourse(conducting)
  let end: ItemEnd
  try {
    end = await runStages(conducting, course)
  } catch (error) {
    if (!(error instanceof Ended)) throw error
    end = error.end
  }
  await course.flush(end)
  return end
}

type Course = ReturnType<typeof startCourse>

/** What the calls have come to, and what of it is still to be stored. */
function startCourse({ item, record }: Conducting) {
  let pending: CallResult[] = []
  let stageName = item.stages[0]?.name ?? ''
  let calls = item.calls
  let costNanoUsd = item.costNanoUsd
  return {
    enter(name: string) {
      stageName = name
    },
    /** Counts a call about to be made. */
    begin() {
      calls += 1
    },
    add(result: CallResult) {
      pending.push(result)
      // A second try is a call too; the first was counted when it began.
      calls += Math.max(0, result.calls.length - 1)
      for (const call of result.calls) {
        costNanoUsd =
          costNanoUsd === null || call.costNanoUsd === null ? null : costNanoUsd + call.costNanoUsd
      }
    },
    async flush(end: ItemEnd | null = null) {
      const results = pending
      pending = []
      if (results.length > 0 || end !== null) await record(stageName, results, end)
    },
    get calls() {
      return calls
    },
    /** What may still be spent; `null` where nothing bounds it. */
    leftNanoUsd(): number | null {
      const { max_cost_usd } = item.config.limits
      const bounds = [max_cost_usd === null ? null : Math.round(max_cost_usd * 1e9), item.reservedNanoUsd]
      const most = Math.min(...bounds.map((bound) => bound ?? Number.POSITIVE_INFINITY))
      if (!Number.isFinite(most)) return null
      // Where a call had no known price, nobody knows what is left.
      return costNanoUsd === null ? 0 : most - costNanoUsd
    },
  }
}

async function runStages(conducting: Conducting, course: Course): Promise<ItemEnd> {
  const { item } = conducting
  const reports: StageReport[] = []
  for (const [index, stage] of item.stages.entries()) {
    course.enter(stage.name)
    const findings = reports.map(({ stage: name, output }) => ({ stage: name, output }))
    reports.push(await runStage(conducting, course, { stage, stageNumber: index + 1, findings }))
  }
  const result = reports.at(-1)?.output
  const accuracy = item.groundTruth == null ? null : fieldAccuracy(item.groundTruth, result)
  return { kind: 'completed', result, stageReports: reports, accuracy }
}

interface StageRun {
  stage: Stage
  stageNumber: number
  findings: readonly Finding[]
}

/** The stage's answer, after as many repetitions as the orchestrator wants and the bounds allow. */
async function runStage(conducting: Conducting, course: Course, run: StageRun): Promise<StageReport> {
  const { config } = conducting.item
  const models = config.stage_models[run.stage.name] ?? []
  const mode = config.stage_modes[run.stage.name] ?? 'fallback'
  let answer = await answerStage(conducting, course, run, { models, mode, repeat: 0, hint: null })
  let repeats = 0
  while (config.orchestrator_model !== null && repeats < config.limits.max_repeats) {
    if (course.calls + 2 > config.limits.max_calls) break
    const decision = await decide(conducting, course, run, { models, repeats, finding: answer.output })
    if (decision === null || decision.decision === 'accept') break
    repeats += 1
    const chosen = decision.model === null ? models : [decision.model]
    const again = await attemptStage(conducting, course, run, {
      models: chosen,
      mode: decision.model === null ? mode : 'fallback',
      repeat: repeats,
      hint: decision.prompt,
    })
    // A repetition that failed leaves what there was.
    if (again.ok) answer = again.report
  }
  return { ...answer, stage: run.stage.name, mode, repeats }
}

type StageResult = Pick<StageReport, 'models' | 'output' | 'agreement' | 'accuracy'>

interface Choice {
  models: readonly string[]
  mode: StageReport['mode']
  repeat: number
  hint: string | null
}

async function answerStage(
  conducting: Conducting,
  course: Course,
  run: StageRun,
  choice: Choice,
): Promise<StageResult> {
  const attempted = await attemptStage(conducting, course, run, choice)
  if (attempted.ok) return attempted.report
  const { failures } = attempted
  const worst = failures.at(-1)
  const isRetryable = failures.some(({ code }) => !LASTING.has(code))
  const waits = failures.flatMap(({ retryAfterMs }) => (retryAfterMs === null ? [] : [retryAfterMs]))
  throw new Ended({
    kind: 'failed',
    code: worst?.code ?? 'no_model_available',
    message: `Stage ${run.stage.name}: ${worst?.message ?? 'It has no model.'}`,
    isRetryable,
    retryAfterMs: waits.length === 0 ? null : Math.min(...waits),
  })
}

type Attempted =
  | { ok: true; report: StageResult }
  | { ok: false; failures: Extract<Outcome, { ok: false }>[] }

async function attemptStage(
  conducting: Conducting,
  course: Course,
  run: StageRun,
  choice: Choice,
): Promise<Attempted> {
  const ask = (model: string, together: number) =>
    askStage(conducting, course, run, { ...choice, model, together })
  if (choice.mode === 'consensus') {
    const settled = await Promise.allSettled(choice.models.map((model) => ask(model, choice.models.length)))
    // Only when all are over: what each cost is to be on record.
    const outcomes = settled.map((each) => {
      if (each.status === 'rejected') throw each.reason
      return each.value
    })
    const answers = outcomes.filter((outcome) => outcome.ok)
    if (answers.length === 0) return { ok: false, failures: outcomes.filter((outcome) => !outcome.ok) }
    return { ok: true, report: agreed(conducting.item, run.stage, answers) }
  }
  const failures: Extract<Outcome, { ok: false }>[] = []
  for (const model of choice.models) {
    const outcome = await ask(model, 1)
    if (outcome.ok) {
      const { output, accuracy } = outcome
      return { ok: true, report: { models: [model], output, agreement: null, accuracy } }
    }
    failures.push(outcome)
  }
  return { ok: false, failures }
}

/** The vote; where what it comes to is not of the schema, the one answer that most agrees with it. */
function agreed(
  item: HeldItem,
  stage: Stage,
  answers: readonly Extract<Outcome, { ok: true }>[],
): StageResult {
  const outputs = answers.map(({ output }) => output)
  const { value, agreement } = voteFields(outputs)
  const fits = readStageAnswer(JSON.stringify(value), schemaOf(item, stage)).ok
  const closest = () =>
    outputs.reduce((best, output) =>
      fieldAccuracy(value, output).accuracy > fieldAccuracy(value, best).accuracy ? output : best,
    )
  const output = fits ? value : closest()
  return {
    models: answers.map(({ model }) => model),
    output,
    agreement,
    accuracy: accuracyOf(item, stage, output),
  }
}

async function askStage(
  conducting: Conducting,
  course: Course,
  { stage, stageNumber, findings }: StageRun,
  { model, repeat, hint, mode, models, together }: Choice & { model: string; together: number },
): Promise<Outcome> {
  const { item, document } = conducting
  const schema = schemaOf(item, stage)
  const isLastStage = stageNumber === item.stages.length && item.config.orchestrator_model === null
  const isLastModel = model === models.at(-1)
  return makeCall(conducting, course, {
    place: { stage: stage.name, repeat, role: 'stage', model },
    stageNumber,
    messages: stageMessages({ stage, schema, document, findings, hint }),
    schema,
    accuracyOf: (output) => accuracyOf(item, stage, output),
    together,
    // Nothing is called after it: its result is stored with the item's end, in one.
    endsWith: (ok) => isLastStage && mode === 'fallback' && (ok || isLastModel),
  })
}

async function decide(
  conducting: Conducting,
  course: Course,
  { stage, stageNumber }: StageRun,
  { models, repeats, finding }: { models: readonly string[]; repeats: number; finding: unknown },
) {
  const { item, document } = conducting
  const { orchestrator_model: model, orchestrator_prompt: prompt, limits } = item.config
  if (model === null) return null
  const repeatsLeft = limits.max_repeats - repeats
  const outcome = await makeCall(conducting, course, {
    place: { stage: stage.name, repeat: repeats, role: 'orchestrator', model },
    stageNumber,
    messages: orchestratorMessages({ stage, prompt, models, repeatsLeft, document, finding }),
    schema: decisionSchema(models),
    accuracyOf: () => null,
    together: 1,
    endsWith: () => false,
  })
  // Without a decision the order is fixed: on to the next stage.
  return outcome.ok ? readDecision(outcome.output, models) : null
}

interface PlannedCall {
  place: CallPlace
  stageNumber: number
  messages: Message[]
  schema: JsonSchema
  accuracyOf: (output: unknown) => number | null
  /** How many are made at once and share what may be spent. */
  together: number
  endsWith: (ok: boolean) => boolean
}

async function makeCall(conducting: Conducting, course: Course, planned: PlannedCall): Promise<Outcome> {
  const { item, signal, callModel, now, random, sleep, newId } = conducting
  const { place, messages } = planned
  const stored = item.results.find((result) => isSameCall(result, place, item.attempt))
  if (stored !== undefined) return outcomeOf(stored)
  if (signal.aborted) throw new Ended(endOf(signal))
  if (!conducting.mayBegin()) throw new Ended({ kind: 'released' })
  await conducting.hold()
  if (signal.aborted) throw new Ended(endOf(signal))
  const failed = (code: string, message: string, retryAfterMs: number | null = null): Outcome => ({
    ok: false,
    code,
    message,
    retryAfterMs,
  })
  const model = conducting.modelOf(place.model)
  if (model === null) return failed('no_model_available', `No key is set for ${place.model} any more.`)
  const circuit = circuitOf(conducting.circuits, model)
  if (circuit?.state === 'open') {
    return failed('no_model_available_now', `${model.id} is failing and left alone.`, circuit.retryAfterMs)
  }
  const maxOutputTokens = affordable(course, model, messages, planned.together, now())
  if (maxOutputTokens === 0) return failed('budget_exceeded', 'What may be spent on the item is used up.')
  if (circuit !== undefined && !(await conducting.takeProbe(model))) {
    return failed('no_model_available_now', `${model.id} is failing and another tries it.`)
  }
  if (course.calls >= item.config.limits.max_calls) {
    return failed('call_limit_reached', 'The item has made as many calls as it may.')
  }
  course.begin()
  const deadlineAtMs = now() + CALL_DEADLINE_MS
  let isTooLate = false
  const { outcome, calls } = await persistentCall(
    { callModel, now, random, sleep, model, signal, deadlineAtMs, maxOutputTokens },
    place.stage,
    () => ({
      model,
      messages,
      temperature: item.config.temperature,
      maxOutputTokens,
      responseSchema: { name: 'extraction', schema: planned.schema },
      signal,
      deadlineAtMs,
      firstTokenMs: FIRST_TOKEN_MS,
      // This process may have stood still since it asked: another may have the item, and the answer, by now.
      mayStart() {
        isTooLate = !conducting.isHeld()
        return !isTooLate
      },
    }),
  )
  if (isTooLate) throw new Ended({ kind: 'released' })
  if (calls.length === 0 && !outcome.ok) {
    return failed(outcome.error.code, outcome.error.message, outcome.error.retryAfterMs ?? null)
  }
  const read = outcome.ok
    ? readStageAnswer(outcome.text, planned.schema)
    : { ok: false as const, reason: outcome.error.message }
  const code = outcome.ok ? 'unusable_output' : outcome.error.code
  const accuracy = read.ok ? planned.accuracyOf(read.output) : null
  course.add({
    ...place,
    id: newId(),
    stageNumber: planned.stageNumber,
    provider: model.provider,
    status: read.ok ? 'succeeded' : 'failed',
    output: read.ok ? read.output : null,
    rawAnswer: read.ok ? '' : outcome.text,
    accuracy,
    error: read.ok ? null : { code, message: read.reason },
    calls: calls.map((call) => ({ ...call, id: newId() })),
  })
  if (signal.aborted) throw new Ended(endOf(signal))
  if (!planned.endsWith(read.ok)) await course.flush()
  if (read.ok) return { ok: true, output: read.output, accuracy, model: model.id }
  return failed(code, read.reason, outcome.ok ? null : (outcome.error.retryAfterMs ?? null))
}

function endOf(signal: AbortSignal): ItemEnd {
  return { kind: signal.reason === 'cancelled' ? 'cancelled' : 'released' }
}

/** What succeeded holds for the round; what failed, for the try it failed in. */
function isSameCall(result: StoredResult, place: CallPlace, attempt: number): boolean {
  return (
    result.stage === place.stage &&
    result.repeat === place.repeat &&
    result.role === place.role &&
    result.model === place.model &&
    (result.status === 'succeeded' || result.attempt === attempt)
  )
}

function outcomeOf(stored: StoredResult): Outcome {
  if (stored.status === 'succeeded') {
    return { ok: true, output: stored.output, accuracy: stored.accuracy, model: stored.model }
  }
  const { errorCode, errorMessage } = stored
  return { ok: false, code: errorCode ?? 'internal', message: errorMessage ?? '', retryAfterMs: null }
}

/** `undefined` where nothing bounds the answer, 0 where there is too little left for one. */
function affordable(
  course: Course,
  model: Model,
  messages: readonly Message[],
  together: number,
  atMs: number,
): number | undefined {
  const left = course.leftNanoUsd()
  if (left === null) return undefined
  return affordableOutputTokens(model, estimateInputTokens(messages), Math.floor(left / together), atMs)
}

function schemaOf(item: HeldItem, stage: Stage): JsonSchema {
  return stage.schema ?? item.schema
}

/** Only what has the form of the whole can be held against the ground truth. */
function accuracyOf(item: HeldItem, stage: Stage, output: unknown): number | null {
  if (item.groundTruth == null || stage.schema !== undefined) return null
  return fieldAccuracy(item.groundTruth, output).accuracy
}
