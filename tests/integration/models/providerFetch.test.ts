// What a hostile or broken provider may not do: fill the memory, or send the key on to somebody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallModel } from '../../../supabase/functions/_shared/models/call.ts'
import { MAX_ANSWER_BYTES } from '../../../supabase/functions/_shared/models/providerFetch.ts'
import { openStream, type ScriptedProvider, startScriptedProvider } from './scriptedProvider.ts'
import { connect, WIRES } from './wires.ts'

let provider: ScriptedProvider
let elsewhere: ScriptedProvider
beforeAll(async () => {
  provider = await startScriptedProvider()
  elsewhere = await startScriptedProvider()
})
afterAll(async () => {
  await provider.stop()
  await elsewhere.stop()
})

describe.each(WIRES)('$name', (wire) => {
  const call = () => {
    const { settings, model } = connect(wire.environment(provider.url), wire.modelName)
    return createCallModel({ settings })({
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      deadlineAtMs: Date.now() + 60_000,
    })
  }

  it('an answer beyond its byte budget ends the call and closes the socket', async () => {
    let sent = 0
    let closed = Promise.resolve()
    provider.answer = async (response, request) => {
      closed = request.closed
      openStream(response, ...wire.opening)
      const piece = wire.text('x'.repeat(64 * 1024))
      while (!response.destroyed && sent < 3 * MAX_ANSWER_BYTES) {
        sent += piece.length
        if (!response.write(piece)) {
          await Promise.race([new Promise((resolve) => response.once('drain', resolve)), request.closed])
        }
      }
    }
    const outcome = await call()
    expect(outcome).toMatchObject({ ok: false, error: { code: 'malformed_response' } })
    await closed
    expect(outcome.text.length).toBeLessThanOrEqual(MAX_ANSWER_BYTES)
    expect(sent).toBeLessThan(3 * MAX_ANSWER_BYTES)
  })

  it('a redirect is not followed, so the key goes to nobody else', async () => {
    elsewhere.requests.length = 0
    provider.answer = (response) => {
      response.writeHead(307, { location: `${elsewhere.url}/v1` }).end()
    }
    expect(await call()).toMatchObject({ ok: false })
    expect(elsewhere.requests).toEqual([])
  })

  it('of an endless refusal only the beginning is read', async () => {
    let sent = 0
    provider.answer = async (response, request) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      const piece = JSON.stringify({ error: { message: 'x'.repeat(64 * 1024) } })
      while (!response.destroyed && sent < MAX_ANSWER_BYTES) {
        sent += piece.length
        if (!response.write(piece)) {
          await Promise.race([new Promise((resolve) => response.once('drain', resolve)), request.closed])
        }
      }
    }
    expect(await call()).toMatchObject({ ok: false, error: { code: 'invalid_request', status: 400 } })
    expect(sent).toBeLessThan(MAX_ANSWER_BYTES)
  })
})
