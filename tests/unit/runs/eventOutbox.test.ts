import { describe, expect, it } from 'vitest'
import { createEventOutbox } from '../../../supabase/functions/_shared/runs/eventOutbox.ts'
import type { RunEvent, RunEventBatch } from '../../../supabase/functions/_shared/store/appendRunEvents.ts'
import type { LeaseState } from '../../../supabase/functions/_shared/store/renewLeases.ts'
import { StoreError } from '../../../supabase/functions/_shared/store/storeError.ts'

/** A outbox over a database that does as told, one answer a write. */
function journalOver(answers: (LeaseState | StoreError)[], firstId = 1) {
  const written: RunEventBatch[] = []
  const published: RunEvent[] = []
  const leases: LeaseState[] = []
  const faults: unknown[] = []
  let nowMs = 0
  const outbox = createEventOutbox({
    store: {
      async appendRunEvents(batch) {
        const answer = answers.shift() ?? 'held'
        if (answer instanceof StoreError) throw answer
        written.push(batch)
        return answer
      },
    },
    lease: { runId: 'run', leaseToken: 'token', leaseMs: 1_000 },
    firstId,
    publish: (event) => published.push(event),
    onLeaseState: (state) => leases.push(state),
    onFault: (error) => faults.push(error),
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms
    },
  })
  return { outbox, written, published, leases, faults }
}

describe('a run’s outbox', () => {
  it('writes together what is told together, in order, and lets it be heard after that', async () => {
    const { outbox, written, published } = journalOver([], 5)
    outbox.add('run', { runId: 'run' })
    outbox.add('plan', {}, { step: 0, state: { plan: 1 } })
    expect(published).toEqual([])
    await outbox.flushed()
    outbox.add('attempt.started', {})
    await outbox.flushed()
    expect(written.map(({ events }) => events.map(({ id, event }) => [id, event]))).toEqual([
      [
        [5, 'run'],
        [6, 'plan'],
      ],
      [[7, 'attempt.started']],
    ])
    expect(written[0]?.checkpoints).toEqual([{ step: 0, state: { plan: 1 } }])
    expect(published.map(({ id }) => id)).toEqual([5, 6, 7])
  })

  it('keeps trying while the database is away, with the same numbers', async () => {
    const away = new StoreError('unavailable', 'away')
    const { outbox, written, published, faults } = journalOver([away, away])
    outbox.add('run', {})
    await outbox.flushed()
    expect(written).toHaveLength(1)
    expect(published.map(({ id }) => id)).toEqual([1])
    expect(faults).toEqual([])
  })

  it('gives up in the end, and says so', async () => {
    const { outbox, published, faults } = journalOver(
      Array.from({ length: 1_000 }, () => new StoreError('unavailable', 'away')),
    )
    outbox.add('run', {})
    await outbox.flushed()
    expect(published).toEqual([])
    expect(faults).toHaveLength(1)
  })

  it('is silent once the run is another worker’s', async () => {
    const { outbox, published, leases, written } = journalOver(['superseded'])
    outbox.add('attempt.scored', {})
    await outbox.flushed()
    outbox.add('attempt.started', {})
    await outbox.flushed()
    expect(written).toHaveLength(1)
    expect(published).toEqual([])
    expect(leases).toEqual(['superseded'])
  })
})
