/** What a user says of a run's result, any time after it ended: once a user and run. */
import { z } from 'zod'
import { jsonForPostgres } from './jsonForPostgres.ts'
import { callFunction, type MeritClient } from './meritClient.ts'

export interface RecordFeedbackInput {
  runId: string
  /** Who speaks; `null` for a service caller, who speaks for the run's own user. */
  userId: string | null
  /** 0: of no use, 1: just right. Counts as one observation of quality, `rating` × 100 points. */
  rating: number
  /** At most 2,000 characters. */
  comment?: string
}

export type RecordFeedbackResult =
  | 'applied'
  /** This user has spoken of this run before; what was said then stays. */
  | 'already_given'
  /** There is no such run, or it is another's. */
  | 'not_found'
  | 'not_finished'

const answerSchema = z.object({ state: z.enum(['applied', 'already_given', 'not_found', 'not_finished']) })

/** Safe to repeat. Throws a StoreError: `unavailable`, `refused`. */
export async function recordFeedback(
  client: MeritClient,
  input: RecordFeedbackInput,
): Promise<RecordFeedbackResult> {
  const feedback = jsonForPostgres({
    run_id: input.runId,
    user_id: input.userId,
    rating: input.rating,
    comment: input.comment,
  })
  const { state } = await callFunction(client, 'record_feedback', { feedback }, answerSchema)
  return state
}
