/**
 * A worker of the queue, on the platform or outside: takes items from the head of the line, so many at a time, and goes
 * through their stages. One heartbeat keeps all of them. It may die at any moment: its items are taken over when their
 * leases run out, and what it had stored is not done again.
 */
import { withinModelRates } from '../_shared/execution/modelRates.ts'
import type { Catalog } from '../_shared/models/catalog.ts'
import type { CallModel } from '../_shared/models/modelCall.ts'
import { StoreError } from '../_shared/store/storeError.ts'
import { batchRecords } from './batchRecords.ts'
import { executeItem } from './extraction/executeItem.ts'
import type { ItemEnd } from './extraction/extractionItem.ts'
import type { StageDocument } from './extraction/stagePrompt.ts'
import type { Claim, ClaimedItem, ExtractionStore } from './store/extractionStore.ts'

export interface Drain {
  store: ExtractionStore
  catalog: Pick<Catalog, 'resolve'>
  callModel: CallModel
  /** Items at once. */
  concurrency: number
  /** How long an item is this worker's without a heartbeat. */
  leaseMs: number
  heartbeatMs: number
  /** Where nothing is in line: how long until the next look. `null`: the worker is done. */
  pollMs: number | null
  /** Aborted: begin nothing more, end the calls under way, and hand the items back. */
  stop: AbortSignal
  /** Aborted: hang up on the calls too. */
  hangUp: AbortSignal
  /** Told of each item that ended here, for progress. */
  onEnd?: (item: ClaimedItem, end: ItemEnd | 'lost') => void
  /** Takes faults of ours, for the log. */
  onFault: (error: unknown) => void
  now: () => number
  random: () => number
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  newId: () => string
}

/** What a model says for as long as its length is not known, tokens. */
const EXPECTED_OUTPUT_TOKENS = 2_000

interface Held {
  item: ClaimedItem
  /** Ends its calls. The reason says why: `released`, `cancelled`, or `lost` where it is another's. */
  end: AbortController
  /** Until when it is surely this worker's: counted from when that was asked for, not from when it was answered. */
  validUntilMs: number
}

/** A request that goes out with less of the lease left than this share of it might arrive after its end. */
const LEAST_SHARE_LEFT = 0.25
/** With less than this left the lease is renewed before a call. */
const RENEWED_BELOW_SHARE = 0.5

/** The item is another's, or no more. What was found out about it is nobody's. */
class LostItem extends Error {}

/** Resolves when nothing is in line and nothing under way, or all is handed back. Rejects only for faults of ours. */
export async function drainQueue(drain: Drain): Promise<void> {
  const held = new Map<string, Held>()
  const over = new AbortController()
  const record = batchRecords({ ...drain, patienceMs: drain.leaseMs })
  let known: Pick<Claim, 'limitedModels' | 'circuits'> = { limitedModels: [], circuits: [] }

  const hangUp = () => {
    for (const { end } of held.values()) end.abort('released')
  }
  drain.hangUp.addEventListener('abort', hangUp)
  const beating = keepLeases(drain, held, over.signal)

  async function take(): Promise<ClaimedItem[]> {
    try {
      const claim = await drain.store.claim({ most: drain.concurrency - held.size, leaseMs: drain.leaseMs })
      known = claim
      return claim.items
    } catch (error) {
      // The database is away: the next look finds what there is.
      if (!StoreError.isInstance(error) || !error.isRetryable) throw error
      await drain.sleep(drain.pollMs ?? drain.heartbeatMs, drain.stop)
      return []
    }
  }

  async function conduct(item: ClaimedItem, validUntilMs: number): Promise<void> {
    const entry = { item, end: new AbortController(), validUntilMs }
    held.set(item.leaseToken, entry)
    if (drain.hangUp.aborted) entry.end.abort('released')
    try {
      const end = await conductOne(drain, entry, known, record)
      drain.onEnd?.(item, end)
    } catch (error) {
      if (!(error instanceof LostItem)) drain.onFault(error)
      drain.onEnd?.(item, 'lost')
    } finally {
      held.delete(item.leaseToken)
    }
  }

  const running = new Set<Promise<void>>()
  try {
    while (!drain.stop.aborted) {
      const askedAtMs = drain.now()
      const items = held.size < drain.concurrency ? await take() : []
      for (const item of items) {
        const work: Promise<void> = conduct(item, askedAtMs + drain.leaseMs).finally(() =>
          running.delete(work),
        )
        running.add(work)
      }
      if (items.length > 0 && running.size < drain.concurrency) continue
      if (running.size === 0) {
        if (drain.pollMs === null) break
        await drain.sleep(drain.pollMs, drain.stop)
      } else await nextEnd(drain, running, items.length === 0)
    }
  } finally {
    await Promise.all(running)
    over.abort()
    await beating
    drain.hangUp.removeEventListener('abort', hangUp)
  }
}

