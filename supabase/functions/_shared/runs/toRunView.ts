/** A stored run as `GET /runs/:id` shows it. */
import type { RunEvent } from '../store/appendRunEvents.ts'
import type { StoredRun } from '../store/readRun.ts'

const ATTEMPT_ENDED = new Set(['attempt.scored', 'attempt.failed', 'attempt.cancelled'])

/** `told`: what a run that still goes on has told so far; its attempts go on record at its end. */
export function toRunView(run: StoredRun, told: readonly RunEvent[] = []) {
  const attempts =
    run.status === 'running'
      ? told.filter(({ event }) => ATTEMPT_ENDED.has(event)).map(({ data }) => data)
      : run.attempts.filter((attempt) => attempt.status !== 'skipped')
  return {
    runId: run.runId,
    state: run.status,
    status: run.status,
    request: run.request,
    conversationId: run.conversationId,
    startedAt: new Date(run.startedAtMs).toISOString(),
    finishedAt: run.finishedAtMs === null ? null : new Date(run.finishedAtMs).toISOString(),
    durationMs: run.durationMs,
    costUsd: run.costUsd,
    progress: {
      strategiesTried: attempts.length,
      attempts: run.status === 'running' ? attempts : run.attempts,
    },
    ...(run.status === 'succeeded' ? { result: run.body } : {}),
    ...(run.status === 'failed' || run.status === 'cancelled' ? { error: run.body?.error } : {}),
  }
}
