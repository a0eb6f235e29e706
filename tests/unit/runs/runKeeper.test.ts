import { describe, expect, it } from 'vitest'
import { createRunKeeper } from '../../../supabase/functions/_shared/runs/runKeeper.ts'
import type { LeaseState, RunLease } from '../../../supabase/functions/_shared/store/renewLeases.ts'
import { StoreError } from '../../../supabase/functions/_shared/store/storeError.ts'

const lease = (token: string): RunLease => ({ runId: `run of ${token}`, leaseToken: token, leaseMs: 1_000 })

/** A keeper whose heart beats when told to. */
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
  const keeper = createRunKeeper({
    beatMs: 1_000,
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
  return { keeper, store, asked, faults, pulse, sleepers: () => sleeping }
}

describe('a worker’s keeper of runs', () => {
  it('asks for all its runs at once, and only while it has some', async () => {
    const { keeper, store, asked, pulse, sleepers } = keeperOver(() => new Map())
    const first = keeper.hold(store, lease('a'))
    const second = keeper.hold(store, lease('b'))
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
    const { keeper, store, pulse } = keeperOver(
      () =>
        new Map([
          ['a', 'cancel_requested'],
          ['b', 'superseded'],
          ['c', 'held'],
        ] as const),
    )
    const [a, b, c] = ['a', 'b', 'c'].map((token) => keeper.hold(store, lease(token)))
    await pulse()
    expect([a, b, c].map((hold) => [hold?.signal.aborted, hold?.isLost])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ])
  })

  it('cancels a run of its own at once', () => {
    const { keeper, store } = keeperOver(() => new Map())
    const mine = keeper.hold(store, lease('a'))
    const other = keeper.hold(store, lease('b'))
    keeper.cancel('run of a')
    expect(mine.signal.aborted).toBe(true)
    expect(other.signal.aborted).toBe(false)
  })

  it('beats on through an outage', async () => {
    let isAway = true
    const { keeper, store, faults, pulse, asked } = keeperOver(() => {
      if (isAway) throw new StoreError('unavailable', 'away')
      return new Map([['a', 'cancel_requested']])
    })
    const hold = keeper.hold(store, lease('a'))
    await pulse()
    expect(hold.signal.aborted).toBe(false)
    isAway = false
    await pulse()
    expect(hold.signal.aborted).toBe(true)
    expect(asked).toHaveLength(2)
    expect(faults).toEqual([])
  })
})
