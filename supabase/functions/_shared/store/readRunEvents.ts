/** What a run has told so far, for listeners in another worker and for those who come back. */
import { z } from 'zod'
import type { RunEvent } from './appendRunEvents.ts'
import { CALL_TIMEOUT_MS, type MeritClient, parseAnswer } from './meritClient.ts'
import type { ReadRunInput } from './readRun.ts'
import { storeErrorFrom } from './storeError.ts'

export interface ReadRunEventsInput extends ReadRunInput {
  /** Only events with a higher id. */
  afterId: number
}

export interface RunEventsSoFar {
  /** In order, at most {@link PAGE_SIZE}. */
  events: RunEvent[]
  /** True where there may be more right now. */
  hasMore: boolean
  /** True where the run has ended: beyond these pages only its answer follows. */
  hasEnded: boolean
  leaseExpiresAtMs: number
}

/** Below what the Data API gives in one answer. */
const PAGE_SIZE = 500

const runSchema = z.object({ status: z.string(), lease_expires_at: z.string() })
const eventsSchema = z.array(z.object({ event_id: z.number().int(), event: z.string(), data: z.unknown() }))

/** `null` where there is no such run, or it is another's. Throws a StoreError: `unavailable`, `refused`. */
export async function readRunEvents(
  client: MeritClient,
  { runId, userId, afterId }: ReadRunEventsInput,
): Promise<RunEventsSoFar | null> {
  // The state first: a run that has ended tells nothing more, so what is read after that is all.
  let query = client.from('orchestration_runs').select('status, lease_expires_at').eq('id', runId)
  if (userId !== null) query = query.eq('user_id', userId)
  const run = await query.abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS)).maybeSingle()
  if (run.error) throw storeErrorFrom('read run events', run)
  if (run.data === null) return null
  const told = await client
    .from('run_events')
    .select('event_id, event, data')
    .eq('run_id', runId)
    .gt('event_id', afterId)
    .order('event_id')
    .limit(PAGE_SIZE)
    .abortSignal(AbortSignal.timeout(CALL_TIMEOUT_MS))
  if (told.error) throw storeErrorFrom('read run events', told)

  const { status, lease_expires_at } = parseAnswer('read run events', runSchema, run.data)
  const events = parseAnswer('read run events', eventsSchema, told.data)
  return {
    events: events.map(({ event_id, event, data }) => ({ id: event_id, event, data })),
    hasMore: events.length === PAGE_SIZE,
    hasEnded: status !== 'running',
    leaseExpiresAtMs: Date.parse(lease_expires_at),
  }
}
