// Requests and answers as they go from one thread to another: plain data, bodies whole.

export interface HttpRequest {
  url: string
  method: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | null
}

export interface HttpAnswer {
  status: number
  headers: [name: string, value: string][]
  body: Uint8Array<ArrayBuffer>
}

/** What a handler of the Fetch API answers to it. */
export async function overHttp(
  { url, method, headers, body }: HttpRequest,
  handler: (request: Request) => Response | Promise<Response>,
): Promise<HttpAnswer> {
  const response = await handler(new Request(url, { method, headers, body }))
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  }
}
