import { describe, expect, it } from 'vitest'
import {
  type ServerSentEvent,
  serverSentEvents,
} from '../../../supabase/functions/_shared/http/serverSentEvents.ts'

const decoder = new TextDecoder()

/** An endless source, and how much was taken from it. */
function counting() {
  const state = { taken: 0, hasEnded: false }
  async function* source(signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    try {
      while (!signal.aborted) {
        state.taken += 1
        yield { id: state.taken, event: 'count', data: { count: state.taken } }
      }
    } finally {
      state.hasEnded = true
    }
  }
  return { state, source }
}

describe('serverSentEvents', () => {
  it('writes id, name and data, and ends with its source', async () => {
    const response = serverSentEvents(async function* () {
      yield { id: 1, event: 'run', data: { runId: 'a' } }
      yield { id: 2, event: 'result', data: 'two\nlines' }
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(await response.text()).toBe(
      'id: 1\nevent: run\ndata: {"runId":"a"}\n\nid: 2\nevent: result\ndata: "two\\nlines"\n\n',
    )
  })

  it('takes no more from its source than its reader takes', async () => {
    const { state, source } = counting()
    const reader = serverSentEvents(source).body?.getReader()
    for (let read = 1; read <= 5; read++) {
      const chunk = await reader?.read()
      expect(decoder.decode(chunk?.value)).toContain(`id: ${read}\n`)
      expect(state.taken).toBeLessThanOrEqual(read + 1)
    }
    await new Promise(setImmediate)
    expect(state.taken).toBeLessThanOrEqual(6)
  })

  it('says that it lives where there is nothing to tell', async () => {
    const event = Promise.withResolvers<void>()
    const response = serverSentEvents(
      async function* () {
        await event.promise
        yield { id: 1, event: 'late', data: null }
      },
      { keepAliveMs: 5 },
    )
    const reader = response.body?.getReader()
    expect(decoder.decode((await reader?.read())?.value)).toBe(': keep-alive\n\n')
    event.resolve()
    let text = ''
    while (!text.includes('late')) text += decoder.decode((await reader?.read())?.value)
    expect(text.replaceAll(': keep-alive\n\n', '')).toBe('id: 1\nevent: late\ndata: null\n\n')
  })

  it('ends its source when the reader goes away, and says so once', async () => {
    const { state, source } = counting()
    let gone = 0
    const response = serverSentEvents(source, { onGone: () => gone++ })
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(state.hasEnded).toBe(true)
    expect(gone).toBe(1)
  })

  it('lets a source that waits hear that its reader is gone', async () => {
    let aborted = false
    const response = serverSentEvents(async function* (signal) {
      yield { id: 1, event: 'run', data: null }
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      aborted = true
    })
    const reader = response.body?.getReader()
    await reader?.read()
    await new Promise(setImmediate)
    await reader?.cancel()
    expect(aborted).toBe(true)
  })

  it('does not say "gone" to who stayed to the end', async () => {
    let gone = 0
    const response = serverSentEvents(
      async function* () {
        yield { id: 1, event: 'result', data: null }
      },
      { onGone: () => gone++ },
    )
    await response.text()
    expect(gone).toBe(0)
  })
})
