/** A process of the benchmark that takes one order at a time and answers it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface LoadProcess {
  /** What it says when it is up. */
  order<Answer>(given: object): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a file of this folder. With `speaksFirst`, resolves with what it says when it is up. */
export async function startLoadProcess<Greeting>(
  fileName: string,
  { speaksFirst = false } = {},
): Promise<LoadProcess & { greeting: Greeting }> {
  const child = fork(fileURLToPath(new URL(fileName, import.meta.url)), { execArgv: [] })
  // The files of this folder say what they answer; both ends are in this repository.
  const greeting = (speaksFirst ? await nextMessage(child) : undefined) as Greeting
  return {
    greeting,
    async order<Answer>(given: object) {
      child.send(given)
      return (await nextMessage(child)) as Answer
    },
    async stop() {
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a process of the benchmark ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      if (typeof message === 'object' && message !== null && 'error' in message)
        reject(new Error(String(message.error)))
      else resolve(message)
    })
  })
}
