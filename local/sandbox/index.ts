/**
 * The sandbox: models that run on this machine and answer while no provider key is set.
 * It speaks OpenAI's chat completions under `/v1` and Gemini's `generateContent` under `/v1beta`.
 *
 *     const sandbox = await startSandbox({ port: 0 })
 *     new OpenAI({ apiKey: 'sandbox', baseURL: `${sandbox.url}/v1` })
 *     await sandbox.stop()
 */
import { LLMock } from '@copilotkit/aimock'
import { loadCorpus } from '../../benchmarks/corpus/corpus.ts'
import { createAnswerer } from './answers/answerer.ts'
import { geminiHandler } from './wire/geminiWire.ts'
import { addOpenAiFixtures } from './wire/openAiWire.ts'

export interface SandboxOptions {
  /** Default 127.0.0.1: nothing outside this machine can reach it. */
  host?: string
  /** Default 0: any free port. */
  port?: number
  /** Divides every wait; 1 is a model's own pace, 100 is as good as none. Default 1. */
  speed?: number
}

export interface Sandbox {
  /** Base address without a trailing slash. */
  url: string
  stop(): Promise<void>
}

/**
 * Starts the sandbox.
 * @throws RangeError for a speed that is not above 0; what the server throws where the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, speed = 1 } = options
  if (!(speed > 0)) throw new RangeError(`speed must be above 0, not ${speed}`)
  const answer = createAnswerer(loadCorpus())
  // The journal would keep every request of a long-running stack in memory; a few are enough to look at.
  const server = new LLMock({ port, host, logLevel: 'silent', journalMaxEntries: 20 })
  addOpenAiFixtures(server, answer, speed)
  server.mount('/v1beta', geminiHandler(answer, speed))
  await server.start()
  return { url: server.url, stop: () => server.stop() }
}
