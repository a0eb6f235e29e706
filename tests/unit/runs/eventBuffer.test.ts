import { describe, expect, it } from 'vitest'
import { createEventBuffers, type EventBuffer } from '../../../supabase/functions/_shared/runs/eventBuffer.ts'

const ANSWER = { status: 200, body: { success: true } }
const event = (id: number) => ({ id, event: 'attempt.file', data: { path: `${id}.ts` } })

async function readAll(buffer: EventBuffer, afterId = 0, signal = new AbortController().signal) {
  const ids: number[] = []
  const reading = buffer.read(afterId, signal)
  let next = await reading.next()
  for (; !next.done; next = await reading.next()) ids.push(next.value.id)
  return { ids, answer: next.value }
}

describe('a run’s buffer', () => {
  it('gives every listener all events from where they are, and the answer', async () => {
    const buffer = createEventBuffers().open('run', 1)
    buffer.publish(event(1))
    const early = readAll(buffer)
    const resumed = readAll(buffer, 2)
    buffer.publish(event(2))
    buffer.publish(event(3))
    buffer.end(ANSWER)
    expect(await early).toEqual({ ids: [1, 2, 3], answer: ANSWER })
    expect(await resumed).toEqual({ ids: [3], answer: ANSWER })
    expect(await readAll(buffer, 1)).toEqual({ ids: [2, 3], answer: ANSWER })
  })

  it('begins where the worker before it ended', async () => {
    const buffer = createEventBuffers().open('run', 7)
    buffer.publish(event(7))
    buffer.publish(event(8))
    buffer.end(null)
    expect(await readAll(buffer, 6)).toEqual({ ids: [7, 8], answer: null })
    expect(await readAll(buffer, 7)).toEqual({ ids: [8], answer: null })
  })

  it('lets a listener go, and forgets it', async () => {
    const buffer = createEventBuffers().open('run', 1)
    const listener = new AbortController()
    const reading = readAll(buffer, 0, listener.signal)
    buffer.publish(event(1))
    await new Promise(setImmediate)
    listener.abort()
    expect(await reading).toEqual({ ids: [1], answer: null })
  })

  it('is there while its run is, and a later one of the same run stays', () => {
    const live = createEventBuffers()
    const first = live.open('run', 1)
    expect(live.get('run')).toBe(first)
    const second = live.open('run', 4)
    first.end(null)
    expect(live.get('run')).toBe(second)
    second.end(ANSWER)
    expect(live.get('run')).toBeUndefined()
  })
})
