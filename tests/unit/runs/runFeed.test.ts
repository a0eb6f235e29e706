import { describe, expect, it } from 'vitest'
import { createLiveRuns, type RunFeed } from '../../../supabase/functions/_shared/runs/runFeed.ts'

const ANSWER = { status: 200, body: { success: true } }
const event = (id: number) => ({ id, event: 'attempt.file', data: { path: `${id}.ts` } })

async function readAll(feed: RunFeed, afterId = 0, signal = new AbortController().signal) {
  const ids: number[] = []
  const reading = feed.read(afterId, signal)
  let next = await reading.next()
  for (; !next.done; next = await reading.next()) ids.push(next.value.id)
  return { ids, answer: next.value }
}

describe('a run’s feed', () => {
  it('gives every listener all events from where they are, and the answer', async () => {
    const feed = createLiveRuns().open('run', 1)
    feed.publish(event(1))
    const early = readAll(feed)
    const resumed = readAll(feed, 2)
    feed.publish(event(2))
    feed.publish(event(3))
    feed.end(ANSWER)
    expect(await early).toEqual({ ids: [1, 2, 3], answer: ANSWER })
    expect(await resumed).toEqual({ ids: [3], answer: ANSWER })
    expect(await readAll(feed, 1)).toEqual({ ids: [2, 3], answer: ANSWER })
  })

  it('begins where the worker before it ended', async () => {
    const feed = createLiveRuns().open('run', 7)
    feed.publish(event(7))
    feed.publish(event(8))
    feed.end(null)
    expect(await readAll(feed, 6)).toEqual({ ids: [7, 8], answer: null })
    expect(await readAll(feed, 7)).toEqual({ ids: [8], answer: null })
  })

  it('lets a listener go, and forgets it', async () => {
    const feed = createLiveRuns().open('run', 1)
    const listener = new AbortController()
    const reading = readAll(feed, 0, listener.signal)
    feed.publish(event(1))
    await new Promise(setImmediate)
    listener.abort()
    expect(await reading).toEqual({ ids: [1], answer: null })
  })

  it('is there while its run is, and a later one of the same run stays', () => {
    const live = createLiveRuns()
    const first = live.open('run', 1)
    expect(live.get('run')).toBe(first)
    const second = live.open('run', 4)
    first.end(null)
    expect(live.get('run')).toBe(second)
    second.end(ANSWER)
    expect(live.get('run')).toBeUndefined()
  })
})
