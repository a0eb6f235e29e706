/** No minute sees more requests than the limit, whatever the network does; and batches keep their items apart. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inBatches } from '../../../supabase/functions/experiments/execution/batches.ts'
import { createMinuteLimiter } from '../../../supabase/functions/experiments/execution/minuteLimiter.ts'
import { createVirtualTime } from '../../support/virtualTime.ts'

const MINUTE_MS = 60_000

/** The most arrivals in any 60 s, both ends included. */
function busiestMinute(arrivals: readonly number[]): number {
  const sorted = [...arrivals].sort((left, right) => left - right)
  return Math.max(
    0,
    ...sorted.map((from, index) => sorted.slice(index).filter((at) => at <= from + MINUTE_MS).length),
  )
}

/** Calls that take so long to arrive, and then so long to be answered. */
const call = fc.record({ arrivesAfterMs: fc.nat(20_000), answersAfterMs: fc.nat(90_000) })

describe('createMinuteLimiter', () => {
  it('lets no minute have more arrivals than the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(call, { maxLength: 25 }),
        async (limit, calls) => {
          const time = createVirtualTime()
          const pacer = createMinuteLimiter(time)
          const arrivals: number[] = []
          await time.run(
            Promise.all(
              calls.map(async ({ arrivesAfterMs, answersAfterMs }) => {
                const arrived = await pacer.wait('m', limit, new AbortController().signal)
                await time.sleep(arrivesAfterMs)
                arrivals.push(time.now())
                await time.sleep(answersAfterMs)
                // As the caller does: the first token comes some time after the arrival.
                arrived?.(time.now())
              }),
            ),
          )
          expect(arrivals).toHaveLength(calls.length)
          expect(busiestMinute(arrivals)).toBeLessThanOrEqual(limit)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('goes as fast as the limit lets it', async () => {
    const time = createVirtualTime()
    const pacer = createMinuteLimiter(time)
    const begun: number[] = []
    await time.run(
      Promise.all(
        Array.from({ length: 181 }, async () => {
          const arrived = await pacer.wait('m', 60, new AbortController().signal)
          begun.push(time.now())
          arrived?.(time.now())
        }),
      ),
    )
    expect(begun.filter((at) => at === begun[0])).toHaveLength(60)
    expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeLessThan(3 * MINUTE_MS + 10)
  })

  it('counts what earlier workers sent, model by model', async () => {
    const time = createVirtualTime()
    const earlier = [10_000, 20_000].map((beforeMs) => ({ model: 'm', atMs: time.now() - beforeMs }))
    const pacer = createMinuteLimiter(time, earlier)
    const startedAtMs = time.now()
    const begunAt = async (model: string) => {
      await pacer.wait(model, 2, new AbortController().signal)
      return time.now() - startedAtMs
    }
    expect(await time.run(Promise.all([begunAt('m'), begunAt('other')]))).toEqual([40_001, 0])
  })

  it('lets go of those who wait when all is called off', async () => {
    const time = createVirtualTime()
    const pacer = createMinuteLimiter(time)
    const off = new AbortController()
    await pacer.wait('m', 1, off.signal)
    const waiting = pacer.wait('m', 1, off.signal)
    off.abort()
    expect(await waiting).toBeNull()
  })
})

describe('inBatches', () => {
  it('sends together what comes together, and gives each its own', async () => {
    const sent: number[][] = []
    const double = inBatches(async (items: readonly number[]) => {
      sent.push([...items])
      return items.map((item) => 2 * item)
    }, 3)
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8])
    expect(sent).toEqual([[1, 2, 3], [4]])
    expect(await double(5)).toBe(10)
  })

  it('fails those of a batch that failed, and goes on', async () => {
    let batches = 0
    const send = inBatches(async (items: readonly number[]) => {
      batches += 1
      if (batches === 1) throw new Error('away')
      return items
    }, 2)
    const results = await Promise.allSettled([1, 2, 3].map(send))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })
})
