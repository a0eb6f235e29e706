/**
 * Long work's progress as server-sent events, read from the database, so that they come from whichever worker conducts
 * it: `status` at first and whenever something changed, an event for each piece that landed, last `result` (the final
 * status). Whoever connects late gets the pieces there are and then what follows.
 */
import type { ServerSentEvent } from '../http/serverSentEvents.ts'
import type { WorkerContext } from '../worker/workerContext.ts'

const POLL_MS = 300

export interface ProgressSource<Work extends { status: string }, Landed, Status extends object> {
  /** `null` where it is no more. */
  read(): Promise<Work | null>
  /** Which pieces have landed: asked for at each look, so it is to be little. */
  landed(): Promise<Landed[]>
  keyOf(piece: Landed): string
  /** Where it is. `takeovers` in it may change without an event. */
  status(work: Work, landed: readonly Landed[]): Status
  /** What to tell of the pieces that are new, one event each. */
  tell(fresh: ReadonlySet<string>, work: Work): Promise<{ event: string; data: unknown }[]>
  /** Told at each look, for what was left by its worker. */
  onLeft(work: Work): Promise<void>
}

/** Ends when the work has ended or the listener is gone. */
export async function* progressEvents<Work extends { status: string }, Landed, Status extends object>(
  worker: Pick<WorkerContext, 'sleep'>,
  gone: AbortSignal,
  source: ProgressSource<Work, Landed, Status>,
): AsyncGenerator<ServerSentEvent> {
  const told = new Set<string>()
  let lastStatus = ''
  let id = 0
  const say = (event: string, data: unknown): ServerSentEvent => {
    id += 1
    return { id, event, data }
  }
  while (!gone.aborted) {
    const work = await source.read()
    if (work === null) {
      yield say('error', { error: { code: 'not_found', message: 'it is no more' } })
      return
    }
    // Read after the work: what had ended by then has all its pieces.
    const landed = await source.landed()
    const fresh = new Set(landed.map(source.keyOf).filter((key) => !told.has(key)))
    if (fresh.size > 0) {
      for (const { event, data } of await source.tell(fresh, work)) yield say(event, data)
    }
    for (const key of fresh) told.add(key)
    const status = source.status(work, landed)
    const comparable = JSON.stringify({ ...status, takeovers: undefined })
    if (comparable !== lastStatus) yield say('status', status)
    lastStatus = comparable
    if (work.status !== 'running') {
      yield say('result', status)
      return
    }
    await source.onLeft(work)
    await worker.sleep(POLL_MS, gone)
  }
}
