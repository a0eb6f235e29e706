/**
 * One call of a model, and one more where the first failed in a way that passes: the failure policy's part that stays with
 * the model. Every try is recorded by itself, for every try may cost.
 *
 * 429, or a limit of our own, with a Retry-After that fits the deadline: wait that long, then once more · 5xx, connection lost, stream cut: once more
 * after a full-jitter pause · anything else (a silent provider above all): no second try, the next strategy is quicker.
 */
import type { CallOutcome, ModelCall, ModelError } from '../models/modelCall.ts'
import type { GenerationTask, RecordedCall } from './generation.ts'

/** Upper end of the pause before a second try: AWS's "full jitter", a uniform share of it. */
const RETRY_PAUSE_MS = 500

/** A second try that cannot have at least this long before the deadline is not begun. */
const MIN_CALL_MS = 1_000

/** What of a task the policy looks at. */
export type PersistentTask = Pick<
  GenerationTask,
  'callModel' | 'deadlineAtMs' | 'maxOutputTokens' | 'model' | 'now' | 'random' | 'signal' | 'sleep'
>

/** Makes the call and, where the policy says so, a second one. `makeCall` is asked anew for each try. */
export async function persistentCall(
  task: PersistentTask,
  stage: string,
  makeCall: () => ModelCall,
): Promise<{ outcome: CallOutcome; calls: RecordedCall[] }> {
  const first = await task.callModel(makeCall())
  const calls = recordsOf(task, stage, first)
  const pauseMs = first.ok ? undefined : pauseBeforeRetry(task, first)
  if (pauseMs === undefined) return { outcome: first, calls }
  await task.sleep(pauseMs, task.signal)
  if (task.signal?.aborted) return { outcome: first, calls }
  const second = await task.callModel(makeCall())
  return { outcome: second, calls: [...calls, ...recordsOf(task, stage, second)] }
}

/** Milliseconds to wait before the second try; `undefined` where there is to be none. */
function pauseBeforeRetry(
  task: PersistentTask,
  failed: Extract<CallOutcome, { ok: false }>,
): number | undefined {
  // Under a budget the answer's length was cut to what is left; a try that cost something has used that up.
  if (task.maxOutputTokens !== undefined && failed.costNanoUsd !== 0) return undefined
  const pauseMs = pauseFor(failed.error, task.random)
  if (pauseMs === undefined || task.now() + pauseMs + MIN_CALL_MS > task.deadlineAtMs) return undefined
  return pauseMs
}

function pauseFor({ code, retryAfterMs }: ModelError, random: () => number): number | undefined {
  if (code === 'rate_limited' || code === 'throttled') return retryAfterMs
  if (code === 'server_error' || code === 'connection' || code === 'stream_cut')
    return random() * RETRY_PAUSE_MS
  return undefined
}

/** A call that our own limits held back was not made, and leaves no record. */
function recordsOf(task: PersistentTask, stage: string, outcome: CallOutcome): RecordedCall[] {
  if (!outcome.ok && outcome.error.code === 'throttled') return []
  return [recordOf(task, stage, outcome)]
}

function recordOf(task: PersistentTask, stage: string, outcome: CallOutcome): RecordedCall {
  return {
    stage,
    model: task.model.id,
    provider: task.model.provider,
    usage: outcome.usage,
    usageIsEstimate: outcome.usageIsEstimate,
    costNanoUsd: outcome.costNanoUsd,
    costIsEstimate: outcome.costIsEstimate,
    durationMs: outcome.durationMs,
    firstTokenAfterMs: outcome.firstTokenAfterMs,
    startedAtMs: outcome.startedAtMs,
    ...(outcome.ok ? {} : { error: { code: outcome.error.code, message: outcome.error.message } }),
  }
}
