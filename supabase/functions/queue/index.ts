/** `queue`: documents through stages, each with models of its own. Wires the app to its worker. */
import { createWorkerContext } from '../_shared/worker/workerContext.ts'
import { createQueueApp } from './queueApp.ts'

/** What Supabase's edge runtime adds to Deno, as far as this function uses it. */
declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void }

const environment = Deno.env.toObject()
const app = createQueueApp(
  createWorkerContext({
    functionName: 'queue',
    environment,
    waitUntil: (work) => EdgeRuntime.waitUntil(work),
  }),
  { projectUrl: environment.SUPABASE_URL ?? 'http://127.0.0.1' },
)

export default { fetch: app.fetch }
