import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../supabase/functions/_shared/http/apiError.ts'
import { MAX_BODY_BYTES, readBody } from '../../../supabase/functions/_shared/http/readBody.ts'
import { orchestrationRequestSchema } from '../../../supabase/functions/_shared/runs/orchestrationRequest.ts'
import { BAD_BODIES } from '../../fixtures/badBodies.ts'

const post = (body: string | Uint8Array<ArrayBuffer>) =>
  new Request('http://localhost/', { method: 'POST', body })
const read = (body: string | Uint8Array<ArrayBuffer>) => readBody(post(body), orchestrationRequestSchema)
const failure = async (body: string | Uint8Array<ArrayBuffer>) => {
  const error = await read(body).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${String(error)}`)
  return error
}

describe('readBody', () => {
  it('fills in the defaults', async () => {
    expect(await read('{"request":"hi"}')).toEqual({
      request: 'hi',
      parallelExecution: false,
      context: {},
      maxStrategies: 3,
      deadlineMs: 120_000,
      stream: false,
      background: false,
    })
  })

  // Whether a model is known is the catalog's to say, not the schema's.
  for (const { name, body, field } of BAD_BODIES.filter((bad) => bad.name !== 'a model nobody knows')) {
    it(`refuses ${name}, naming ${field}`, async () => {
      const error = await failure(JSON.stringify(body))
      expect(error.code).toBe('invalid_request')
      expect(error.message).toContain(field)
      expect(error.details).toContainEqual(expect.objectContaining({ field }))
    })
  }

  it('refuses what is not JSON, and what is not UTF-8', async () => {
    expect((await failure('{')).message).toBe('body: is not JSON')
    expect((await failure('')).message).toBe('body: is not JSON')
    expect((await failure(new Uint8Array([0x22, 0xff, 0x22]))).message).toBe('body: is not UTF-8')
  })

  it('takes 1 MiB and refuses one byte more, with and without a content-length', async () => {
    const padded = (bytes: number) => {
      const body = '{"request":"hi"}'
      return body + ' '.repeat(bytes - body.length)
    }
    expect((await read(padded(MAX_BODY_BYTES))).request).toBe('hi')
    expect((await failure(padded(MAX_BODY_BYTES + 1))).code).toBe('payload_too_large')

    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20))
      },
    })
    // `duplex` is required for streamed bodies, and missing in the DOM's own types.
    const streamed: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' }
    const request = new Request('http://localhost/', streamed)
    await expect(readBody(request, orchestrationRequestSchema)).rejects.toMatchObject({
      code: 'payload_too_large',
    })
    expect(pulled).toBeLessThan(20)
  })
})
