/** Reads server-sent events as they arrive, as a browser's EventSource would. */

export interface ReceivedEvent {
  id: number
  event: string
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of many shapes, and assert what they find
  data: any
}

/** The events of a response's body, until it ends. Comments are passed over. */
export async function* eventsOf(response: Response): AsyncGenerator<ReceivedEvent> {
  if (response.body === null) return
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      const data = field('data')
      if (data !== undefined)
        yield { id: Number(field('id')), event: field('event') ?? 'message', data: JSON.parse(data) }
    }
  }
}

/** All of them. */
export async function allEventsOf(response: Response): Promise<ReceivedEvent[]> {
  const events: ReceivedEvent[] = []
  for await (const event of eventsOf(response)) events.push(event)
  return events
}
