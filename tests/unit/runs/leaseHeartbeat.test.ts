import { describe, expect, it } from 'vitest'
import { createLeaseHeartbeat } from '../../../supabase/functions/_shared/runs/leaseHeartbeat.ts'
import type { LeaseState, RunLease } from '../../../supabase/functions/_shared/store/renewLeases.ts'
import { StoreError } from '../../../supabase/functions/_shared/store/storeError.ts'

const lease = (token: string): RunLease => ({ runId: `run of ${token}`, leaseToken: token, leaseMs: 1_000 })

/** A heartbeat whose heart beats when told to. */
function keeperOver(answer: (leases: readonly RunLease[]) => Map<string, LeaseState>) {
  const asked: string[][] = []
  const faults: unknown[] = []
  let beat: () => void = () => {}
  let sleeping = 0
  const store = {
    async renewLeases(leases: readonly RunLease[]) {
      asked.push(leases.map(({ leaseToken }) => leaseToken))
      return answer(leases)
    },
  }
  const heartbeat = createLeaseHeartbeat({
    heartbeatMs: 1_000,
    onFault: (error) => faults.push(error),
    sleep: (_ms, signal) => {
      sleeping += 1
      return new Promise<void>((resolve) => {
        beat = resolve
        signal?.addEventListener('abort', () => resolve())
      }).finally(() => {
        sleeping -= 1
      })
    },
  })
  const pulse = async () => {
    beat()
    await new Promise(setImmediate)
  }
  return { heartbeat, store, asked, faults, pulse, sleepers: () => sleeping }
}

describe('a worker’s heartbeat of runs', () => {
  it('asks for all its runs at once, and only while it has some', async () => {
    const { heartbeat, store, asked, pulse, sleepers } = keeperOver(() => new Map())
    const first = heartbeat.start(store, lease('a'))
    const second = heartbeat.start(store, lease('b'))
    await pulse()
    expect(asked).toEqual([['a', 'b']])
    first.release()
    await pulse()
    expect(asked).toEqual([['a', 'b'], ['b']])
    second.release()
    await new Promise(setImmediate)
    expect(sleepers()).toBe(0)
    expect(asked).toHaveLength(2)
  })

  it('ends a run that is to be cancelled, and one that is another’s', async () => {
    const { heartbeat, store, pulse } = keeperOver(
      () =>
        new Map([
          ['a', 'cancel_requested'],
          ['b', 'superseded'],
          ['c', 'held'],
        ] as const),
    )
    const [a, b, c] = ['a', 'b', 'c'].map((token) => heartbeat.start(store, lease(token)))
    await pulse()
    expect([a, b, c].map((hold) => [hold?.signal.aborted, hold?.isLost])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ])
  })

  it('cancels a run of its own at once', () => {
    const { heartbeat, store } = keeperOver(() => new Map())
    const mine = heartbeat.start(store, lease('a'))
    const other = heartbeat.start(store, lease('b'))
    heartbeat.cancel('run of a')
    expect(mine.signal.aborted).toBe(true)
    expect(other.signal.aborted).toBe(false)
  })

  it('beats on through an outage', async () => {
    let isAway = true
    const { heartbeat, store, faults, pulse, asked } = keeperOver(() => {
      if (isAway) throw new StoreError('unavailable', 'away')
      return new Map([['a', 'cancel_requested']])
    })
    const hold = heartbeat.start(store, lease('a'))
    await pulse()
    expect(hold.signal.aborted).toBe(false)
    isAway = false
    await pulse()
    expect(hold.signal.aborted).toBe(true)
    expect(asked).toHaveLength(2)
    expect(faults).toEqual([])
  })
})
