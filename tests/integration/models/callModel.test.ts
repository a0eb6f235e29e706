// A call over each wire, through the real SDK and real HTTP: answers, usage, money, and every way to break.
import { getEventListeners } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import type { ModelCall } from '../../../supabase/functions/_shared/models/modelCall.ts'
import { openStream, type ScriptedProvider, sendStream, startScriptedProvider } from './scriptedProvider.ts'
import { connect, WIRES } from './wires.ts'

const USAGE = { input: 1_000, cached: 400, output: 250, reasoning: 50 }

describe.each(WIRES)('callModel over the $name wire', (wire) => {
  let provider: ScriptedProvider
  let callModel: ReturnType<typeof createCallModel>
  let base: Pick<ModelCall, 'model' | 'messages' | 'deadlineAtMs'>

  beforeAll(async () => {
    provider = await startScriptedProvider()
    const { settings, model } = connect(wire.environment(provider.url), wire.modelName)
    callModel = createCallModel({ settings })
    base = {
      model,
      messages: [
        { role: 'system', content: 'You build small web apps.' },
        { role: 'user', content: 'Build a todo app.' },
      ],
      deadlineAtMs: 0,
    }
  })
  afterAll(() => provider.stop())
  beforeEach(() => {
    provider.requests.length = 0
    base.deadlineAtMs = Date.now() + 20_000
  })

  it('returns text, exact usage and exact cost, cached and reasoning tokens included', async () => {
    provider.answer = (response) =>
      sendStream(
        response,
        ...wire.opening,
        wire.reasoning('Let me see.'),
        wire.text('Hello, '),
        wire.text('wörld ✓'),
        ...wire.ending('complete', USAGE),
      )
    const deltas: string[] = []
    const outcome = await callModel({
      ...base,
      onText: (delta) => {
        deltas.push(delta)
      },
    })
    expect(outcome).toMatchObject({ ok: true, text: 'Hello, wörld ✓' })
    expect(deltas).toEqual(['Hello, ', 'wörld ✓'])
    expect(outcome.usage).toEqual({
      inputTokens: 1_000,
      cachedInputTokens: 400,
      outputTokens: 250,
      reasoningTokens: 50,
    })
    const price = base.model.price
    if (!price) throw new Error('the model has a price')
    expect(outcome.costNanoUsd).toBe(
      600 * price.inputNanoUsd + 400 * price.cachedInputNanoUsd + 250 * price.outputNanoUsd,
    )
    expect(outcome.usageIsEstimate).toBe(false)
    expect(outcome.costIsEstimate).toBe(false)
    expect(outcome.firstTokenAfterMs).toBeLessThanOrEqual(outcome.durationMs)
  })

  it('counts usage itself where the provider reports none, and says so', async () => {
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text('A short answer.'), ...wire.ending('complete'))
    const outcome = await callModel(base)
    expect(outcome).toMatchObject({ ok: true, usageIsEstimate: true, costIsEstimate: true })
    expect(outcome.usage.inputTokens).toBeGreaterThan(8)
    expect(outcome.usage.outputTokens).toBeGreaterThan(2)
    expect(outcome.costNanoUsd).toBeGreaterThan(0)
  })

  it('does not believe a usage of nothing but zeros', async () => {
    const zeros = { input: 0, cached: 0, output: 0, reasoning: 0 }
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text('A short answer.'), ...wire.ending('complete', zeros))
    const outcome = await callModel(base)
    expect(outcome).toMatchObject({ ok: true, usageIsEstimate: true })
    expect(outcome.usage.outputTokens).toBeGreaterThan(0)
  })

  it.each([
    ['truncated', 'truncated'],
    ['content_policy', 'content_policy'],
  ] as const)('a finish by %s is a failure, with its text and its bill', async (finish, code) => {
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text('Half of'), ...wire.ending(finish, USAGE))
    const outcome = await callModel(base)
    expect(outcome).toMatchObject({ ok: false, text: 'Half of', error: { code }, usageIsEstimate: false })
    expect(outcome.usage.outputTokens).toBe(250)
  })

  it('an answer of white space is empty', async () => {
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text(' \n'), ...wire.ending('complete', USAGE))
    expect(await callModel(base)).toMatchObject({ ok: false, error: { code: 'empty_response' } })
  })

  it('a stream that closes without a finish reason was cut, however quietly', async () => {
    provider.answer = (response) => sendStream(response, ...wire.opening, wire.text('Half of'))
    const outcome = await callModel(base)
    expect(outcome).toMatchObject({ ok: false, text: 'Half of', error: { code: 'stream_cut' } })
    expect(outcome).toMatchObject({ usageIsEstimate: true, costIsEstimate: true })
    expect(outcome.costNanoUsd).toBeGreaterThan(0)
    expect(provider.requests).toHaveLength(1)
  })

  it('a socket destroyed in the middle of an answer is a cut stream', async () => {
    provider.answer = (response) => {
      openStream(response, ...wire.opening)
      response.write(wire.text('Half of'), () => response.socket?.resetAndDestroy())
    }
    expect(await callModel(base)).toMatchObject({ ok: false, error: { code: 'stream_cut' } })
    expect(provider.requests).toHaveLength(1)
  })

  it('a socket destroyed before any answer is a connection failure', async () => {
    provider.answer = (response) => {
      response.socket?.resetAndDestroy()
    }
    expect(await callModel(base)).toMatchObject({ ok: false, error: { code: 'connection' } })
    expect(provider.requests).toHaveLength(1)
  })

  it('a socket destroyed after the headers is a cut stream', async () => {
    provider.answer = (response) => {
      openStream(response)
      response.write(': keep-alive\n\n', () => response.socket?.resetAndDestroy())
    }
    expect(await callModel(base)).toMatchObject({ ok: false, error: { code: 'stream_cut' } })
  })

  it('a chunk that is no JSON is a malformed response', async () => {
    provider.answer = (response) =>
      sendStream(
        response,
        ...wire.opening,
        wire.text('Half of'),
        wire.malformed,
        ...wire.ending('complete', USAGE),
      )
    expect(await callModel(base)).toMatchObject({
      ok: false,
      text: 'Half of',
      error: { code: 'malformed_response' },
    })
  })

  it('a page of HTML with status 200 is a malformed response', async () => {
    provider.answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome</body></html>')
    }
    expect(await callModel(base)).toMatchObject({ ok: false, error: { code: 'malformed_response' } })
  })

  it('an error inside the stream is the failure it names', async () => {
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text('Half of'), wire.inBandError)
    expect(await callModel(base)).toMatchObject({
      ok: false,
      text: 'Half of',
      error: { code: 'server_error' },
      usageIsEstimate: true,
    })
  })

  it('no headers at all: gives up after firstTokenMs and closes the socket', async () => {
    provider.answer = () => {}
    const outcome = await callModel({ ...base, firstTokenMs: 150 })
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'first_token_timeout' },
      firstTokenAfterMs: null,
    })
    await provider.requests[0]?.closed
  })

  it('headers and an opening without a token: gives up after firstTokenMs', async () => {
    provider.answer = (response) => openStream(response, ...wire.opening)
    const outcome = await callModel({ ...base, firstTokenMs: 150, stallMs: 10 })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'first_token_timeout' } })
    await provider.requests[0]?.closed
  })

  it('reasoning counts as the first token', async () => {
    provider.answer = (response) => {
      openStream(response, ...wire.opening, wire.reasoning('Hmm.'))
      setTimeout(() => {
        response.end(wire.text('Done.') + wire.ending('complete', USAGE).join(''))
      }, 300)
    }
    const outcome = await callModel({ ...base, firstTokenMs: 200, stallMs: 5_000 })
    expect(outcome).toMatchObject({ ok: true, text: 'Done.' })
  })

  it('silence in the middle of an answer: stalled, with what had arrived', async () => {
    provider.answer = (response) => openStream(response, ...wire.opening, wire.text('Half of'))
    const outcome = await callModel({ ...base, stallMs: 150 })
    expect(outcome).toMatchObject({ ok: false, text: 'Half of', error: { code: 'stalled' } })
    expect(outcome.costNanoUsd).toBeGreaterThan(0)
    await provider.requests[0]?.closed
  })

  it('the deadline ends a stream that keeps talking', async () => {
    provider.answer = async (response) => {
      openStream(response, ...wire.opening)
      const timer = setInterval(() => response.write(wire.text('more ')), 20)
      response.once('close', () => clearInterval(timer))
    }
    const outcome = await callModel({ ...base, deadlineAtMs: Date.now() + 300 })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'deadline' }, usageIsEstimate: true })
    expect(outcome.durationMs).toBeLessThan(2_000)
    await provider.requests[0]?.closed
  })

  it('a deadline already past makes no request and costs nothing', async () => {
    const outcome = await callModel({ ...base, deadlineAtMs: Date.now() - 1 })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'deadline' }, costNanoUsd: 0 })
    expect(provider.requests).toHaveLength(0)
  })

  it("the caller's abort ends the call on the wire and leaves no listener or timer", async () => {
    const controller = new AbortController()
    provider.answer = (response) => openStream(response, ...wire.opening, wire.text('Half of'))
    const outcome = await callModel({ ...base, signal: controller.signal, onText: () => controller.abort() })
    expect(outcome).toMatchObject({ ok: false, text: 'Half of', error: { code: 'cancelled' } })
    expect(outcome).toMatchObject({ usageIsEstimate: true, costIsEstimate: true })
    expect(outcome.usage.outputTokens).toBeGreaterThan(0)
    expect(outcome.costNanoUsd).toBeGreaterThan(0)
    await provider.requests[0]?.closed
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('an abort before the headers ends the call too', async () => {
    const controller = new AbortController()
    provider.answer = () => controller.abort()
    const outcome = await callModel({ ...base, signal: controller.signal })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    await provider.requests[0]?.closed
  })

  it('a signal aborted beforehand makes no request', async () => {
    const outcome = await callModel({ ...base, signal: AbortSignal.abort() })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' }, costNanoUsd: 0 })
    expect(provider.requests).toHaveLength(0)
  })

  it('a hundred calls on one signal leave no listener and no timer behind', async () => {
    const controller = new AbortController()
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text('ok'), ...wire.ending('complete', USAGE))
    const timersBefore = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => callModel({ ...base, signal: controller.signal })))
    }
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    const timersAfter = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    // Keep-alive sockets have a timer each at most; a leak would be two timers a call.
    expect(timersAfter - timersBefore).toBeLessThan(40)
  })

  it('a complete answer is a success although the socket then stays open', async () => {
    provider.answer = (response) => {
      const [finish = ''] = wire.ending('complete')
      openStream(response, ...wire.opening, wire.text('Done.'), finish)
    }
    const outcome = await callModel({ ...base, stallMs: 150 })
    expect(outcome).toMatchObject({ ok: true, text: 'Done.' })
    await provider.requests[0]?.closed
  })

  it('a slow reader slows the stream down and is not taken for a stall', async () => {
    provider.answer = (response) =>
      sendStream(response, ...wire.opening, wire.text('a'), wire.text('b'), ...wire.ending('complete', USAGE))
    let busy = false
    const outcome = await callModel({
      ...base,
      stallMs: 100,
      onText: async () => {
        expect(busy).toBe(false)
        busy = true
        await new Promise((resolve) => setTimeout(resolve, 200))
        busy = false
      },
    })
    expect(outcome).toMatchObject({ ok: true, text: 'ab' })
  })

  it('the deadline frees a call whose reader never returns', async () => {
    provider.answer = (response) => openStream(response, ...wire.opening, wire.text('a'))
    const outcome = await callModel({
      ...base,
      deadlineAtMs: Date.now() + 200,
      onText: () => new Promise<void>(() => {}),
    })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'deadline' } })
    await provider.requests[0]?.closed
  })

  it('a reader that throws is a programming error and surfaces as itself', async () => {
    provider.answer = (response) => openStream(response, ...wire.opening, wire.text('a'))
    const failure = new Error('reader bug')
    const call = callModel({
      ...base,
      onText: () => {
        throw failure
      },
    })
    await expect(call).rejects.toBe(failure)
    await provider.requests[0]?.closed
  })

  it('an address where nobody listens is a connection failure that names no address', async () => {
    const { settings, model } = connect(wire.environment('http://127.0.0.1:9'), wire.modelName)
    const outcome = await createCallModel({ settings })({ ...base, model })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'connection' } })
    expect(JSON.stringify(outcome)).not.toContain('127.0.0.1')
  })
})
