/**
 * Records a finished run for as long as it takes, within reason: the database may be down for a minute while the caller
 * has long had the answer. What cannot be recorded at last is printed as one line, so nothing is lost in silence.
 */
import { ExponentialBackoff, halfJitterGenerator, type IBackoffFactory } from 'cockatiel'
import type { RunRecord } from './runRecord.ts'
import { StoreError } from './storeError.ts'

export interface FinishRunRetryInput {
  finishRun: (record: RunRecord) => Promise<'applied' | 'already_applied'>
  record: RunRecord
  /** Takes the one line that is left of a record which could not be stored. */
  logLine: (line: string) => void
  now: () => number
  sleep: (ms: number) => Promise<void>
  /** How long to keep trying. Default 180,000, well inside a worker's life of 400 s. */
  giveUpAfterMs?: number
}

export type FinishRunRetryResult = 'applied' | 'already_applied' | 'not_recorded'

/** The platform cuts a log line at 10,000 characters. */
const MAX_LINE_CHARACTERS = 9_500

/** Never throws for what the database does: its promise may be left to `EdgeRuntime.waitUntil`. */
export async function finishRunRetry(input: FinishRunRetryInput): Promise<FinishRunRetryResult> {
  const giveUpAtMs = input.now() + (input.giveUpAfterMs ?? 180_000)
  let pause: IBackoffFactory<unknown> = new ExponentialBackoff({
    generator: halfJitterGenerator,
    initialDelay: 250,
    maxDelay: 10_000,
  })
  for (let attempts = 1; ; attempts++) {
    try {
      return await input.finishRun(input.record)
    } catch (error) {
      const leftMs = giveUpAtMs - input.now()
      if (!StoreError.isInstance(error) || !error.isRetryable || leftMs <= 0) {
        input.logLine(lostRecordLine(input.record, error, attempts))
        return 'not_recorded'
      }
      const next = pause.next(undefined)
      pause = next
      await input.sleep(Math.min(next.duration, leftMs))
    }
  }
}

/** One JSON line: why it was not recorded, and the record. A record too long for a line goes without what its caller already has. */
export function lostRecordLine(record: RunRecord, error: unknown, attempts: number): string {
  const reason = {
    event: 'run_not_recorded',
    runId: record.runId,
    code: StoreError.isInstance(error) ? error.code : 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    attempts,
  }
  // the user had everything of theirs deleted: the log is no place to keep it
  if (StoreError.isInstance(error) && error.code === 'run_gone') return JSON.stringify(reason)

  const whole = JSON.stringify({ ...reason, record })
  if (whole.length <= MAX_LINE_CHARACTERS) return whole
  const short = JSON.stringify({ ...reason, record: withoutContents(record) })
  if (short.length <= MAX_LINE_CHARACTERS) return short
  return JSON.stringify({
    ...reason,
    record: { ...withoutContents(record), profile: undefined, plan: undefined },
  })
}

function withoutContents(record: RunRecord): object {
  return {
    ...record,
    body: { omittedCharacters: JSON.stringify(record.body).length },
    attempts: record.attempts.map(({ scoreBreakdown, ...attempt }) => ({
      ...attempt,
      scoreBreakdown: scoreBreakdown && { ...scoreBreakdown, diagnostics: scoreBreakdown.diagnostics.length },
    })),
    plan: record.plan && {
      ...record.plan,
      strategies: record.plan.strategies.map(({ model, ...strategy }) => ({ ...strategy, model: model.id })),
    },
  }
}
