/**
 * The `fetch` that SDKs get: counts every byte of an answer against a budget, reports each arrival as a sign of life,
 * keeps the text of a refusal for classification, and follows no redirect (a redirect would carry the key along).
 */
import { MAX_ERROR_CHARACTERS } from './errorBody.ts'

/** Body of one answer, text and reasoning together, after decompression. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024

/** What a provider answered in place of a result. */
export interface Rejection {
  status: number
  headers: Headers
  /** The body, cut at 64 KB. */
  text: string
}

export interface FetchObserver {
  /** A status of 2xx arrived. */
  accepted(): void
  rejected(rejection: Rejection): void
  /** A piece of an accepted answer, as it came from the socket. */
  bytesArrived(bytes: Uint8Array): void
  /** The answer passed its budget; its stream ends with an error. */
  budgetExceeded(): void
}

export function observedFetch(observer: FetchObserver): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' })
    if (!response.ok) {
      const text = await readAtMost(response, MAX_ERROR_CHARACTERS)
      observer.rejected({ status: response.status, headers: response.headers, text })
      return new Response(text, { status: response.status, headers: plainHeaders(response.headers) })
    }
    observer.accepted()
    if (response.body === null) return response
    let bytes = 0
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength
          if (bytes > MAX_ANSWER_BYTES) {
            observer.budgetExceeded()
            controller.error(new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`))
            return
          }
          observer.bytesArrived(chunk)
          controller.enqueue(chunk)
        },
      }),
    )
    return new Response(counted, { status: response.status, headers: plainHeaders(response.headers) })
  }
}

/** Headers that described the body as it was on the wire do not describe the one that is passed on. */
function plainHeaders(headers: Headers): Headers {
  const plain = new Headers(headers)
  plain.delete('content-length')
  plain.delete('content-encoding')
  return plain
}

async function readAtMost(response: Response, mostBytes: number): Promise<string> {
  if (response.body === null) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    while (bytes < mostBytes) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.byteLength
      text += decoder.decode(value.subarray(0, value.byteLength - Math.max(0, bytes - mostBytes)), {
        stream: true,
      })
    }
  } catch {
    // The status says what happened; a body that broke off is read as far as it came.
  }
  // The rest is not wanted; a body that failed already cannot be cancelled again.
  await reader.cancel().catch(() => undefined)
  return text + decoder.decode()
}
