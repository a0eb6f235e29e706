/** A stored run as `GET /runs/:id` shows it. */
import type { StoredRun } from '../store/readRun.ts'

export function runView(run: StoredRun) {
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
      strategiesTried: run.attempts.filter((attempt) => attempt.status !== 'skipped').length,
      attempts: run.attempts,
    },
    ...(run.status === 'succeeded' ? { result: run.body } : {}),
    ...(run.status === 'failed' || run.status === 'cancelled' ? { error: run.body?.error } : {}),
  }
}