/** Until an item ends here; where there is room, until it is time to look again. */
async function nextEnd(drain: Drain, running: ReadonlySet<Promise<void>>, hasRoom: boolean): Promise<void> {
  if (!hasRoom) return Promise.race(running)
  const looked = new AbortController()
  await Promise.race([...running, drain.sleep(drain.pollMs ?? drain.heartbeatMs, looked.signal)])
  looked.abort()
}

async function conductOne(
  drain: Drain,
  entry: Held,
  { limitedModels, circuits }: Pick<Claim, 'limitedModels' | 'circuits'>,
  record: ReturnType<typeof batchRecords>,
): Promise<ItemEnd> {
  const { store, catalog, now, random, sleep, newId } = drain
  const { item, end } = entry
  const settling: Promise<unknown>[] = []
  const callModel = withinModelRates(drain.callModel, {
    limitedModels,
    expectedOutputTokens: EXPECTED_OUTPUT_TOKENS,
    take: (rate) => store.takeModelRate(rate),
    waitUntil: (work) => settling.push(work),
    onFault: drain.onFault,
    now,
  })
  const result = await executeItem({
    item,
    document: documentOf(item),
    modelOf: (id) => {
      const resolved = catalog.resolve(id)
      return 'model' in resolved ? resolved.model : null
    },
    callModel,
    circuits,
    takeProbe: ({ provider, id }) =>
      store.takeProbe({ provider, model: id, runId: item.id, leaseMs: drain.leaseMs }),
    record: async (stage, results, ending) => {
      const { id: itemId, leaseToken } = item
      const state = await record({ itemId, leaseToken, stage, results, end: ending })
      if (state !== 'recorded') throw new LostItem(state)
    },
    signal: end.signal,
    mayBegin: () => !drain.stop.aborted,
    hold: () => holdOn(drain, entry),
    isHeld: () => entry.validUntilMs - now() > LEAST_SHARE_LEFT * drain.leaseMs,
    newId,
    now,
    random,
    sleep,
  })
  await Promise.all(settling)
  return result
}

function documentOf({ inputText, inputData, inputMimeType }: ClaimedItem): StageDocument {
  if (inputData === null) return { text: inputText ?? '', attachments: [] }
  const mimeType = inputMimeType ?? 'application/octet-stream'
  return { text: null, attachments: [{ mimeType, data: inputData }] }
}

/** Throws LostItem where it is another's. While the database is away it waits: what is paid for could not be stored. */
async function holdOn(drain: Drain, entry: Held): Promise<void> {
  while (
    entry.validUntilMs - drain.now() <= RENEWED_BELOW_SHARE * drain.leaseMs &&
    !entry.end.signal.aborted
  ) {
    const isAnswered = await renewed(drain, [entry])
    if (entry.end.signal.reason === 'lost') throw new LostItem()
    if (!isAnswered) await drain.sleep(drain.heartbeatMs, entry.end.signal)
  }
}

/** False where the database is away. */
async function renewed(drain: Drain, entries: readonly Held[]): Promise<boolean> {
  const askedAtMs = drain.now()
  const leases = entries.map(({ item }) => ({ itemId: item.id, leaseToken: item.leaseToken }))
  try {
    const states = await drain.store.renew(leases, drain.leaseMs)
    for (const entry of entries) {
      const state = states.get(entry.item.leaseToken)
      if (state === 'held') entry.validUntilMs = askedAtMs + drain.leaseMs
      else entry.end.abort(state === 'cancel_requested' ? 'cancelled' : 'lost')
    }
    return true
  } catch (error) {
    if (!StoreError.isInstance(error) || !error.isRetryable) throw error
    return false
  }
}

async function keepLeases(drain: Drain, held: ReadonlyMap<string, Held>, over: AbortSignal): Promise<void> {
  let isAway = false
  for (;;) {
    await drain.sleep(drain.heartbeatMs, over)
    if (over.aborted) return
    if (held.size === 0) continue
    // A lease that lapsed while the database was there: this process stood still. What has not gone out yet must not any
    // more, and this timer comes before the network's turn.
    const lapsed = [...held.values()].filter(({ validUntilMs }) => validUntilMs < drain.now())
    if (!isAway) for (const { end } of lapsed) end.abort('lost')
    try {
      // While the database is away nobody can take the items either: the next beat renews them.
      isAway = !(await renewed(drain, [...held.values()]))
    } catch (error) {
      drain.onFault(error)
    }
  }
}
