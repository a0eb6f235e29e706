/** `POST /runs/:id/feedback`: what a user says of a run's result, any time after it ended. */
import { z } from 'zod'
import { ApiError } from '../_shared/http/apiError.ts'
import type { Caller } from '../_shared/http/caller.ts'
import { parseFields, readBody } from '../_shared/http/readBody.ts'
import type { RunWorker } from '../_shared/runs/runWorker.ts'
import type { Store } from '../_shared/store/store.ts'

const feedbackSchema = z.strictObject({
  /** 0: of no use, 1: just right. */
  rating: z.number().min(0).max(1),
  comment: z
    .string()
    .max(2_000)
    // Postgres text cannot hold NUL, and a lone surrogate is no text at all
    .refine(
      (value) => !value.includes('\u0000') && value.isWellFormed(),
      'contains characters that are not text',
    )
    .optional(),
})

export interface FeedbackRequest {
  request: Request
  /** As it stands in the path. */
  runId: string
  /** A secret key speaks for the run's own user. */
  caller: Caller
  store: Pick<Store, 'recordFeedback' | 'waitForRun'>
  worker: Pick<RunWorker, 'now' | 'sleep'>
}

/** A run is put on record after its answer is out: who speaks at once may be ahead of that. */
const WAIT_FOR_RECORD_MS = 5_000

export interface FeedbackAnswer {
  success: true
  runId: string
  /** False where this user has spoken of this run before: what was said then stays. */
  recorded: boolean
}

/**
 * Records it and learns from it. Throws an ApiError: `invalid_request` for a bad body or a run that still goes on,
 * `not_found` for a run that is not the caller's.
 */
export async function giveFeedback({
  request,
  runId: id,
  caller,
  store,
  worker,
}: FeedbackRequest): Promise<FeedbackAnswer> {
  const { id: runId } = parseFields({ id }, z.object({ id: z.uuid() }))
  const feedback = await readBody(request, feedbackSchema)
  const userId = caller.kind === 'user' ? caller.userId : null
  const record = () => store.recordFeedback({ runId, userId, ...feedback })
  let state = await record()
  if (state === 'not_finished') {
    const { now, sleep } = worker
    await store.waitForRun({ runId, deadlineAtMs: now() + WAIT_FOR_RECORD_MS, now, sleep })
    state = await record()
  }
  if (state === 'not_found') throw new ApiError('not_found', 'no such run')
  if (state === 'not_finished') {
    throw new ApiError('invalid_request', 'the run has not ended yet: there is nothing to speak of', {
      runId,
    })
  }
  return { success: true, runId, recorded: state === 'applied' }
}
