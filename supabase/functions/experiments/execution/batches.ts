/** Sends single items in batches: what comes while one batch is under way goes with the next. */

/**
 * A function that sends one item and resolves with its result. At most one batch is under way at a time. A batch that fails
 * fails each of its items.
 *
 * @param send gives a result for each item, in their order.
 */
export function inBatches<Item, Result>(
  send: (items: readonly Item[]) => Promise<readonly Result[]>,
  mostAtOnce: number,
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item
    resolve: (result: Result) => void
    reject: (error: unknown) => void
  }
  let waiting: Waiting[] = []
  let isSending = false

  async function drain(): Promise<void> {
    await Promise.resolve() // those who ask in the same turn go together
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce)
      waiting = waiting.slice(mostAtOnce)
      try {
        const results = await send(batch.map(({ item }) => item))
        for (const [index, { resolve, reject }] of batch.entries()) {
          if (index < results.length)
            resolve(results[index] as Result) // within the list, though it may hold undefined
          else reject(new Error('the batch has fewer results than items'))
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isSending = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isSending) return
      isSending = true
      void drain()
    })
}
